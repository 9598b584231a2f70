"""Working days and school years."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from khuevan.core.calendar import rules

# 30/4 and 1/5/2026 are holidays (Thursday, Friday); 22/8/2026 is a Saturday worked for Monday 31/8.
SPECIAL = {date(2026, 4, 30): False, date(2026, 5, 1): False, date(2026, 8, 22): True, date(2026, 8, 31): False}

days = st.dates(date(2023, 1, 1), date(2029, 12, 31))


def test_deadline_skips_weekends_and_holidays():
    assert rules.add_working_days(date(2026, 4, 29), 1, SPECIAL) == date(2026, 5, 4)


def test_deadline_counts_a_saturday_worked_in_stead():
    assert rules.add_working_days(date(2026, 8, 21), 1, SPECIAL) == date(2026, 8, 22)


def test_deadline_of_no_days_is_the_start():
    assert rules.add_working_days(date(2026, 5, 2), 0, SPECIAL) == date(2026, 5, 2)


@given(days, st.integers(0, 90))
def test_deadline_has_exactly_that_many_working_days_before_it(start, count):
    end = rules.add_working_days(start, count, SPECIAL)

    assert rules.working_days_between(start, end, SPECIAL) == count
    assert end == start or rules.is_working_day(end, SPECIAL)


@given(days, st.integers(0, 40), st.integers(0, 40))
def test_deadlines_add_up(start, first, second):
    once = rules.add_working_days(start, first + second, SPECIAL)

    assert once == rules.add_working_days(rules.add_working_days(start, first, SPECIAL), second, SPECIAL)


@given(days)
def test_next_monday_is_within_a_week(day):
    monday = rules.next_monday(day)

    assert monday.weekday() == 0
    assert timedelta(0) <= monday - day < timedelta(7)
