"""Statuses, forecasts and last days, on golden cases and on properties."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.governance.plans import rules
from khuevan.governance.plans.types import (
    Comparison,
    DeadlineRule,
    Forecast,
    Outlook,
    Rhythm,
    Status,
    TaskPeriod,
    Thresholds,
)

THRESHOLDS = Thresholds(
    window_days=90, least_days=3, least_rise_per_year=1, horizon_months=24, late_months=6, shortfall_percent=10
)
TODAY = date(2025, 11, 15)
DUE = date(2025, 12, 31)
START = date(2025, 1, 1)
HUNDRED = Decimal(100)

shares = st.builds(
    lambda whole, part: rules.share(min(part, whole), whole), st.integers(1, 2_000_000), st.integers(0, 2_000_000)
)
levels = st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10)
comparisons = st.sampled_from(Comparison)
forecasts = st.one_of(
    st.sampled_from([Outlook.NOT_RISING, Outlook.TOO_LITTLE, Outlook.BEYOND, Outlook.NONE]).map(Forecast),
    st.dates(date(2025, 1, 1), date(2028, 1, 1)).map(lambda day: Forecast(Outlook.ON_DAY, day)),
)
days = st.dates(date(2024, 6, 1), date(2027, 6, 1))


def judge(measured: Fraction, target: Decimal, comparison: Comparison, forecast: Forecast, today: date = TODAY) -> Status:
    return rules.status(measured, target, comparison, today, DUE, start=START, forecast=forecast, thresholds=THRESHOLDS)


def line(*levels: int, every: int = 10, until: date = TODAY) -> list[rules.Point]:
    """One point every some days, the last one today."""
    first = until - timedelta(days=every * (len(levels) - 1))
    return [(first + timedelta(days=every * place), Fraction(level)) for place, level in enumerate(levels)]


@pytest.mark.parametrize(
    ("numerator", "denominator", "target", "comparison", "met"),
    [
        (9996, 10000, "100", Comparison.EXACTLY, False),
        (10000, 10000, "100", Comparison.EXACTLY, True),
        (999_999, 1_000_000, "100", Comparison.AT_LEAST, False),
        (4, 5, "80", Comparison.AT_LEAST, True),
        (4, 5, "80", Comparison.EXACTLY, True),
        (5, 5, "80", Comparison.EXACTLY, False),
        (1, 2, "50", Comparison.MORE_THAN, False),
        (1, 2, "50", Comparison.AT_LEAST, True),
        (500_001, 1_000_000, "50", Comparison.MORE_THAN, True),
        (2, 3, "66.7", Comparison.AT_LEAST, False),
        (0, 5, "0", Comparison.AT_LEAST, True),
    ],
)
def test_meets_compares_exactly(numerator, denominator, target, comparison, met):
    assert rules.meets(rules.share(numerator, denominator), Decimal(target), comparison) is met


@pytest.mark.parametrize(
    ("numerator", "denominator", "target", "comparison", "written"),
    [
        (9996, 10000, "100", Comparison.EXACTLY, "99.96"),
        (999_999, 1_000_000, "100", Comparison.AT_LEAST, "99.9999"),
        (10000, 10000, "100", Comparison.EXACTLY, "100.0"),
        (1371, 1402, "100", Comparison.EXACTLY, "97.8"),
        (50_004, 100_000, "50", Comparison.MORE_THAN, "50.004"),
        (49_996, 100_000, "50", Comparison.AT_LEAST, "49.996"),
        (2, 3, "66.7", Comparison.AT_LEAST, "66.67"),
        (1, 2, "50", Comparison.MORE_THAN, "50.0"),
    ],
)
def test_shown_takes_as_many_decimals_as_the_truth_needs(numerator, denominator, target, comparison, written):
    assert str(rules.shown(rules.share(numerator, denominator), Decimal(target), comparison)) == written


@pytest.mark.parametrize(("value", "places"), [("97.8", 1), ("99.96", 2), ("100.0", 0), ("0.0", 0), ("3", 0), ("120", 0)])
def test_places_are_what_a_level_needs(value, places):
    assert rules.places(Decimal(value)) == places


def test_shown_without_target_has_one_decimal():
    assert rules.shown(Fraction(200, 3), None, Comparison.AT_LEAST) == Decimal("66.7")


@given(shares, levels, comparisons)
def test_shown_never_tells_another_side_of_the_target(measured, target, comparison):
    shown = rules.shown(measured, target, comparison)

    assert rules.meets(Fraction(shown), target, comparison) == rules.meets(measured, target, comparison)
    assert abs(Fraction(shown) - measured) <= Fraction(1, 20)


@pytest.mark.parametrize(
    ("percent", "forecast", "today", "expected"),
    [
        (100, Forecast(Outlook.REACHED), TODAY, Status.MET),
        (100, Forecast(Outlook.NOT_RISING), date(2026, 11, 1), Status.MET),
        (88, Forecast(Outlook.ON_DAY, date(2025, 12, 31)), TODAY, Status.ON_TRACK),
        (97, Forecast(Outlook.ON_DAY, date(2026, 1, 1)), TODAY, Status.LATE),
        (97, Forecast(Outlook.ON_DAY, date(2026, 6, 30)), TODAY, Status.LATE),
        (97, Forecast(Outlook.ON_DAY, date(2026, 7, 1)), TODAY, Status.AT_RISK),
        (97, Forecast(Outlook.BEYOND, date(2027, 11, 15)), TODAY, Status.AT_RISK),
        (99, Forecast(Outlook.NOT_RISING), TODAY, Status.AT_RISK),
        # After the deadline nothing is on track any more.
        (97, Forecast(Outlook.ON_DAY, date(2026, 2, 2)), date(2026, 2, 1), Status.LATE),
        (97, Forecast(Outlook.ON_DAY, date(2026, 8, 1)), date(2026, 2, 1), Status.LATE),
        (97, Forecast(Outlook.ON_DAY, date(2026, 8, 2)), date(2026, 2, 1), Status.AT_RISK),
        # Without a trend: 318 of 364 days are gone, even progress would be at 87.4 %.
        (88, Forecast(Outlook.TOO_LITTLE), TODAY, Status.ON_TRACK),
        (87, Forecast(Outlook.TOO_LITTLE), TODAY, Status.LATE),
        (79, Forecast(Outlook.TOO_LITTLE), TODAY, Status.LATE),
        (78, Forecast(Outlook.TOO_LITTLE), TODAY, Status.AT_RISK),
        (90, Forecast(Outlook.TOO_LITTLE), date(2026, 2, 1), Status.LATE),
        (89, Forecast(Outlook.TOO_LITTLE), date(2026, 2, 1), Status.AT_RISK),
    ],
)
def test_status_of_a_hundred_percent_target(percent, forecast, today, expected):
    assert judge(Fraction(percent), HUNDRED, Comparison.EXACTLY, forecast, today) == expected


@given(shares, levels, comparisons, forecasts, days)
def test_status_is_met_exactly_when_the_target_is(measured, target, comparison, forecast, today):
    met = judge(measured, target, comparison, forecast, today) == Status.MET

    assert met == rules.meets(measured, target, comparison)


@given(shares, shares, levels, st.sampled_from([Comparison.AT_LEAST, Comparison.MORE_THAN]), forecasts, days)
def test_status_is_never_worse_with_more(one, other, target, comparison, forecast, today):
    order = [Status.AT_RISK, Status.LATE, Status.ON_TRACK, Status.MET]
    less, more = sorted((one, other))

    worse, better = judge(less, target, comparison, forecast, today), judge(more, target, comparison, forecast, today)

    assert order.index(worse) <= order.index(better)


@given(shares, levels, comparisons, forecasts, st.dates(DUE + timedelta(days=1), date(2030, 1, 1)))
def test_status_is_never_on_track_after_the_deadline(measured, target, comparison, forecast, today):
    assert judge(measured, target, comparison, forecast, today) != Status.ON_TRACK


@pytest.mark.parametrize(
    ("points", "target", "comparison", "expected"),
    [
        (line(60, 70, 80, 90), "100", Comparison.EXACTLY, Forecast(Outlook.ON_DAY, date(2025, 11, 25))),
        (line(60, 70, 80, 90), "95", Comparison.AT_LEAST, Forecast(Outlook.ON_DAY, date(2025, 11, 20))),
        (line(60, 70, 80, 90), "90", Comparison.AT_LEAST, Forecast(Outlook.REACHED)),
        (line(60, 70, 80, 90), "80", Comparison.EXACTLY, Forecast(Outlook.NONE)),
        (line(50, 50, 50), "100", Comparison.EXACTLY, Forecast(Outlook.NOT_RISING)),
        (line(90, 80, 70), "100", Comparison.EXACTLY, Forecast(Outlook.NOT_RISING)),
        (line(70, 80), "100", Comparison.EXACTLY, Forecast(Outlook.TOO_LITTLE)),
        ([], "100", Comparison.EXACTLY, Forecast(Outlook.TOO_LITTLE)),
        (line(0, 1, 2, every=30), "100", Comparison.EXACTLY, Forecast(Outlook.BEYOND, date(2027, 11, 15))),
        # Only the last 90 days count.
        ([(date(2025, 1, 1), Fraction(0)), *line(50, 50, 50)], "100", Comparison.EXACTLY, Forecast(Outlook.NOT_RISING)),
        (line(10, 20, 30, every=50), "100", Comparison.EXACTLY, Forecast(Outlook.TOO_LITTLE)),
        # A good line with a bad last day: not before tomorrow.
        (line(70, 80, 90, 100, 110, 99), "100", Comparison.EXACTLY, Forecast(Outlook.ON_DAY, TODAY + timedelta(days=1))),
    ],
)
def test_forecast_follows_the_line_of_the_last_days(points, target, comparison, expected):
    assert rules.forecast(points, Decimal(target), comparison, TODAY, THRESHOLDS) == expected


series = st.lists(st.integers(0, 1000), min_size=1, max_size=40).map(
    lambda tenths: [
        (TODAY - timedelta(days=len(tenths) - 1 - place), Fraction(level, 10)) for place, level in enumerate(tenths)
    ]
)


@given(series, levels, comparisons)
def test_forecast_lies_ahead_and_within_the_horizon(points, target, comparison):
    found = rules.forecast(points, target, comparison, TODAY, THRESHOLDS)

    horizon = rules.add_months(TODAY, THRESHOLDS.horizon_months)
    assert (found.day is not None) == (found.outlook in (Outlook.ON_DAY, Outlook.BEYOND))
    assert found.outlook != Outlook.ON_DAY or TODAY < found.day <= horizon + timedelta(days=1)
    assert (found.outlook == Outlook.REACHED) == rules.meets(points[-1][1], target, comparison)


@given(series, levels, levels)
def test_forecast_of_a_higher_target_is_not_sooner(points, one, other):
    low, high = sorted((one, other))
    sooner = rules.forecast(points, low, Comparison.AT_LEAST, TODAY, THRESHOLDS)
    later = rules.forecast(points, high, Comparison.AT_LEAST, TODAY, THRESHOLDS)

    assert sooner.day is None or later.day is None or sooner.day <= later.day


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 31), 6, date(2026, 6, 30)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 11, 15), 24, date(2027, 11, 15)),
    ],
)
def test_add_months_keeps_the_day_or_ends_the_month(day, months, expected):
    assert rules.add_months(day, months) == expected


@pytest.mark.parametrize(
    ("rhythm", "deadline", "today", "expected"),
    [
        # Kế hoạch 27/KH-SGDĐT mục V.3: hằng tháng trước ngày 20, hằng quý trước ngày 20 tháng cuối quý, năm trước 10/12.
        (Rhythm.MONTHLY, DeadlineRule(before_day=20), date(2025, 11, 19), date(2025, 11, 19)),
        (Rhythm.MONTHLY, DeadlineRule(before_day=20), date(2025, 11, 20), date(2025, 12, 19)),
        (Rhythm.MONTHLY, DeadlineRule(before_day=20), date(2025, 12, 20), None),
        (Rhythm.QUARTERLY, DeadlineRule(before_day=20), date(2025, 9, 20), date(2025, 12, 19)),
        (Rhythm.YEARLY, DeadlineRule(before_day=10, month=12), date(2025, 10, 1), date(2025, 12, 9)),
        (Rhythm.YEARLY, DeadlineRule(before_day=10, month=12), date(2026, 1, 1), None),
        (Rhythm.MONTHLY, DeadlineRule(before_day=1), date(2025, 3, 2), date(2025, 3, 31)),
        (Rhythm.MONTHLY, DeadlineRule(before_day=20), date(2024, 6, 1), date(2025, 1, 19)),
        (Rhythm.AS_SCHEDULED, None, date(2025, 6, 1), None),
    ],
)
def test_next_due_of_a_plan_of_one_year(rhythm, deadline, today, expected):
    assert rules.next_due(rhythm, deadline, 2025, 2025, today) == expected


def test_next_due_of_a_mid_term_review_ends_its_year():
    rule = DeadlineRule(after_years=2)

    assert rules.next_due(Rhythm.MID_TERM, rule, 2022, 2025, date(2022, 6, 1)) == date(2023, 12, 31)
    assert rules.next_due(Rhythm.MID_TERM, rule, 2022, 2025, date(2024, 1, 1)) is None


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (None, date(2025, 12, 31)),
        (TaskPeriod(last_year=2023), date(2023, 12, 31)),
        (TaskPeriod(first_year=2023), date(2025, 12, 31)),
        (TaskPeriod(school_year="2025-2026"), date(2026, 5, 31)),
        (TaskPeriod(school_year="2031-2032"), date(2025, 12, 31)),
        (TaskPeriod(rhythm=(Rhythm.MONTHLY,)), None),
    ],
)
def test_task_due_is_the_end_of_its_period(period, expected):
    assert rules.task_due(period, 2025, {"2025-2026": date(2026, 5, 31)}) == expected
