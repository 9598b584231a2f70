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


def kind_of_row(cells: Sequence[Cell], key_cells: Sequence[Cell], heading_keys: Sequence[str]) -> RowKind:
    """What a row is. `key_cells`: the cells that name a row (a learner's name); data rows may have them empty.

    `heading_keys` are `heading_key` of the titles, to recognise a heading that is repeated on every printed page.
    """
    filled = [cell for cell in cells if cell != "" and not (isinstance(cell, str) and not cell.strip())]
    if not filled:
        return RowKind.EMPTY
    first = filled[0]
    if isinstance(first, str):
        if search_key(first[:20]) == _EXAMPLE_KEY:
            return RowKind.EXAMPLE
        if _is_heading(cells, heading_keys):
            return RowKind.HEADING
    if len(filled) <= MOST_FILLED_IN_FOOTER and _is_footer(filled, key_cells):
        return RowKind.FOOTER
    return RowKind.DATA


def _is_heading(cells: Sequence[Cell], heading_keys: Sequence[str]) -> bool:
    same = named = 0
    for cell, key in zip(cells, heading_keys, strict=False):
        if key and cell != "":
            named += 1
            same += isinstance(cell, str) and heading_key(cell) == key
            if named >= 3 and not same:
                return False
    return same >= 2 and same * 2 >= named


def _is_footer(filled: list[Cell], key_cells: Sequence[Cell]) -> bool:
    """Words of a footer somewhere, and nothing in the naming cells but such words or numbers."""
    texts = [search_key(cell) for cell in filled if isinstance(cell, str)]
    if not any(_FOOTERS.match(text) for text in texts):
        return False
    return all(not isinstance(cell, str) or not cell.strip() or _FOOTERS.match(search_key(cell)) for cell in key_cells)
