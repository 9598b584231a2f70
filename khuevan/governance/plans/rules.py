"""When a target is met, how it stands on the way there, when it will be met, and when reports and tasks are due.

Pure. Shares are exact fractions of 100, so that 99,96 % is never taken for 100 %. The plans say the target and its year;
where a status or a forecast begins and ends is ours (`Thresholds`).
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import count
from math import ceil
from statistics import linear_regression

from .types import Comparison, DeadlineRule, Forecast, Outlook, Rhythm, Status, TaskPeriod, Thresholds

Point = tuple[date, Fraction]
DAYS_OF_YEAR = 365
QUARTER_ENDS = (3, 6, 9, 12)


def share(numerator: int, denominator: int) -> Fraction:
    """The share as a fraction of 100. Raises ZeroDivisionError when there is nothing to divide by."""
    return Fraction(100 * numerator, denominator)


def meets(measured: Fraction, target: Decimal, comparison: Comparison) -> bool:
    """The exact meaning of "=", ">=" and ">": nothing is rounded."""
    level = Fraction(target)
    match comparison:
        case Comparison.EXACTLY:
            return measured == level
        case Comparison.AT_LEAST:
            return measured >= level
        case Comparison.MORE_THAN:
            return measured > level


def shown(measured: Fraction, target: Decimal | None, comparison: Comparison) -> Decimal:
    """The share as it may be shown: one decimal, half up, and more of them when one would tell the wrong side of the target."""
    if target is None:
        return _rounded(measured, 1)
    is_met = meets(measured, target, comparison)
    candidates = (_rounded(measured, places) for places in count(1))
    return next(rounded for rounded in candidates if meets(Fraction(rounded), target, comparison) == is_met)


def places(value: Decimal) -> int:
    """How many decimals a shown level needs: 97.8 → 1, 99.96 → 2, 100.0 → 0."""
    return max(-int(value.normalize().as_tuple().exponent), 0)


def due_day(year: int) -> date:
    """A target of a year is to be met by its last day."""
    return date(year, 12, 31)


def status(
    measured: Fraction,
    target: Decimal,
    comparison: Comparison,
    today: date,
    due: date,
    *,
    start: date,
    forecast: Forecast,
    thresholds: Thresholds,
) -> Status:
    """How a target stands.

    Met is met, whenever. Before the deadline: on track when the trend reaches the target in time; late when it does so
    within `late_months` after; at risk otherwise. After the deadline nothing is on track: late when the trend reaches the
    target within `late_months` from today. Without a trend (too few days measured) the measured share is held against
    even progress from 0 on `start` to the target on `due`.
    """
    if meets(measured, target, comparison):
        return Status.MET
    if forecast.outlook == Outlook.TOO_LITTLE:
        return _against_even_progress(measured, target, today, due, start, thresholds)
    if forecast.outlook != Outlook.ON_DAY or forecast.day is None:
        return Status.AT_RISK
    if today <= due and forecast.day <= due:
        return Status.ON_TRACK
    return Status.LATE if forecast.day <= add_months(max(today, due), thresholds.late_months) else Status.AT_RISK


def forecast(points: Sequence[Point], target: Decimal, comparison: Comparison, today: date, thresholds: Thresholds) -> Forecast:
    """When a straight line through the last `window_days` (least squares) reaches the target. `points` oldest first.

    Above an exact target there is nothing to forecast.
    """
    if points and meets(points[-1][1], target, comparison):
        return Forecast(Outlook.REACHED)
    if points and points[-1][1] > Fraction(target):
        return Forecast(Outlook.NONE)
    recent = [point for point in points if point[0] > today - timedelta(days=thresholds.window_days)]
    if len({day for day, _ in recent}) < thresholds.least_days:
        return Forecast(Outlook.TOO_LITTLE)
    first = recent[0][0]
    slope, base = linear_regression([(day - first).days for day, _ in recent], [float(level) for _, level in recent])
    if slope * DAYS_OF_YEAR < thresholds.least_rise_per_year:
        return Forecast(Outlook.NOT_RISING)
    horizon = add_months(today, thresholds.horizon_months)
    days_needed = (float(target) - base) / slope
    if days_needed > (horizon - first).days:
        return Forecast(Outlook.BEYOND, horizon)
    return Forecast(Outlook.ON_DAY, max(first + timedelta(days=ceil(days_needed)), today + timedelta(days=1)))


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or the last day of that month when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def task_due(period: TaskPeriod | None, last_year: int, school_years: Mapping[str, date]) -> date | None:
    """The last day of a task: the end of its school year or of its last year; None for tasks that come round.

    `last_year` is the plan's; `school_years` maps "2025-2026" to its last day.
    """
    if period is None:
        return due_day(last_year)
    if period.rhythm:
        return None
    if period.school_year and period.school_year in school_years:
        return school_years[period.school_year]
    return due_day(period.last_year or last_year)


def next_due(rhythm: Rhythm, deadline: DeadlineRule | None, first_year: int, last_year: int, today: date) -> date | None:
    """The last day on which the next report of a duty is in time, on or after today; None without a deadline, or after the
    plan's years. "Trước ngày 20" ends with the 19th.
    """
    if deadline is None:
        return None
    years = range(max(first_year, today.year), last_year + 1)
    days = (day for year in years for day in _due_days(rhythm, deadline, first_year, year))
    return next((day for day in days if day >= today), None)


def _due_days(rhythm: Rhythm, deadline: DeadlineRule, first_year: int, year: int) -> list[date]:
    """Every last day of a duty in one year."""
    match rhythm, deadline:
        case Rhythm.MONTHLY, DeadlineRule(before_day=int(day)):
            return [_day_before(year, month, day) for month in range(1, 13)]
        case Rhythm.QUARTERLY, DeadlineRule(before_day=int(day)):
            return [_day_before(year, month, day) for month in QUARTER_ENDS]
        case Rhythm.YEARLY, DeadlineRule(before_day=int(day), month=int(month)):
            return [_day_before(year, month, day)]
        case Rhythm.MID_TERM, DeadlineRule(after_years=int(years)) if year == first_year + years - 1:
            return [due_day(year)]
    return []


def _day_before(year: int, month: int, day: int) -> date:
    return date(year, month, day) - timedelta(days=1)


def _against_even_progress(
    measured: Fraction, target: Decimal, today: date, due: date, start: date, thresholds: Thresholds
) -> Status:
    whole = max((due - start).days, 1)
    expected = Fraction(target) * min(max((today - start).days, 0), whole) / whole
    if measured >= expected and today <= due:
        return Status.ON_TRACK
    return Status.LATE if measured >= expected * (100 - thresholds.shortfall_percent) / 100 else Status.AT_RISK


def _rounded(measured: Fraction, places: int) -> Decimal:
    """Half up, from the exact fraction."""
    scaled = (2 * measured * 10**places + 1) // 2
    return (Decimal(scaled) / 10**places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
