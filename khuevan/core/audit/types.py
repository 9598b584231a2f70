"""Vocabulary of the journal that other modules may use."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Permission(StrEnum):
    VIEW = "audit.view"
    VIEW_HISTORY = "audit.view_history"


@dataclass(frozen=True)
class Change:
    """What one field was and became, as text."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class HistoryLine:
    """One deed done to an object, ready to be shown: `what` is the wording of the verb."""

    at: datetime
    who: str
    acting_as: str
    what: str
    changes: tuple[Change, ...]


class DayStillOpen(Exception):
    """A transaction begun before midnight still runs: it may yet add lines to the day that is to be closed."""
