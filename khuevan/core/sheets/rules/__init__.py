"""What can be said of a sheet by looking at its cells: where the heading is, which column is which, which rows are not data."""

from .addresses import cell_name, column_letter
from .headings import Heading, find_heading, fingerprint
from .matching import Guess, guess_columns
from .rows import EXAMPLE_MARK, RowKind, kind_of_row
from .wording import change_in_words, column_place, issue_in_words, letters_of, place_in_words

__all__ = [
    "EXAMPLE_MARK",
    "Guess",
    "Heading",
    "RowKind",
    "cell_name",
    "change_in_words",
    "column_letter",
    "column_place",
    "find_heading",
    "fingerprint",
    "guess_columns",
    "issue_in_words",
    "kind_of_row",
    "letters_of",
    "place_in_words",
]
