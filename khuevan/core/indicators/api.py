"""The door of `indicators`."""

from .operations import measure_all, sync_definitions
from .queries import breakdown, last_runs, measure, measures, trend, values

__all__ = ["breakdown", "last_runs", "measure", "measure_all", "measures", "sync_definitions", "trend", "values"]
