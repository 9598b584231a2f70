"""The door of `sheets`: what a room needs to offer an import, and to lead people to it."""

from .operations import Batch, copy_frame
from .queries import importer_of, register
from .types import Cell, Column, Context, Importer, Noted, Option, Outcome, Overtaken, Permission, State

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
