"""The door of `notices`."""

from .operations import notify
from .queries import unread_count
from .types import UnknownKind

__all__ = ["UnknownKind", "notify", "unread_count"]
