"""The door of `audit`."""

from .operations import record, record_many, record_reads
from .queries import history_of, reads_of, verify_chain, wording
from .types import Change, HistoryLine, Permission

__all__ = [
    "Change",
    "HistoryLine",
    "Permission",
    "history_of",
    "reads_of",
    "record",
    "record_many",
    "record_reads",
    "verify_chain",
    "wording",
]
