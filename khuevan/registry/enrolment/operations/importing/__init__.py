"""Lists of learners against the database: comparing, writing, taking back."""

from .applying import apply
from .comparing import compare
from .undoing import undo

__all__ = ["apply", "compare", "undo"]
