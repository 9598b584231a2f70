"""Every write of an import, from the upload to the undoing."""

from .batches import Batch, copy_frame
from .checking import check
from .confirming import confirm
from .launching import DEEDS, INLINE_ROWS, Step, launch
from .retention import discard, purge
from .undoing import UNDO_DAYS, undo
from .uploading import choose_columns, upload

__all__ = [
    "DEEDS",
    "INLINE_ROWS",
    "UNDO_DAYS",
    "Batch",
    "Step",
    "check",
    "choose_columns",
    "confirm",
    "copy_frame",
    "discard",
    "launch",
    "purge",
    "undo",
    "upload",
]
