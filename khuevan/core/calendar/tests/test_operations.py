"""The calendar of the province."""

from dataclasses import replace
from datetime import date

import pytest

from khuevan.core.audit.models import JournalEntry
from khuevan.core.calendar.api import current_school_year, deadline, school_year
from khuevan.core.calendar.models import CalendarDay
from khuevan.core.calendar.operations import DatesOutOfOrder, change_school_year, fill_from_reference, set_day
from khuevan.core.calendar.types import YearDates
from khuevan.kernel.errors import NotAllowed

DATES = YearDates(
    date(2026, 8, 22), date(2026, 9, 7), date(2027, 1, 10), date(2027, 1, 11), date(2027, 5, 23), date(2027, 5, 31)
)


def test_reference_years_are_there_with_semesters_of_18_and_17_weeks_or_more(db):
    year = school_year("2026-2027")

    assert (year.first_semester_starts_on, year.second_semester_ends_on) == (date(2026, 9, 7), date(2027, 5, 23))
    assert (year.first_semester_ends_on - year.first_semester_starts_on).days + 1 == 18 * 7
    assert current_school_year(date(2026, 7, 15)).code == "2025-2026"
    assert current_school_year(date(2026, 11, 22)).code == "2026-2027"


def test_make_up_day_is_worked(db):
    assert CalendarDay.objects.get(day=date(2026, 8, 22)).is_working
    assert deadline(date(2026, 8, 28), 1) == date(2026, 9, 3)


def test_change_of_year_is_journaled_and_kept_by_a_refill(world):
    later = replace(DATES, ends_on=date(2027, 6, 10))

    change_school_year(world.actor("vanphong"), year=world.year, dates=later)
    fill_from_reference()

    assert school_year("2026-2027").ends_on == date(2027, 6, 10)
    assert JournalEntry.objects.get(verb="calendar.school_year_changed").changes == {"ends_on": ["2027-05-31", "2027-06-10"]}


def test_dates_out_of_order_change_nothing(world):
    with pytest.raises(DatesOutOfOrder):
        change_school_year(world.actor("vanphong"), year=world.year, dates=replace(DATES, ends_on=date(2027, 1, 1)))

    assert school_year("2026-2027").ends_on == date(2027, 5, 31)


def test_principal_may_not_make_a_day_free(world):
    with pytest.raises(NotAllowed):
        set_day(world.actor("hieutruong"), day=date(2026, 11, 20), is_working=False, name="Nghỉ", basis="")

    assert not CalendarDay.objects.filter(day=date(2026, 11, 20)).exists()
