"""A table as an Excel file: typed cells, constant memory, nothing that a sheet program would run as a formula."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from khuevan.kernel.manifest import Text

from . import numbers
from .rows import CHUNK, as_values

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_PER_SHEET = 1_000_000
LONGEST_TEXT = 32_767
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
FORMATS = {
    "text": {},
    "number": {"num_format": "#,##0.##########"},
    "whole": {"num_format": "#,##0"},
    "money": {"num_format": "#,##0"},
    "date": {"num_format": "dd/mm/yyyy"},
    "moment": {"num_format": "hh:mm dd/mm/yyyy"},
    "guarded": {"quote_prefix": True},
    "title": {"bold": True, "font_size": 14},
    "note": {"font_color": "#4b5a6a"},
    "head": {"bold": True, "bottom": 1, "bg_color": "#f7f5f0", "text_wrap": True, "valign": "top"},
}


@dataclass(frozen=True)
class SheetColumn:
    """A column of the file: its heading, its kind (text, number, money, date, moment) and width in characters."""

    heading: str
    kind: str = "text"
    width: int = 18


@dataclass(frozen=True)
class SheetHead:
    """What stands above the columns: title, when it was made, and which filters were in use."""

    title: Text
    made_at: datetime
    filters: Sequence[tuple[str, str]] = ()

    def lines(self) -> list[str]:
        made = _("Lập lúc %s") % numbers.moment(self.made_at)
        return [made, *(f"{label}: {value}" for label, value in self.filters)]


def write_sheet(target: IO[bytes], head: SheetHead, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Any]]) -> int:
    """Write the rows as an .xlsx into `target`; returns how many. Past a million rows a further sheet is begun."""
    with xlsxwriter.Workbook(target, {"constant_memory": True, "remove_timezone": True}) as book:
        formats = {name: book.add_format(properties) for name, properties in FORMATS.items()}
        written = 0
        sheet, line = _begin_sheet(book, formats, head, columns)
        for row in rows:
            if written and written % ROWS_PER_SHEET == 0:
                sheet, line = _begin_sheet(book, formats, head, columns)
            for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                _write_cell(sheet, line, place, column.kind, value, formats)
            line += 1
            written += 1
    return written


def _begin_sheet(
    book: xlsxwriter.Workbook, formats: dict[str, Format], head: SheetHead, columns: Sequence[SheetColumn]
) -> tuple[Worksheet, int]:
    sheet = book.add_worksheet()
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    sheet.write_string(0, 0, str(head.title), formats["title"])
    line = 1
    for text in head.lines():
        sheet.write_string(line, 0, text, formats["note"])
        line += 1
    line += 1
    for place, column in enumerate(columns):
        sheet.write_string(line, place, column.heading, formats["head"])
    sheet.freeze_panes(line + 1, 0)
    return sheet, line + 1


def _write_cell(sheet: Worksheet, line: int, place: int, kind: str, value: Any, formats: dict[str, Format]) -> None:
    if value is None or value == "" or value == numbers.DASH:
        return
    if isinstance(value, bool):
        sheet.write_string(line, place, _("Có") if value else _("Không"))
    elif isinstance(value, (int, float, Decimal)):
        whole = kind == "number" and value == int(value)
        sheet.write_number(line, place, float(value), formats["whole" if whole else kind])
    elif isinstance(value, (date, datetime)):
        sheet.write_datetime(line, place, value, formats["moment" if kind == "moment" else "date"])
    else:
        text = str(value)[:LONGEST_TEXT]
        sheet.write_string(line, place, text, formats["guarded" if text.startswith(DANGEROUS) else "text"])


def write_table(target: IO[bytes], head: SheetHead, table: Any) -> int:
    """Write a whole `tables.Table` (every row of its queryset, not a page), in constant memory."""
    bound = [column for column in table.columns if not column.column.exclude_from_export]
    columns = [
        SheetColumn(str(column.header), getattr(column.column, "kind", "text"), getattr(column.column, "width", 18))
        for column in bound
    ]
    data = table.data.data
    records = data.iterator(chunk_size=CHUNK) if isinstance(data, QuerySet) else data
    return write_sheet(target, head, columns, as_values(table, [column.name for column in bound], records))
