"""Measuring, reporting, and forgetting old days."""

from .keeping import forget_days
from .measuring import KIND, ensure_partition, measure_all, measure_now, roll_up_sql, sync_definitions
from .reporting import correct_value, report_value

__all__ = [
    "KIND",
    "correct_value",
    "ensure_partition",
    "forget_days",
    "measure_all",
    "measure_now",
    "report_value",
    "roll_up_sql",
    "sync_definitions",
]
