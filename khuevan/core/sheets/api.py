"""The door of `sheets`: what a room needs to offer an import, and to lead people to it."""

from .batches import Batch, copy_frame
from .errors import Overtaken
from .registry import importer_of, register
from .types import Cell, Column, Context, Importer, Noted, Option, Outcome, Permission, State

__all__ = [
    "Batch",
    "Cell",
    "Column",
    "Context",
    "Importer",
    "Noted",
    "Option",
    "Outcome",
    "Overtaken",
    "Permission",
    "State",
    "copy_frame",
    "importer_of",
    "register",
]
