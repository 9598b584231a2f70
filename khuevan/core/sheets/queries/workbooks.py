"""Workbooks for people: the template of an importer, and a run's rows that need mending."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.web import numbers
from khuevan.web.exports import DANGEROUS, LONGEST_TEXT

from ..models import ImportRun
from ..rules import EXAMPLE_MARK, change_in_words, column_letter, issue_in_words, letters_of
from ..types import Cell, Column, Importer, Outcome
from .importers import importer_of
from .runs import staged_rows
from .sources import opened

TEMPLATE_ROWS = 2_000
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "note": {"font_color": "#4b5a6a", "text_wrap": True, "valign": "top"},
    "head": {"bold": True, "bottom": 1, "bg_color": "#f7f5f0", "text_wrap": True, "valign": "top"},
    "required": {"bold": True, "bottom": 1, "bg_color": "#f6e3e1", "text_wrap": True, "valign": "top"},
    "text": {"num_format": "@"},
    "guarded": {"quote_prefix": True},
    "date": {"num_format": "dd/mm/yyyy"},
    "example": {"italic": True, "font_color": "#6b7785", "num_format": "@"},
    "error": {"bg_color": "#f6c8c3"},
    "guarded_error": {"bg_color": "#f6c8c3", "quote_prefix": True},
    "date_error": {"bg_color": "#f6c8c3", "num_format": "dd/mm/yyyy"},
    "warning": {"bg_color": "#fbe8b8"},
    "guarded_warning": {"bg_color": "#fbe8b8", "quote_prefix": True},
    "date_warning": {"bg_color": "#fbe8b8", "num_format": "dd/mm/yyyy"},
    "words": {"text_wrap": True, "valign": "top", "font_color": "#a32a22"},
}


def write_template(target: IO[bytes], importer: Importer) -> None:
    """Headings with help, drop-down lists, text cells for numbers, and an example row that imports leave out."""
    columns = [column for column in importer.columns if column.in_template]
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        formats = _formats(book)
        sheet = book.add_worksheet(str(importer.label)[:31])
        guide = book.add_worksheet(_("Hướng dẫn"))
        _write_headings(sheet, importer, columns, formats)
        _write_lists(book, sheet, columns)
        _write_guide(guide, importer, columns, formats)


def write_problems(target: IO[bytes], actor: Actor, run: ImportRun) -> None:
    """Three sheets: a summary; the rows with errors or warnings, as they were, marked; what changes from what to what.

    The second sheet can be mended and imported as it is. Raises NotFound, FileGone, BrokenBook.
    """
    importer, rows = importer_of(run.kind), staged_rows(actor, run)
    with xlsxwriter.Workbook(target, {"constant_memory": True, "remove_timezone": True}) as book:
        formats = _formats(book)
        _write_summary(book.add_worksheet(_("Tóm tắt")), run, formats)
        told = rows.exclude(issues=[]).values_list("row_no", "issues")
        _write_marked(book.add_worksheet(_("Dòng cần xem")), importer, run, list(told), formats)
        changed = rows.filter(outcome=Outcome.CHANGED).values_list("row_no", "values", "changes")
        _write_changes(book.add_worksheet(_("Thay đổi")), importer, changed.iterator(), formats)


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    return {name: book.add_format(properties) for name, properties in _FORMATS.items()}


def _write_headings(sheet: Worksheet, importer: Importer, columns: Sequence[Column], formats: dict[str, Format]) -> None:
    needed = {importer.identify, *(code for group in importer.one_of for code in group)}
    sheet.write_string(0, 0, _("STT"), formats["head"])
    sheet.write_string(1, 0, EXAMPLE_MARK, formats["example"])
    for place, column in enumerate(columns, start=1):
        must = column.required or column.code in needed
        heading = f"{column.label} (*)" if must else str(column.label)
        sheet.write_string(0, place, heading, formats["required" if must else "head"])
        sheet.set_column(place, place, column.width, formats["text"])
        sheet.write_string(1, place, column.example, formats["example"])
        if column.help:
            sheet.write_comment(0, place, str(column.help), {"x_scale": 2})
    sheet.freeze_panes(1, 0)


def _write_lists(book: xlsxwriter.Workbook, sheet: Worksheet, columns: Sequence[Column]) -> None:
    """Drop-down lists; their entries stand in a hidden sheet, because a list inside a cell may have 255 letters only."""
    lists = book.add_worksheet(_("Các danh mục"))
    lists.hide()
    place = 0
    for index, column in enumerate(columns, start=1):
        if column.choices:
            lists.write_column(0, place, column.choices)
            letter = column_letter(place)
            source = f"='{lists.get_name()}'!${letter}$1:${letter}${len(column.choices)}"
            sheet.data_validation(
                1, index, TEMPLATE_ROWS, index, {"validate": "list", "source": source, "error_type": "warning"}
            )
            place += 1


def _write_guide(sheet: Worksheet, importer: Importer, columns: Sequence[Column], formats: dict[str, Format]) -> None:
    lines = [
        (_("Cột có dấu (*) phải điền. Các cột khác điền khi có."),),
        (_("Dòng bắt đầu bằng «%s» là dòng mẫu, khi nhập sẽ được bỏ qua.") % EXAMPLE_MARK,),
        (_("Ô để trống không làm mất dữ liệu đã có."),),
        (),
        *((str(column.label), str(column.help)) for column in columns if column.help),
    ]
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 70, formats["note"])
    sheet.write_string(0, 0, str(importer.label), formats["title"])
    for line, cells in enumerate(lines, start=1):
        for place, words in enumerate(cells):
            sheet.write_string(line, place, words)


def _write_summary(sheet: Worksheet, run: ImportRun, formats: dict[str, Format]) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90, formats["note"])
    sheet.write_string(0, 0, _("Kết quả kiểm tra tệp"), formats["title"])
    facts: list[tuple[str, Any]] = [
        (_("Tệp"), run.file_name),
        (_("Trang tính"), run.sheet),
        (_("Lập lúc"), numbers.moment(clock.now())),
        *((str(Outcome(name).label), count) for name, count in run.counts.items() if name in Outcome.values),
        (_("Có cảnh báo"), run.counts.get("warned", 0)),
        *((_("Lưu ý"), notice) for notice in run.notices),
        (_("Cách làm"), _("Sửa các ô tô màu ở trang «Dòng cần xem», lưu lại rồi nhập chính tệp này.")),
    ]
    for line, (label, value) in enumerate(facts, start=2):
        sheet.write_string(line, 0, label)
        _write_cell(sheet, line, 1, value, "", formats)


def _write_marked(
    sheet: Worksheet,
    importer: Importer,
    run: ImportRun,
    told: list[tuple[int, list[dict[str, str]]]],
    formats: dict[str, Format],
) -> None:
    letters, width = letters_of(run.mapping), len(run.headings)
    indexes = {code: int(index) for index, code in run.mapping.items()}
    for place, title in enumerate((*run.headings, _("Dòng gốc"), _("Lỗi"))):
        sheet.write_string(0, place, title, formats["head"])
    sheet.set_column(width + 1, width + 1, 80)
    sheet.freeze_panes(1, 0)
    issues = dict(told)
    for line, (row_no, cells) in enumerate(_original(run, issues), start=1):
        marks = {indexes[issue["column"]]: issue["level"] for issue in reversed(issues[row_no]) if issue["column"] in indexes}
        for place, value in enumerate(cells[:width]):
            _write_cell(sheet, line, place, value, marks.get(place, ""), formats)
        sheet.write_number(line, width, row_no)
        words = " ".join(issue_in_words(importer, letters, issue) for issue in issues[row_no])
        sheet.write_string(line, width + 1, words[:LONGEST_TEXT], formats["words"])


def _original(run: ImportRun, wanted: dict[int, Any]) -> Iterable[tuple[int, list[Cell]]]:
    if not wanted:
        return
    with opened(run) as book:
        last = max(wanted)
        for row_no, cells in enumerate(book.sheet(run.sheet).rows(), start=1):
            if row_no in wanted:
                yield row_no, cells
            if row_no == last:
                return


def _write_changes(sheet: Worksheet, importer: Importer, changed: Iterable[tuple], formats: dict[str, Format]) -> None:
    for place, title in enumerate(
        (_("Dòng"), str(importer.column(importer.identify).label), pgettext("dữ liệu", "Mục"), _("Đang có"), _("Sẽ thành"))
    ):
        sheet.write_string(0, place, title, formats["head"])
    sheet.set_column(1, 4, 28)
    line = 0
    for row_no, values, changes in changed:
        for code, change in changes.items():
            line += 1
            sheet.write_number(line, 0, row_no)
            for place, words in enumerate(
                (values.get(importer.identify, ""), *change_in_words(importer, code, change)), start=1
            ):
                _write_cell(sheet, line, place, words, "", formats)


def _write_cell(sheet: Worksheet, line: int, place: int, value: Any, mark: str, formats: dict[str, Format]) -> None:
    """A cell as it was; text is text, whatever a sheet program would make of it."""
    if isinstance(value, datetime | date):
        sheet.write_datetime(line, place, value, formats[f"date_{mark}" if mark else "date"])
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(line, place, value, formats[mark] if mark else None)
    elif value == "" and mark:
        sheet.write_blank(line, place, None, formats[mark])
    elif value != "":
        words = str(value)[:LONGEST_TEXT]
        guarded = "guarded" if words.startswith(DANGEROUS) else ""
        sheet.write_string(line, place, words, formats.get("_".join(filter(None, (guarded, mark)))))
