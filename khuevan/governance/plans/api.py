"""The door of `plans`."""

from .operations import load_files
from .queries import (
    at_unit,
    children,
    duties,
    newest_own,
    plan,
    plans,
    progress,
    target_line,
    targets_with_values,
    tasks,
    trend,
)

__all__ = [
    "at_unit",
    "children",
    "duties",
    "load_files",
    "newest_own",
    "plan",
    "plans",
    "progress",
    "target_line",
    "targets_with_values",
    "tasks",
    "trend",
]
