"""Where the heading of a sheet is: below titles, over one line or two, with merged cells."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from khuevan.kernel.text import normalize

from ..types import Cell, Column
from .matching import Guess, guess_columns, heading_key, known_titles

#: Headings further down than this are not looked for.
DEEPEST = 40
#: A line with fewer recognised headings is not a heading.
LEAST_KNOWN = 2


@dataclass(frozen=True)
class Heading:
    """`first` and `last` are row numbers (from 1) of the heading; `titles` one text per column of the sheet."""

    first: int
    last: int
    titles: tuple[str, ...]
    guesses: tuple[Guess, ...]

    @property
    def weight(self) -> float:
        """How well the heading fits the importer: the sum of the guesses' scores."""
        return sum(guess.score for guess in self.guesses)


def find_heading(
    rows: Sequence[Sequence[Cell]], columns: Sequence[Column], merged: Sequence[tuple[int, int, int, int]] = ()
) -> Heading | None:
    """The line, or two lines, of the first rows that name the most columns; None when there is none.

    `merged` are ranges (first row, first column, last row, last column), counted from 0.
    """
    places = [place for place in range(min(len(rows), DEEPEST)) if _could_be_heading(rows[place])]
    sure = [place for place in places if known_titles([_words(cell) for cell in rows[place]], columns) >= LEAST_KNOWN]
    best: Heading | None = None
    for place in sure or places:
        for heading in _candidates(rows, place, columns, merged):
            if len(heading.guesses) >= LEAST_KNOWN and (best is None or heading.weight > best.weight + 0.01):
                best = heading
    return best


def heading_at(
    rows: Sequence[Sequence[Cell]], row_no: int, columns: Sequence[Column], merged: Sequence[tuple[int, int, int, int]] = ()
) -> Heading:
    """The heading when the user says that it begins in row `row_no` (from 1)."""
    return max(_candidates(rows, row_no - 1, columns, merged), key=lambda heading: heading.weight)


def fingerprint(titles: Sequence[str]) -> str:
    """The same for every file with these headings in this order, however they are spaced or accented."""
    return hashlib.sha256("\x1f".join(heading_key(title) for title in titles).encode()).hexdigest()


def _candidates(rows, place, columns, merged) -> list[Heading]:
    upper = [_words(cell) for cell in rows[place]]
    one = _heading(place, place, _spread(upper, place, merged, over_rows=True), columns)
    if place + 1 >= len(rows) or not _may_have_second_line(upper, rows[place + 1]):
        return [one]
    lower = [_words(cell) for cell in rows[place + 1]]
    groups = _spread(upper, place, merged) if merged else _filled_right(upper, lower)
    titles = [_joined(group, own, alone) for group, own, alone in zip(groups, lower, upper, strict=True)]
    return [one, _heading(place, place + 1, titles, columns)]


def _could_be_heading(cells: Sequence[Cell]) -> bool:
    return sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells) >= LEAST_KNOWN


def _heading(first: int, last: int, titles: list[str], columns: Sequence[Column]) -> Heading:
    return Heading(first + 1, last + 1, tuple(titles), tuple(guess_columns(titles, columns)))


def _may_have_second_line(upper: list[str], below: Sequence[Cell]) -> bool:
    """A second line of headings holds words only, and fills places that the first line leaves empty or groups."""
    cells = [cell for cell in below if cell != ""]
    return bool(cells) and any(upper) and all(isinstance(cell, str) and not any(c.isdigit() for c in cell) for cell in cells)


def _spread(texts: list[str], row: int, merged, *, over_rows: bool = False) -> list[str]:
    """Texts of one line with every merged cell's text repeated over its columns."""
    spread = list(texts)
    for first_row, first_column, _last_row, last_column in merged:
        if first_row == row and first_column < len(texts) and not (over_rows and last_column > first_column):
            for column in range(first_column, min(last_column + 1, len(texts))):
                spread[column] = texts[first_column]
    return spread


def _filled_right(upper: list[str], lower: list[str]) -> list[str]:
    """Without merged ranges (csv): a group's text counts to the right while the upper line is empty and the lower is not."""
    filled, group = [], ""
    for own, below in zip(upper, lower, strict=True):
        group = own or (group if below else "")
        filled.append(group)
    return filled


def _joined(group: str, own: str, alone: str) -> str:
    if not own:
        return alone or group
    return f"{own} {group}".strip() if group and heading_key(group) not in heading_key(own) else own


def _words(cell: Cell) -> str:
    if isinstance(cell, str):
        return normalize(cell)
    return "" if cell == "" or isinstance(cell, bool | date) else str(cell)
