"""The door of `indicators`."""

from .operations import measure_all, sync_definitions
from .queries import (
    breakdown,
    children,
    in_slice,
    last_runs,
    measure,
    measures,
    newest_run,
    trend,
    trends,
    unit,
    units_above,
    values,
)

__all__ = [
    "breakdown",
    "children",
    "in_slice",
    "last_runs",
    "measure",
    "measure_all",
    "measures",
    "newest_run",
    "sync_definitions",
    "trend",
    "trends",
    "unit",
    "units_above",
    "values",
]
