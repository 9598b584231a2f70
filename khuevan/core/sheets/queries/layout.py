"""How a file is laid out: which sheet holds the rows, where its heading is, which column is which."""

from dataclasses import dataclass

from khuevan.kernel.text import normalize

from ..rules import Heading, find_heading
from ..rules.headings import DEEPEST, heading_at
from ..types import Importer, NoHeading
from .reading import Book, Sheet

#: Titles above a heading are few; this much is kept of them.
MOST_PREAMBLE = 30


@dataclass(frozen=True)
class Layout:
    """`first`, `last`: row numbers (from 1) of the heading; 0 when none was found. `mapping`: index -> code, as guessed."""

    sheet: str
    first: int
    last: int
    titles: list[str]
    mapping: dict[str, str]
    preamble: list[str]
    rows: int


def lay_out(book: Book, importer: Importer) -> Layout:
    """The sheet whose heading fits the importer best; visible sheets before hidden ones, then the one with more rows."""
    ranked = [(sheet, _heading(sheet, importer)) for sheet in book.sheets]
    sheet, heading = max(
        ranked, key=lambda pair: (pair[1].weight if pair[1] else 0.0, not pair[0].hidden, _has_rows(*pair), pair[0].height)
    )
    return _layout(sheet, heading)


def layout_of(book: Book, importer: Importer, name: str, header_row: int | None) -> Layout:
    """The layout of a sheet the user chose. Raises NoHeading when he names no row and none is found, or an empty one."""
    sheet = book.sheet(name)
    if header_row is None:
        heading = _heading(sheet, importer)
    elif 1 <= header_row <= sheet.height:
        rows = sheet.head(header_row + 1)
        heading = heading_at(rows, header_row, importer.columns, sheet.merged)
    else:
        heading = None
    if heading is None or not any(heading.titles):
        raise NoHeading(field="header_row")
    return _layout(sheet, heading)


def _heading(sheet: Sheet, importer: Importer) -> Heading | None:
    return find_heading(sheet.head(DEEPEST + 1), importer.columns, sheet.merged)


def _has_rows(sheet: Sheet, heading: Heading | None) -> bool:
    return heading is not None and sheet.height > heading.last


def _layout(sheet: Sheet, heading: Heading | None) -> Layout:
    if heading is None:
        return Layout(sheet.name, 0, 0, [], {}, [], 0)
    mapping = {str(guess.index): guess.code for guess in heading.guesses}
    above = [cell for row in sheet.head(heading.first - 1) for cell in row if isinstance(cell, str) and cell.strip()]
    preamble = [normalize(cell)[:200] for cell in above[:MOST_PREAMBLE]]
    return Layout(sheet.name, heading.first, heading.last, list(heading.titles), mapping, preamble, sheet.height - heading.last)
