"""The door of `calendar`."""

from .operations import change_school_year, set_day
from .queries import current_school_year, deadline, school_year, school_years, special_days
from .rules import add_working_days, is_working_day, semester_of, working_days_between

__all__ = [
    "add_working_days",
    "change_school_year",
    "current_school_year",
    "deadline",
    "is_working_day",
    "school_year",
    "school_years",
    "semester_of",
    "set_day",
    "special_days",
    "working_days_between",
]
