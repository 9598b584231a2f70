"""Which days of figures are kept. Pure; no text sets how long, so the number of days is a setting."""

from collections.abc import Collection
from datetime import date, timedelta
from itertools import pairwise


def days_to_forget(days: Collection[date], today: date, keep_days: int, year_ends: Collection[date]) -> set[date]:
    """The measured days that need not be kept.

    Every one of the last `keep_days` days stays; of older ones the last measured day of each month, and the last measured day
    until each end of a year: 31 December, and the days of `year_ends` (ends of school years).
    """
    measured = sorted(days)
    oldest = today - timedelta(days=keep_days)
    ends_of_months = {day for day, after in pairwise(measured) if (day.year, day.month) != (after.year, after.month)}
    kept = ends_of_months | {day for end in year_ends if (day := _last_until(measured, end))}
    return {day for day in measured[:-1] if day <= oldest} - kept


def _last_until(measured: Collection[date], end: date) -> date | None:
    """The last measured day of the month of `end` that is not after it; None when there is none."""
    return max((day for day in measured if day <= end and (day.year, day.month) == (end.year, end.month)), default=None)
