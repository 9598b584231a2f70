"""Rows below the heading that are not data: empty ones, the heading again, sums and signatures, the template's example."""

import re
from collections.abc import Sequence
from enum import StrEnum

from khuevan.kernel.text import search_key

from ..types import Cell
from .matching import heading_key

#: The template marks its example row with this in its first cell.
EXAMPLE_MARK = "VÍ DỤ"
_EXAMPLE_KEY = search_key(EXAMPLE_MARK)
# Strict about what follows, because people are called «Tống …» and «Công …».
_FOOTERS = re.compile(
    r"(tong|cong)( cong| so| hop)?( (hoc sinh|hs|em|tre|danh sach|ban ghi|nam|nu)\b.*| \d.*)?$"
    r"|(danh sach (nay )?(co|gom)|an dinh danh sach|nguoi (lap|ghi|kiem tra)|giao vien chu nhiem|gvcn|thu truong"
    r"|(pho )?hieu truong|ky ten|ghi chu|luu y|noi nhan|xac nhan cua)\b"
    r"|.*\bngay\b.*\bthang\b.*\bnam\b"
)
#: A line of sums or a signature fills few cells.
MOST_FILLED_IN_FOOTER = 6


class RowKind(StrEnum):
    DATA = "data"
    EMPTY = "empty"
    HEADING = "heading"
    FOOTER = "footer"
    EXAMPLE = "example"


def kind_of_row(cells: Sequence[Cell], naming: Sequence[int], titles: Sequence[str]) -> RowKind:
    """What a row is. `naming`: indexes of the cells that name a row (a learner's name); `titles`: the heading's texts.

    Most rows are data, and are told so after a glance at their naming cell.
    """
    filled = len(cells) - cells.count("")
    if filled > MOST_FILLED_IN_FOOTER and _is_plain(cells, naming, titles):
        return RowKind.DATA
    full = [cell for cell in cells if not (isinstance(cell, str) and not cell.strip())]
    if not full:
        return RowKind.EMPTY
    if isinstance(full[0], str) and search_key(full[0][:20]) == _EXAMPLE_KEY:
        return RowKind.EXAMPLE
    if _is_heading(cells, titles):
        return RowKind.HEADING
    if len(full) <= MOST_FILLED_IN_FOOTER and _is_footer(full, [cells[index] for index in naming]):
        return RowKind.FOOTER
    return RowKind.DATA


def _is_plain(cells: Sequence[Cell], naming: Sequence[int], titles: Sequence[str]) -> bool:
    """Surely data: named, not named like the heading, and not marked as the example."""
    first = cells[0]
    if isinstance(first, str) and first[:2].lower() in ("ví", "vi"):
        return False
    for index in naming:
        cell = cells[index]
        if isinstance(cell, str) and cell:
            return cell.strip().lower() != titles[index].lower()
    return False


def _is_heading(cells: Sequence[Cell], titles: Sequence[str]) -> bool:
    same = named = 0
    for cell, title in zip(cells, titles, strict=False):
        if title and cell != "":
            named += 1
            same += isinstance(cell, str) and heading_key(cell) == heading_key(title)
            if named >= 3 and not same:
                return False
    return same >= 2 and same * 2 >= named


def _is_footer(filled: list[Cell], key_cells: Sequence[Cell]) -> bool:
    """Words of a footer somewhere, and nothing in the naming cells but such words or numbers."""
    texts = [search_key(cell) for cell in filled if isinstance(cell, str)]
    if not any(_FOOTERS.match(text) for text in texts):
        return False
    return all(not isinstance(cell, str) or not cell.strip() or _FOOTERS.match(search_key(cell)) for cell in key_cells)
