"""Vocabulary of the calendar that other modules may use."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Permission(StrEnum):
    EDIT = "calendar.edit"


@dataclass(frozen=True)
class YearDates:
    """The six dates that make a school year."""

    starts_on: date
    first_semester_starts_on: date
    first_semester_ends_on: date
    second_semester_starts_on: date
    second_semester_ends_on: date
    ends_on: date
