"""Read the data files of this room into the frozen classes of `types.py`; no Django, no database.

The files are edited by hand, so everything is checked while reading: unknown or missing columns and keys, repeated codes,
references that lead nowhere, subject periods that do not add up to the printed totals. A fault raises DataFileError that
names the file and the place.
"""

import csv
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

import yaml

from . import types

DATA: Final = Path(__file__).parent / "data"

_YES_NO: Final = {"yes": True, "no": False}

Coded = TypeVar("Coded")
Choice = TypeVar("Choice", bound=StrEnum)


class DataFileError(ValueError):
    """A data file of the repository is wrong; it has to be corrected before the program can start."""

    def __init__(self, place: str, fault: str) -> None:
        super().__init__(f"{place}: {fault}")


class Section:
    """One mapping of a YAML file or one row of a CSV file, read key by key; `close` refuses what nobody read."""

    def __init__(self, values: Mapping[str, Any], place: str) -> None:
        self.place = place
        self._values = dict(values)

    def take(self, key: str, kind: type | tuple[type, ...], optional: bool = False) -> Any:
        value = self._values.pop(key, None)
        if value is None and optional:
            return None
        if not isinstance(value, kind) or isinstance(value, bool):
            raise DataFileError(self.place, f"«{key}» is missing or of the wrong kind: {value!r}")
        return value

    def text(self, key: str) -> str:
        text = self.take(key, str)
        if not text or text != text.strip() or not unicodedata.is_normalized("NFC", text):
            raise DataFileError(self.place, f"«{key}» is empty, padded or not in NFC: {text!r}")
        return text

    def texts(self, key: str, separator: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.take(key, str).split(separator) if part.strip())

    def number(self, key: str) -> int:
        return self.take(key, int)

    def day(self, key: str, optional: bool = False) -> Any:
        return self.take(key, date, optional)

    def flag(self, key: str) -> bool:
        return _YES_NO[self.choice(key, _YES_NO)]

    def choice(self, key: str, allowed: Iterable[str]) -> str:
        text = self.text(key)
        if text not in allowed:
            raise DataFileError(self.place, f"«{key}» is {text!r}, not one of {', '.join(allowed)}")
        return text

    def member(self, key: str, choices: type[Choice]) -> Choice:
        return choices(self.choice(key, [choice.value for choice in choices]))

    def section(self, key: str, optional: bool = False) -> Any:
        values = self.take(key, dict, optional)
        return None if values is None else Section(values, f"{self.place} {key}")

    def sections(self, key: str, optional: bool = False) -> list["Section"]:
        rows = self.take(key, list, optional) or []
        return [Section(row, f"{self.place} {key}[{index}]") for index, row in enumerate(rows, start=1)]

    def close(self) -> None:
        if self._values:
            raise DataFileError(self.place, f"unknown keys: {', '.join(map(str, self._values))}")


def read_csv(path: Path, build: Callable[[Section], Coded]) -> tuple[Coded, ...]:
    """Every row of a CSV file, built and closed; the first column must be unique."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = [next(iter(row.values())) for row in rows]
    if len(set(keys)) != len(keys):
        raise DataFileError(path.name, "the first column repeats itself")
    return tuple(_built(Section(row, f"{path.name} line {line}"), build) for line, row in enumerate(rows, start=2))


def read_yaml(path: Path) -> Section:
    return Section(yaml.safe_load(path.read_text(encoding="utf-8")), path.name)


def _built(section: Section, build: Callable[[Section], Coded]) -> Coded:
    item = build(section)
    section.close()
    return item


def _all_built(sections: Iterable[Section], build: Callable[[Section], Coded]) -> tuple[Coded, ...]:
    return tuple(_built(section, build) for section in sections)


def _unique(items: Iterable[Coded], key: Callable[[Coded], object], place: str) -> tuple[Coded, ...]:
    kept = tuple(items)
    if len({key(item) for item in kept}) != len(kept):
        raise DataFileError(place, "a code repeats itself")
    return kept


# --- plain lists -------------------------------------------------------------------------------------------------


def _list_item(row: Section) -> types.ListItem:
    return types.ListItem(row.text("code"), row.text("name"), row.texts("other_names", ";"))


@cache
def ethnic_groups() -> tuple[types.ListItem, ...]:
    """The 54 ethnic groups with the codes 01–54 of QĐ 121-TCTK/PPCĐ (1979), and 55 for foreigners."""
    return read_csv(DATA / "ethnic_groups.csv", _list_item)


@cache
def nationalities() -> tuple[types.ListItem, ...]:
    """ISO 3166-1 alpha-2 codes with Vietnamese short names, Việt Nam first."""
    return read_csv(DATA / "nationalities.csv", _list_item)


@cache
def religions() -> tuple[types.ListItem, ...]:
    return read_csv(DATA / "religions.csv", _list_item)


@cache
def birth_registration_provinces() -> tuple[types.BirthRegistrationProvince, ...]:
    """The 63 provinces by which personal numbers begin, each with its successor among the 34."""

    def build(row: Section) -> types.BirthRegistrationProvince:
        return types.BirthRegistrationProvince(
            row.text("code"), row.text("name"), row.choice("kind", ("tỉnh", "thành phố")), row.text("successor_code")
        )

    return read_csv(DATA / "birth_registration_provinces.csv", build)


@cache
def policy_categories() -> tuple[types.PolicyCategory, ...]:
    def build(row: Section) -> types.PolicyCategory:
        return types.PolicyCategory(row.text("code"), row.text("name"), row.member("group", types.PolicyGroup))

    return read_csv(DATA / "policy_categories.csv", build)


@cache
def relationships() -> tuple[types.Relationship, ...]:
    def build(row: Section) -> types.Relationship:
        return types.Relationship(
            row.text("code"), row.text("name"), row.flag("is_parent"), row.flag("may_be_legal_representative")
        )

    return read_csv(DATA / "relationships.csv", build)


@cache
def learner_statuses() -> tuple[types.LearnerStatus, ...]:
    def build(row: Section) -> types.LearnerStatus:
        return types.LearnerStatus(row.text("code"), row.text("name"), row.flag("is_attending"), row.flag("is_final"))

    return read_csv(DATA / "learner_statuses.csv", build)


# --- education levels --------------------------------------------------------------------------------------------


def _levels_file() -> Section:
    return read_yaml(DATA / "education_levels.yaml")


def _level(section: Section) -> types.EducationLevel:
    entry = section.section("entry", optional=True)
    return types.EducationLevel(
        code=section.text("code"),
        name=section.text("name"),
        grades=tuple(section.take("grades", list)),
        entry=_built(entry, _level_entry) if entry else None,
    )


def _level_entry(section: Section) -> types.LevelEntry:
    return types.LevelEntry(
        grade=section.number("grade"),
        age=section.number("age"),
        late_years=section.number("late_years"),
        document=section.text("document"),
        confidence=section.member("confidence", types.Confidence),
    )


@cache
def education_levels() -> tuple[types.EducationLevel, ...]:
    file = _levels_file()
    return _unique(_all_built(file.sections("levels"), _level), lambda level: level.code, file.place)


@cache
def class_sizes() -> tuple[types.ClassSize, ...]:
    """The largest class by level and kind of school."""
    known = {level.code for level in education_levels()}

    def build(section: Section) -> types.ClassSize:
        levels = tuple(section.take("levels", list))
        if not known.issuperset(levels):
            raise DataFileError(section.place, f"unknown level in {levels}")
        return types.ClassSize(
            code=section.text("code"),
            name=section.text("name"),
            levels=levels,
            max_learners=section.number("max_learners"),
            document=section.text("document"),
            confidence=section.member("confidence", types.Confidence),
        )

    file = _levels_file()
    return _unique(_all_built(file.sections("class_sizes"), build), lambda size: size.code, file.place)


@cache
def inclusive_class() -> types.InclusiveClass:
    def build(section: Section) -> types.InclusiveClass:
        return types.InclusiveClass(
            section.number("max_disabled_learners"), section.text("document"), section.member("confidence", types.Confidence)
        )

    return _built(_levels_file().section("inclusive_class"), build)


# --- curricula ---------------------------------------------------------------------------------------------------


def _periods(section: Section, key: str) -> Mapping[int, int]:
    periods = section.take(key, dict)
    if not all(isinstance(grade, int) and isinstance(count, int) for grade, count in periods.items()):
        raise DataFileError(section.place, f"«{key}» must map grades to periods")
    return MappingProxyType(periods)


def _subject(section: Section) -> types.Subject:
    role = types.SubjectRole.COMPULSORY.value
    parts = section.sections("parts", optional=True)
    return types.Subject(
        code=section.text("code"),
        name=section.text("name"),
        assessment=section.member("assessment", types.Assessment),
        role=types.SubjectRole(section.take("role", str, optional=True) or role),
        periods=_periods(section, "periods"),
        parts=_all_built(parts, lambda part: types.SubjectPart(part.text("code"), part.text("name"))),
    )


def _electives(section: Section) -> types.Electives:
    return types.Electives(section.number("count"), section.number("periods"))


def _topic_clusters(section: Section) -> types.TopicClusters:
    return types.TopicClusters(section.number("count"), section.number("periods"), tuple(section.take("subjects", list)))


def read_curriculum(section: Section) -> types.Curriculum:
    """One curriculum; raises DataFileError where the periods do not add up to the totals."""
    electives = section.section("electives", optional=True)
    clusters = section.section("topic_clusters", optional=True)
    curriculum = types.Curriculum(
        code=section.text("code"),
        name=section.text("name"),
        level=section.choice("level", [level.code for level in education_levels()]),
        period_minutes=section.number("period_minutes"),
        document=section.text("document"),
        confidence=section.member("confidence", types.Confidence),
        totals=_periods(section, "totals"),
        subjects=_all_built(section.sections("subjects"), _subject),
        max_periods_per_day=section.take("max_periods_per_day", int, optional=True),
        electives=_built(electives, _electives) if electives else None,
        topic_clusters=_built(clusters, _topic_clusters) if clusters else None,
    )
    _check_curriculum(curriculum, section.place)
    return curriculum


def _check_curriculum(curriculum: types.Curriculum, place: str) -> None:
    _unique(curriculum.subjects, lambda subject: (subject.code, subject.role), place)
    for grade, total in curriculum.totals.items():
        if curriculum.compulsory_periods(grade) != total:
            raise DataFileError(place, f"grade {grade} adds up to {curriculum.compulsory_periods(grade)}, not {total}")
    for subject in curriculum.subjects:
        if not set(curriculum.totals).issuperset(subject.periods):
            raise DataFileError(place, f"{subject.code} has periods in grades outside the level")
        elective = subject.role is types.SubjectRole.ELECTIVE
        if elective and (not curriculum.electives or set(subject.periods.values()) != {curriculum.electives.periods}):
            raise DataFileError(place, f"{subject.code} does not have the periods of an elective")
    codes = {subject.code for subject in curriculum.subjects}
    if curriculum.topic_clusters and not codes.issuperset(curriculum.topic_clusters.subject_codes):
        raise DataFileError(place, "a topic cluster names an unknown subject")


@cache
def curricula() -> tuple[types.Curriculum, ...]:
    """Chương trình giáo dục phổ thông 2018: one curriculum for each of the three levels."""
    file = read_yaml(DATA / "curricula.yaml")
    return _unique(_all_built(file.sections("curricula"), read_curriculum), lambda item: item.code, file.place)


@cache
def preschool_groups() -> tuple[types.PreschoolGroup, ...]:
    """The age groups of TT 52/2020 Điều 15 with the most children of each."""

    def build(section: Section) -> types.PreschoolGroup:
        return types.PreschoolGroup(
            code=section.text("code"),
            name=section.text("name"),
            stage=section.member("stage", types.PreschoolStage),
            age_from=section.number("age_from"),
            age_to=section.number("age_to"),
            age_unit=section.member("age_unit", types.AgeUnit),
            max_children=section.number("max_children"),
        )

    file = read_yaml(DATA / "curricula.yaml")
    return _unique(_all_built(file.sections("preschool_groups"), build), lambda group: group.code, file.place)


# --- school years ------------------------------------------------------------------------------------------------


def _term(section: Section) -> types.Term:
    return types.Term(section.day("from"), section.day("to"))


def _school_year(section: Section) -> types.SchoolYear:
    first, second = section.section("first_term", optional=True), section.section("second_term", optional=True)
    early = section.section("early_return")
    return types.SchoolYear(
        code=section.text("code"),
        earliest_return=section.day("earliest_return"),
        early_return=_built(early, lambda part: types.EarlyReturn(tuple(part.take("grades", list)), part.day("date"))),
        opening_day=section.day("opening_day"),
        year_ends_by=section.day("year_ends_by"),
        confidence=section.member("confidence", types.Confidence),
        first_term=_built(first, _term) if first else None,
        second_term=_built(second, _term) if second else None,
        first_term_ends_by=section.day("first_term_ends_by", optional=True),
        programme_ends_by=section.day("programme_ends_by", optional=True),
        recognition_by=section.day("recognition_by", optional=True),
        first_grade_enrolment_by=section.day("first_grade_enrolment_by", optional=True),
    )


@cache
def school_years() -> tuple[types.SchoolYear, ...]:
    """The Ministry's frames, oldest first."""
    file = read_yaml(DATA / "school_years.yaml")
    return _unique(_all_built(file.sections("school_years"), _school_year), lambda year: year.code, file.place)


@cache
def school_year_rules() -> types.SchoolYearRules:
    file = read_yaml(DATA / "school_years.yaml")
    weeks = file.section("weeks")
    return types.SchoolYearRules(weeks.number("first_term"), weeks.number("second_term"), file.number("max_extension_days"))
