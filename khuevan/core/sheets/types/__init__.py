"""What other rooms and every layer of this one may know: importers, import runs, refusals."""

from .importers import Cell, Column, Context, Importer, Noted, Option, Parser
from .refusals import (
    BookTooLarge,
    BrokenBook,
    ColumnsMissing,
    ColumnTwice,
    EncryptedBook,
    FileGone,
    MacroBook,
    NoHeading,
    NoRows,
    NotAtThisStep,
    NothingToApply,
    Overtaken,
    TooLate,
    UnknownFormat,
    UnreadableBook,
)
from .runs import Outcome, Permission, State

__all__ = [
    "BookTooLarge",
    "BrokenBook",
    "Cell",
    "Column",
    "ColumnTwice",
    "ColumnsMissing",
    "Context",
    "EncryptedBook",
    "FileGone",
    "Importer",
    "MacroBook",
    "NoHeading",
    "NoRows",
    "NotAtThisStep",
    "Noted",
    "NothingToApply",
    "Option",
    "Outcome",
    "Overtaken",
    "Parser",
    "Permission",
    "State",
    "TooLate",
    "UnknownFormat",
    "UnreadableBook",
]
