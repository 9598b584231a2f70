"""Notices are given, sent on, read and forgotten."""

from .giving import notify
from .own import choose, mark_all_read, mark_read
from .sending import clean_up, send

__all__ = ["choose", "clean_up", "mark_all_read", "mark_read", "notify", "send"]
