"""The door of `indicators`."""

from .operations import correct_value, measure_all, report_value, sync_definitions
from .queries import (
    breakdown,
    children,
    in_slice,
    last_runs,
    measure,
    measures,
    newest_run,
    reported,
    trend,
    trends,
    unit,
    units_above,
    values,
)

__all__ = [
    "breakdown",
    "children",
    "correct_value",
    "in_slice",
    "last_runs",
    "measure",
    "measure_all",
    "measures",
    "newest_run",
    "report_value",
    "reported",
    "sync_definitions",
    "trend",
    "trends",
    "unit",
    "units_above",
    "values",
]
