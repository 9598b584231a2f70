"""Every write of an import, from the upload to the undoing."""

from .checking import check
from .confirming import confirm
from .launching import INLINE_ROWS, launch
from .retention import discard, purge
from .undoing import UNDO_DAYS, undo
from .uploading import choose_columns, upload

__all__ = ["INLINE_ROWS", "UNDO_DAYS", "check", "choose_columns", "confirm", "discard", "launch", "purge", "undo", "upload"]
