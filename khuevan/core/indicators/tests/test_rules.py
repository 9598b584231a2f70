"""Which days of figures are kept."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from khuevan.core.indicators import rules

TODAY = date(2026, 11, 22)
EVERY_DAY = [TODAY - timedelta(days=back) for back in range(400)]
days = st.sets(st.integers(0, 900).map(lambda back: TODAY - timedelta(days=back)), min_size=1, max_size=60)


def test_every_one_of_the_last_days_is_kept():
    forgotten = rules.days_to_forget(EVERY_DAY, TODAY, 62, [])

    assert [day for day in EVERY_DAY if day > TODAY - timedelta(days=62) and day in forgotten] == []


def test_of_older_days_the_last_of_each_month_is_kept():
    kept = set(EVERY_DAY) - rules.days_to_forget(EVERY_DAY, TODAY, 62, [])

    assert sorted(day for day in kept if day <= TODAY - timedelta(days=62))[-4:] == [
        date(2026, 5, 31),
        date(2026, 6, 30),
        date(2026, 7, 31),
        date(2026, 8, 31),
    ]
    assert date(2025, 12, 31) in kept


def test_end_of_a_school_year_within_a_month_is_kept():
    kept = set(EVERY_DAY) - rules.days_to_forget(EVERY_DAY, TODAY, 62, [date(2026, 5, 25)])

    assert [day for day in sorted(kept) if day.month == 5] == [date(2026, 5, 25), date(2026, 5, 31)]


def test_month_that_was_not_measured_to_its_end_keeps_its_last_measured_day():
    measured = [date(2026, 3, 10), date(2026, 3, 20), date(2026, 4, 2), TODAY]

    assert rules.days_to_forget(measured, TODAY, 62, []) == {date(2026, 3, 10)}


def test_newest_day_is_kept_however_old():
    assert rules.days_to_forget([date(2020, 1, 1)], TODAY, 62, []) == set()


@given(days, st.integers(1, 400), st.sets(st.dates(date(2024, 1, 1), TODAY), max_size=3))
def test_every_month_that_was_measured_keeps_a_day_and_nothing_new_goes(measured, keep_days, year_ends):
    forgotten = rules.days_to_forget(measured, TODAY, keep_days, year_ends)
    kept = measured - forgotten

    assert {(day.year, day.month) for day in kept} == {(day.year, day.month) for day in measured}
    assert [day for day in forgotten if day > TODAY - timedelta(days=keep_days)] == []
    assert rules.days_to_forget(kept, TODAY, keep_days, year_ends) == set()
