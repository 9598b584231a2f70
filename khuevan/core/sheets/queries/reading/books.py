"""Workbooks as rows of cells with their row numbers, whatever the format."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Any

import python_calamine as calamine

from khuevan.core.files.types import MediaType

from ...rules import textfiles
from ...types import BrokenBook
from .markup import Trouble, scan_xlsx_sheet


@dataclass(frozen=True)
class SheetNote:
    """What the reader noticed: hidden rows and columns are read like any other."""

    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows()` yields every row of cells (`types.Cell`) from the first, as wide as the sheet; `merged` counts from 0."""

    name: str
    hidden: bool
    _book: "Book"
    _index: int

    @cached_property
    def _source(self) -> "calamine.CalamineSheet | list[list[str]]":
        return self._book.source(self._index)

    @property
    def height(self) -> int:
        source = self._source
        return len(source) if isinstance(source, list) else (source.end[0] + 1 if source.end else 0)

    @property
    def width(self) -> int:
        source = self._source
        if isinstance(source, list):
            return max((len(row) for row in source), default=0)
        return source.end[1] + 1 if source.end else 0

    @property
    def merged(self) -> list[tuple[int, int, int, int]]:
        source = self._source
        ranges = [] if isinstance(source, list) else source.merged_cell_ranges or []
        return [(*start, *end) for start, end in ranges]

    def rows(self) -> Iterator[list[Any]]:
        source = self._source
        if isinstance(source, list):
            width = self.width
            yield from (row + [""] * (width - len(row)) for row in source)
            return
        left: list[Any] = [""] * (source.start[1] if source.start else 0)
        for row in source.iter_rows():
            yield left + row if left else row

    def head(self, count: int) -> list[list[Any]]:
        return [row for row, _ in zip(self.rows(), range(count), strict=False)]

    def note(self) -> SheetNote:
        """Hidden rows and columns, error cells and formulas without a value; only .xlsx tells."""
        if self._book.media_type != MediaType.XLSX:
            return SheetNote()
        return SheetNote(*scan_xlsx_sheet(self._book.file, self.name))


class Book:
    """An opened file, whose type was told and whose dangers were looked for when it came in (see `files.put`).

    Raises BrokenBook.
    """

    def __init__(self, file: IO[bytes], media_type: str) -> None:
        self.file, self.media_type = file, media_type
        if media_type == MediaType.CSV:
            self._rows = textfiles.rows_of(textfiles.decode(file.read()))
            self.sheets = [Sheet("csv", False, self, 0)]
            return
        try:
            self._workbook = calamine.CalamineWorkbook.from_filelike(file)
        except (calamine.CalamineError, OSError) as error:
            raise BrokenBook() from error
        self.sheets = [
            Sheet(meta.name, meta.visible != calamine.SheetVisibleEnum.Visible, self, index)
            for index, meta in enumerate(self._workbook.sheets_metadata)
            if meta.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        if not self.sheets:
            raise BrokenBook()

    def sheet(self, name: str) -> Sheet:
        """The sheet of a name; the first one when there is none."""
        return next((sheet for sheet in self.sheets if sheet.name == name), self.sheets[0])

    def source(self, index: int) -> "calamine.CalamineSheet | list[list[str]]":
        if self.media_type == MediaType.CSV:
            return self._rows
        try:
            return self._workbook.get_sheet_by_index(index)
        except calamine.CalamineError as error:
            raise BrokenBook() from error
