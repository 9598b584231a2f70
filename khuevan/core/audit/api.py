"""The door of `audit`."""

from .operations import record, record_many, record_reads
from .queries import entries_about, history_of, reads_about, verify_chain, wording
from .types import Change, HistoryLine, Permission

__all__ = [
    "Change",
    "HistoryLine",
    "Permission",
    "entries_about",
    "history_of",
    "reads_about",
    "record",
    "record_many",
    "record_reads",
    "verify_chain",
    "wording",
]
