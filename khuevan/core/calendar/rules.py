"""Counting working days and placing days in a school year. Pure: the special days are given."""

from collections.abc import Mapping
from datetime import date, timedelta

from khuevan.core.reference.types import SchoolYear as Frame

from .types import YearDates

SATURDAY = 5
WEEKS_OF_FIRST_SEMESTER = 18
WEEKS_OF_SECOND_SEMESTER = 17


def is_working_day(day: date, special: Mapping[date, bool]) -> bool:
    """Monday to Friday, unless `special` says otherwise: False for a holiday, True for a day worked in its stead."""
    return special.get(day, day.weekday() < SATURDAY)


def add_working_days(start: date, days: int, special: Mapping[date, bool]) -> date:
    """The day on which a time limit of `days` working days ends; the start day itself is not counted.

    Raises ValueError for a negative number of days.
    """
    if days < 0:
        raise ValueError("a time limit cannot be negative")
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day, special)
    return day


def working_days_between(start: date, end: date, special: Mapping[date, bool]) -> int:
    """Working days after `start` up to and including `end`; 0 when `end` is not after `start`."""
    span = (end - start).days
    return sum(is_working_day(start + timedelta(days=n), special) for n in range(1, span + 1))


def semester_of(day: date, year: YearDates) -> int | None:
    """1 or 2, or None outside both semesters."""
    if year.first_semester_starts_on <= day <= year.first_semester_ends_on:
        return 1
    if year.second_semester_starts_on <= day <= year.second_semester_ends_on:
        return 2
    return None


def dates_from_frame(frame: Frame) -> YearDates:
    """Dates of a school year from the Ministry's frame.

    Where the frame only gives the last day allowed, that day is taken; a province changes it on screen.
    """
    return YearDates(min(frame.earliest_return, frame.early_return.date), *_semesters(frame), frame.year_ends_by)


def _semesters(frame: Frame) -> tuple[date, date, date, date]:
    """First and last day of each semester."""
    if frame.first_term and frame.second_term:
        return frame.first_term.starts_on, frame.first_term.ends_on, frame.second_term.starts_on, frame.second_term.ends_on
    if frame.first_term_ends_by and frame.programme_ends_by:
        middle = frame.first_term_ends_by
        return next_monday(frame.opening_day), middle, middle + timedelta(days=1), frame.programme_ends_by
    raise ValueError(f"the frame of {frame.code} gives neither terms nor the last days of terms")


def next_monday(day: date) -> date:
    """The first Monday on or after a day."""
    return day + timedelta(days=-day.weekday() % 7)
