"""What other rooms and every layer of this one may know: importers, import runs, refusals."""

from .importers import Cell, Column, Context, Importer, Noted, Option, Parser
from .refusals import (
    BrokenBook,
    ColumnsMissing,
    ColumnTwice,
    FileGone,
    NoHeading,
    NoRows,
    NotAtThisStep,
    NothingToApply,
    Overtaken,
    TooLate,
)
from .runs import Outcome, Permission, State

__all__ = [
    "BrokenBook",
    "Cell",
    "Column",
    "ColumnTwice",
    "ColumnsMissing",
    "Context",
    "FileGone",
    "Importer",
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
]
