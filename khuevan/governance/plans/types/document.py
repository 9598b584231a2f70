"""What a plan of the sector says: the shapes of a plan data file, one field per YAML key.

`datafiles.py` reads these from `data/*.yaml`; `data/README.md` explains every key to the people who keep the
files. All text is Vietnamese. A field left at its default means that the source document does not say it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar


class PlanLevel(StrEnum):
    """The level of government the plan is made for."""

    PROVINCE = "province"
    DISTRICT = "district"


class AreaStatus(StrEnum):
    """What became of the plan's area in the reorganisation of 01/7/2025."""

    CURRENT = "current"
    ENLARGED = "enlarged"
    MERGED = "merged"
    ABOLISHED = "abolished"


class GoalKind(StrEnum):
    PURPOSE = "purpose"
    REQUIREMENT = "requirement"
    GENERAL = "general"
    SPECIFIC = "specific"


class Comparison(StrEnum):
    """How the measured value has to stand to the target value."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    EXACTLY = "="


class TargetUnit(StrEnum):
    PERCENT = "percent"
    PLATFORM = "platform"
    GRADE = "grade"
    CENTRE_PER_UNIT = "centre_per_unit"
    INDEX = "index"
    MATURITY_LEVEL = "maturity_level"
    MODEL_UNIT = "model_unit"


class Level(StrEnum):
    """Level of education."""

    PRESCHOOL = "preschool"
    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    UPPER_SECONDARY = "upper_secondary"
    CONTINUING = "continuing"
    UNIVERSITY = "university"


class Ownership(StrEnum):
    PUBLIC = "public"
    NON_PUBLIC = "non_public"


class PartyKind(StrEnum):
    """The sort of body that works, reports or is reported to."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    DEPARTMENT = "department"
    DIVISION = "division"
    PROVINCIAL_AGENCY = "provincial_agency"
    DISTRICT = "district"
    BUREAU = "bureau"
    DISTRICT_AGENCY = "district_agency"
    COMMUNE = "commune"
    INSTITUTION = "institution"
    PUBLIC = "public"


class Rhythm(StrEnum):
    """How often a report is due or a task comes round."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    MID_TERM = "mid_term"
    FINAL = "final"
    BY_PHASE = "by_phase"
    AS_SCHEDULED = "as_scheduled"
    CONTINUOUS = "continuous"
    ON_REQUEST = "on_request"


class AssignmentRole(StrEnum):
    LEAD = "lead"
    COORDINATE = "coordinate"
    CARRY_OUT = "carry_out"
    REQUESTED = "requested"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Base of every shape in a plan file: a key that is not a field is an error, not a silent loss."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


@dataclass(frozen=True, kw_only=True)
class DocumentData(Entry):
    """The issuing document; `number` and `issued_on` are empty where the source is blank or unreadable."""

    number: str | None
    issued_on: date | None
    issued_year: int
    issued_month: int
    printed: str
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class BasisData(Entry):
    """A document the plan is built on."""

    number: str
    issued_on: date | None = None
    issuer: str
    about: str
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Party(Entry):
    name: str
    kind: PartyKind


@dataclass(frozen=True, kw_only=True)
class ProvinceToday(Entry):
    """The province-level unit that holds the plan's area since 01/7/2025 (QĐ 19/2025/QĐ-TTg)."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class AreaData(Entry):
    name: str
    level: PlanLevel
    status: AreaStatus
    status_since: date
    status_note: str
    province_today: ProvinceToday


@dataclass(frozen=True, kw_only=True)
class PeriodData(Entry):
    """The years of the plan, both included; `outlook_year` is its "định hướng đến năm"."""

    first_year: int
    last_year: int
    outlook_year: int | None = None
    school_year: str | None = None


@dataclass(frozen=True, kw_only=True)
class SectionData(Entry):
    """A heading of the source, with the headings under it."""

    ref: str
    title: str
    children: tuple["SectionData", ...] = ()


@dataclass(frozen=True, kw_only=True)
class GoalData(Entry):
    """A goal or a group of goals; `statements` are what it says beyond the targets that stand under it."""

    ref: str
    kind: GoalKind
    title: str
    year: int | None = None
    statements: tuple[str, ...] = ()
    groups: tuple["GoalData", ...] = ()


@dataclass(frozen=True, kw_only=True)
class ScopeFilter(Entry):
    """The units a target or duty is about, as software can pick them; an empty field restricts nothing."""

    levels: tuple[Level, ...] = ()
    ownership: Ownership | None = None
    grades: tuple[int, ...] = ()
    unit_kinds: tuple[PartyKind, ...] = ()
    managed_by: PartyKind | None = None


@dataclass(frozen=True, kw_only=True)
class TargetData(Entry):
    """One figure to reach by the end of one year, with how to count it.

    `value` is empty where the source gives no number (then `value_note` says why). `implied` marks a number
    read from words such as "tất cả" or "mỗi". A `measure` with a `measure_note` is a stand-in for what the
    plan asks.
    """

    ref: str
    section: str
    also_in: tuple[str, ...] = ()
    indicator: str
    name: str
    text: str
    year: int
    comparison: Comparison
    value: Decimal | None
    unit: TargetUnit
    implied: bool = False
    value_note: str | None = None
    scope: str
    scope_filter: ScopeFilter | None = None
    numerator: str
    denominator: str | None
    measure: str | None
    measure_note: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class TaskPeriod(Entry):
    """When a task is done, where it differs from the whole plan period."""

    first_year: int | None = None
    last_year: int | None = None
    school_year: str | None = None
    rhythm: tuple[Rhythm, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TaskData(Entry):
    """One task; `goal` is the appendix column "Mục tiêu đến 2025", `output` its "Kết quả/sản phẩm"."""

    id: str
    ref: str
    section: str
    name: str
    text: str
    goal: str | None = None
    lead: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    output: str | None = None
    period: TaskPeriod | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class AssignmentData(Entry):
    """What the part "Tổ chức thực hiện" gives one body to do; `tasks` are task refs of the same plan."""

    section: str
    party: Party
    role: AssignmentRole
    tasks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DeadlineRule(Entry):
    """`before_day` is exclusive: "trước ngày 20" ends with the 19th.

    The month is every month (monthly), the last month of the quarter (quarterly) or `month` (yearly).
    `after_years` counts from the first year of the plan (mid-term).
    """

    before_day: int | None = None
    month: int | None = None
    after_years: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReportingDutyData(Entry):
    """Who reports what to whom, and when; without a `deadline` the source sets none."""

    id: str
    ref: str
    section: str
    rhythm: Rhythm
    deadline: DeadlineRule | None = None
    senders: tuple[Party, ...]
    sender_filter: ScopeFilter | None = None
    receivers: tuple[Party, ...]
    through: Party | None = None
    content: str
    how: str | None = None
    text: str
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class PlanData(Entry):
    """One plan as its data file holds it."""

    code: str
    title: str
    title_note: str | None = None
    document: DocumentData
    issuer: Party
    area: AreaData
    period: PeriodData
    basis: tuple[BasisData, ...] = ()
    recipients: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sections: tuple[SectionData, ...]
    goals: tuple[GoalData, ...]
    targets: tuple[TargetData, ...]
    tasks: tuple[TaskData, ...]
    assignments: tuple[AssignmentData, ...] = ()
    reporting: tuple[ReportingDutyData, ...] = ()
