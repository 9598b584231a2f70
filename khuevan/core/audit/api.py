"""The door of `audit`."""

from .operations import record, record_reads

__all__ = ["record", "record_reads"]
