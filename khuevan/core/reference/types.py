"""Reference lists as they cross the door: frozen, without Django, one class per list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Confidence(StrEnum):
    """How far a legal value may be trusted: a default with tests, a default of a setting, or configuration only."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class ListItem:
    """One entry of a plain list. `other_names` only serve to recognise what old records say; they are never shown."""

    code: str
    name: str
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BirthRegistrationProvince:
    """One of the 63 provinces of before 01/7/2025. `code`: three digits; `successor_code`: two digits, of the 34."""

    code: str
    name: str
    kind: str
    successor_code: str


class PolicyGroup(StrEnum):
    MERIT = "merit"
    INCOME = "income"
    CIRCUMSTANCE = "circumstance"
    ETHNICITY = "ethnicity"
    AREA = "area"
    OCCUPATION = "occupation"


@dataclass(frozen=True, slots=True)
class PolicyCategory:
    """A reason why a learner may enjoy a policy. Which policy grants what is configuration."""

    code: str
    name: str
    group: PolicyGroup


@dataclass(frozen=True, slots=True)
class Relationship:
    code: str
    name: str
    is_parent: bool
    may_be_legal_representative: bool


@dataclass(frozen=True, slots=True)
class LearnerStatus:
    """`is_attending`: counts as a learner of the school; `is_final`: the enrolment has ended."""

    code: str
    name: str
    is_attending: bool
    is_final: bool


@dataclass(frozen=True, slots=True)
class LevelEntry:
    """`age` in years: year in which the school year starts minus year of birth. `late_years`: allowed in listed cases."""

    grade: int
    age: int
    late_years: int
    document: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class EducationLevel:
    code: str
    name: str
    grades: tuple[int, ...]
    entry: LevelEntry | None = None


@dataclass(frozen=True, slots=True)
class ClassSize:
    code: str
    name: str
    levels: tuple[str, ...]
    max_learners: int
    document: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class InclusiveClass:
    max_disabled_learners: int
    document: str
    confidence: Confidence


class Assessment(StrEnum):
    """Marks with comments or comments only (TT 22/2021); three levels, with or without periodic tests (TT 27/2020)."""

    MARK = "mark"
    COMMENT = "comment"
    LEVEL = "level"
    LEVEL_AND_TEST = "level_and_test"


class SubjectRole(StrEnum):
    """Bắt buộc; lựa chọn (a fixed number must be chosen); tự chọn (on top of the total)."""

    COMPULSORY = "compulsory"
    ELECTIVE = "elective"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class SubjectPart:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject or educational activity. `periods`: grade -> periods a year."""

    code: str
    name: str
    assessment: Assessment
    role: SubjectRole
    periods: Mapping[int, int]
    parts: tuple[SubjectPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Electives:
    """How many elective subjects a learner chooses, and the periods a year of each."""

    count: int
    periods: int


@dataclass(frozen=True, slots=True)
class TopicClusters:
    """Cụm chuyên đề học tập: how many are chosen, the periods a year of each, and in which subjects there are any."""

    count: int
    periods: int
    subject_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curriculum:
    code: str
    name: str
    level: str
    period_minutes: int
    document: str
    confidence: Confidence
    totals: Mapping[int, int]
    subjects: tuple[Subject, ...]
    max_periods_per_day: int | None = None
    electives: Electives | None = None
    topic_clusters: TopicClusters | None = None

    def subjects_of(self, grade: int, role: SubjectRole = SubjectRole.COMPULSORY) -> tuple[Subject, ...]:
        return tuple(subject for subject in self.subjects if subject.role is role and grade in subject.periods)

    def compulsory_periods(self, grade: int) -> int:
        """Periods a year of a grade without optional subjects, the choices of electives and clusters counted in."""
        chosen = sum(choice.count * choice.periods for choice in (self.electives, self.topic_clusters) if choice)
        return chosen + sum(subject.periods[grade] for subject in self.subjects_of(grade))

    def periods_per_week(self, grade: int, weeks: int = 35) -> Decimal:
        return (Decimal(self.totals[grade]) / weeks).quantize(Decimal("0.1"), ROUND_HALF_UP)


class PreschoolStage(StrEnum):
    NURSERY = "nursery"
    KINDERGARTEN = "kindergarten"


class AgeUnit(StrEnum):
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PreschoolGroup:
    code: str
    name: str
    stage: PreschoolStage
    age_from: int
    age_to: int
    age_unit: AgeUnit
    max_children: int


@dataclass(frozen=True, slots=True)
class EarlyReturn:
    """Grades that may come back before the others, from `date` on."""

    grades: tuple[int, ...]
    date: date


@dataclass(frozen=True, slots=True)
class Term:
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """The Ministry's frame of a school year, `code` like «2026-2027». Dates not known are None."""

    code: str
    earliest_return: date
    early_return: EarlyReturn
    opening_day: date
    year_ends_by: date
    confidence: Confidence
    first_term: Term | None = None
    second_term: Term | None = None
    first_term_ends_by: date | None = None
    programme_ends_by: date | None = None
    recognition_by: date | None = None
    first_grade_enrolment_by: date | None = None

    @property
    def start_year(self) -> int:
        return int(self.code[:4])


@dataclass(frozen=True, slots=True)
class SchoolYearRules:
    first_term_weeks: int
    second_term_weeks: int
    max_extension_days: int


@dataclass(frozen=True, slots=True)
class AdministrativeUnit:
    """`name` without the kind, `kind` in small letters: «Phủ Lý», «phường»."""

    code: str
    name: str
    kind: str

    @property
    def full_name(self) -> str:
        return f"{self.kind.capitalize()} {self.name}"


@dataclass(frozen=True, slots=True)
class Province(AdministrativeUnit):
    """One of the 34. `kind`: «tỉnh» or «thành phố», as of the last of the changes of kind."""


@dataclass(frozen=True, slots=True)
class Commune(AdministrativeUnit):
    """`kind`: «xã», «phường» or «đặc khu», as of the last of the changes of kind."""

    province_code: str


@dataclass(frozen=True, slots=True)
class LegacyProvince(AdministrativeUnit):
    """One of the 63 provinces of before 01/7/2025, with a code of two digits."""

    successor_code: str


@dataclass(frozen=True, slots=True)
class LegacyDistrict(AdministrativeUnit):
    """`kind`: «huyện», «quận», «thị xã» or «thành phố». `successor_codes`: only of the five islands without communes."""

    province_code: str
    successor_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LegacyCommune(AdministrativeUnit):
    """`successor_codes`: the communes its land went to; where it was divided, the first is the likely main one."""

    district_code: str
    successor_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindChange:
    """A province or commune that got another kind after 01/7/2025; its code and name stayed. `level` says which."""

    code: str
    level: str
    effective_on: date
    before: str
    after: str
    resolution: str
    confidence: Confidence
