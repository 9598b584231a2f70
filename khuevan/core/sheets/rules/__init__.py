"""What can be said of a sheet by looking at its cells: where the heading is, which column is which, which rows are not data."""

from .addresses import cell_name, column_letter
from .headings import Heading, find_heading, fingerprint
from .matching import Guess, guess_columns
from .rows import RowKind, kind_of_row

__all__ = [
    "Guess",
    "Heading",
    "RowKind",
    "cell_name",
    "column_letter",
    "find_heading",
    "fingerprint",
    "guess_columns",
    "kind_of_row",
]
