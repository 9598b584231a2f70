"""Cells become values: every different cell of a column is parsed once, legacy fonts are mended, errors keep their address."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from khuevan.kernel.text import InvalidText, legacy

from ..queries.reading import Sheet
from ..rules import RowKind, column_letter, kind_of_row
from ..types import Cell, Column, Importer, Noted

#: So many different cells tell the font of a column.
FONT_SAMPLE = 3_000
# Old fonts put everything into Latin-1; a letter beyond it is Unicode.
_LETTERS_OF_UNICODE = re.compile("[\u0100-\u1eff\u0300-\u036f]")
_FONTS = {legacy.Encoding.TCVN3: "TCVN3 (.VnTime)", legacy.Encoding.VNI_WINDOWS: "VNI (VNI-Times)"}


@dataclass
class Parsed:
    """A sheet as values: `frame` has `row_no` and one column per mapped code; `issues` are (row, code, level, text)."""

    frame: pl.DataFrame
    issues: list[tuple[int, str, str, str]]
    skipped: dict[str, list[int]]
    notices: list[str]


@dataclass
class _ColumnCells:
    """The cells of one mapped column, gathered over the whole sheet."""

    column: Column
    index: int
    cells: list[Cell] = field(default_factory=list)


def parse_sheet(
    sheet: Sheet, importer: Importer, mapping: Mapping[int, str], header: tuple[int, int], titles: Sequence[str]
) -> Parsed:
    """Read every row below the heading. `header` holds the row numbers (from 1) of its first and last line."""
    gathered = [_ColumnCells(importer.column(code), index) for index, code in sorted(mapping.items())]
    row_numbers, skipped = _gather(sheet, gathered, importer, header[1], titles)
    note = sheet.note()
    troubles = {(trouble.row_no, trouble.column): trouble.shown for trouble in note.troubles}
    issues: list[tuple[int, str, str, str]] = []
    notices = _hidden_notices(note, header[1], set(mapping))
    data: dict[str, pl.Series] = {"row_no": pl.Series(row_numbers, dtype=pl.Int32)}
    for one in gathered:
        values, told = _parse_column(one, row_numbers, troubles, issues)
        notices += told
        data[one.column.code] = pl.Series(values, dtype=one.column.dtype)
    for column in importer.columns:
        data.setdefault(column.code, pl.Series([None], dtype=column.dtype).new_from_index(0, len(row_numbers)))
    return Parsed(pl.DataFrame(data), issues, skipped, notices)


def _gather(
    sheet: Sheet, gathered: list[_ColumnCells], importer: Importer, last_heading: int, titles: Sequence[str]
) -> tuple[list[int], dict[str, list[int]]]:
    naming = _naming_indexes(gathered, importer)
    row_numbers: list[int] = []
    skipped: dict[str, list[int]] = {}
    tops: dict[int, Cell] = {}
    merged = _merged_downwards(sheet, last_heading)
    for row_no, cells in enumerate(sheet.rows(), start=1):
        if row_no <= last_heading:
            continue
        for index, start in merged.get(row_no, ()):
            if row_no == start:
                tops[index] = cells[index]
            else:
                cells[index] = tops[index]
        kind = kind_of_row(cells, naming, titles)
        if kind is not RowKind.DATA:
            if kind is not RowKind.EMPTY:
                skipped.setdefault(kind.value, []).append(row_no)
            continue
        row_numbers.append(row_no)
        for one in gathered:
            one.cells.append(cells[one.index])
    return row_numbers, skipped


def _merged_downwards(sheet: Sheet, last_heading: int) -> dict[int, list[tuple[int, int]]]:
    """Row number -> (column, first row) of the cells merged over several rows of data: their value counts for each row."""
    found: dict[int, list[tuple[int, int]]] = {}
    for first_row, first_column, last_row, last_column in sheet.merged:
        if first_row < last_row and first_row >= last_heading and first_column == last_column:
            for row_no in range(first_row + 1, last_row + 2):
                found.setdefault(row_no, []).append((first_column, first_row + 1))
    return found


def _naming_indexes(gathered: list[_ColumnCells], importer: Importer) -> list[int]:
    required = {importer.identify, *(code for codes in importer.one_of for code in codes)}
    return [one.index for one in gathered if one.column.code in required]


def _parse_column(
    one: _ColumnCells, row_numbers: list[int], troubles: Mapping[tuple[int, int], str], issues: list
) -> tuple[list[Any], list[str]]:
    """The values of a column, None where the cell is empty or wrong, and what is to be said of the whole column."""
    column, code = one.column, one.column.code
    mended, notices = _mend_fonts(one) if column.raw_text else ({}, [])
    keys = one.cells if set(map(type, one.cells)) <= {str} else [_distinct(cell) for cell in one.cells]
    known: dict[Any, Any] = {}
    told: dict[Any, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for key in set(keys):
        cell = key[1] if key.__class__ is tuple else key
        known[key], errors, warnings = _parse(column, mended.get(cell, cell) if mended else cell)
        if errors or warnings:
            told[key] = errors, warnings
    if told:
        for row_no, key in zip(row_numbers, keys, strict=True):
            errors, warnings = told.get(key, ((), ()))
            issues += ((row_no, code, "error", text) for text in errors)
            issues += ((row_no, code, "warning", text) for text in warnings)
    issues += _troubled(one, row_numbers, troubles)
    return list(map(known.__getitem__, keys)), notices


def _distinct(cell: Cell) -> Any:
    """A key that tells 1, 1.0 and True apart."""
    return cell if cell.__class__ is str else (cell.__class__, cell)


def _parse(column: Column, cell: Cell) -> tuple[Any, tuple[str, ...], tuple[str, ...]]:
    """(value, errors, warnings) of one cell; an empty cell has none of them."""
    if cell == "" or (isinstance(cell, str) and not cell.strip("\u00a0 \t\r\n")):
        return None, (), ()
    if isinstance(cell, _Unreadable):
        return None, (_("Không đọc được dấu tiếng Việt của «%s». Gõ lại bằng phông Unicode.") % cell,), ()
    try:
        value = column.parse(cell)
    except InvalidText as error:
        if column.lenient:
            return None, (), (_("%s Ô này được bỏ qua.") % error.message,)
        return None, (error.message,), ()
    if isinstance(value, Noted):
        return value.value, (), value.warnings
    return value, (), ()


class _Unreadable(str):
    """A cell in a font that could not be told."""

    __slots__ = ()


def _mend_fonts(one: _ColumnCells) -> tuple[dict[Cell, str], list[str]]:
    """Cells in an old font -> the same in Unicode, or `_Unreadable`; with a notice when anything was converted."""
    texts = [cell for cell in set(one.cells) if isinstance(cell, str) and not cell.isascii()]
    encoding = legacy.detect_column(islice(texts, FONT_SAMPLE))
    mended: dict[Cell, str] = {}
    fonts: dict[str, int] = {}
    for text in texts:
        if _LETTERS_OF_UNICODE.search(text):
            continue
        own = encoding if encoding in _FONTS else legacy.detect(text)
        if own is legacy.Encoding.UNKNOWN:
            mended[text] = _Unreadable(text)
        elif (converted := legacy.to_unicode(text, own)) != text:
            mended[text] = converted
            fonts[_FONTS[own]] = fonts.get(_FONTS[own], 0) + 1
    notices = [
        _("Cột %(letter)s (%(label)s) gõ bằng phông %(font)s: %(count)d ô đã được chuyển sang Unicode. Hãy xem lại vài dòng.")
        % {"letter": column_letter(one.index), "label": one.column.label, "font": font, "count": count}
        for font, count in fonts.items()
    ]
    return mended, notices


def _troubled(one: _ColumnCells, row_numbers: list[int], troubles: Mapping[tuple[int, int], str]) -> Iterable[tuple]:
    if not troubles:
        return
    kept = set(row_numbers)
    for (row_no, index), shown in troubles.items():
        if index == one.index and row_no in kept:
            yield row_no, one.column.code, "error", _trouble_text(shown)


def _trouble_text(shown: str) -> str:
    if shown:
        return _("Công thức của ô đang báo lỗi %s. Ghi giá trị thay cho công thức.") % shown
    return _("Ô là công thức chưa có kết quả. Mở tệp trong Excel, lưu lại, hoặc ghi giá trị thay cho công thức.")


def _hidden_notices(note: Any, last_heading: int, mapped: set[int]) -> list[str]:
    notices = []
    rows = [row for row in note.hidden_rows if row > last_heading]
    columns = [index for index in note.hidden_columns if index in mapped]
    if rows:
        shown = ", ".join(str(row) for row in rows[:10]) + (" …" if len(rows) > 10 else "")
        notices.append(
            _("Tệp có %(count)d dòng đang ẩn (dòng %(rows)s). Các dòng này vẫn được đọc.") % {"count": len(rows), "rows": shown}
        )
    if columns:
        shown = ", ".join(column_letter(index) for index in columns)
        notices.append(_("Cột đang ẩn vẫn được đọc: %s.") % shown)
    return notices
