"""The door of `sheets`: what a room needs to offer an import, and what stands in for the screens (command line, API)."""

from .operations import Batch, check, choose_columns, confirm, copy_frame, discard, undo, upload
from .queries import importer_of, importers, register, run_of, runs, staged_rows
from .rules import issue_in_words, letters_of
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
    "check",
    "choose_columns",
    "confirm",
    "copy_frame",
    "discard",
    "importer_of",
    "importers",
    "issue_in_words",
    "letters_of",
    "register",
    "run_of",
    "runs",
    "staged_rows",
    "undo",
    "upload",
]
