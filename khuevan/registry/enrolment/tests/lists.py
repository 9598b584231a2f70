"""Lists of learners as schools send them, written with the programs they use, and taken through an import."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from django.core.files.base import File

from khuevan.core.sheets import operations
from khuevan.core.sheets.models import ImportRun, StagedRow
from khuevan.kernel.actor import Actor

HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Lớp", "Mã định danh Bộ GD&ĐT", "Số định danh cá nhân")
LEARNERS = "enrolment.learners"


def row(
    name: str,
    born: Any = "05/09/2014",
    sex: str = "Nữ",
    group: str = "Kinh",
    class_name: Any = "7A1",
    sector: Any = "",
    personal: Any = "",
) -> list[Any]:
    """A row below HEADINGS; the learner is of the right age for grade 7 in 2026–2027."""
    return ["", name, born, sex, group, class_name, sector, personal]


def xlsx(
    rows: Iterable[Sequence[Any]], headings: Sequence[Any] = HEADINGS, *, above: Sequence[Sequence[Any]] = ()
) -> io.BytesIO:
    """A workbook with one sheet, as Excel writes it."""
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (*above, headings, *rows):
        sheet.append(list(line))
    return saved(book)


def saved(book: openpyxl.Workbook) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def upload(actor: Actor, unit: Any, file: io.BytesIO, *, name: str = "danh-sach.xlsx") -> ImportRun:
    return operations.upload(actor, kind=LEARNERS, unit=unit, file=File(file, name))


def preview(actor: Actor, unit: Any, file: io.BytesIO, *, name: str = "danh-sach.xlsx", **options: Any) -> ImportRun:
    """Upload, take the guessed columns, check."""
    run = upload(actor, unit, file, name=name)
    if options:
        run = operations.choose_columns(actor, run=run, sheet=run.sheet, header_row=None, mapping=None, options=options)
    return operations.check(actor, run=run)


def take_in(actor: Actor, unit: Any, file: io.BytesIO, **options: Any) -> ImportRun:
    """Preview and confirm."""
    return operations.confirm(actor, run=preview(actor, unit, file, **options))


def outcomes(run: ImportRun) -> dict[int, str]:
    return dict(StagedRow.objects.filter(run=run).order_by("row_no").values_list("row_no", "outcome"))


def issues(run: ImportRun) -> list[tuple[int, str, str, str]]:
    """(row, column, level, text) of everything that is told."""
    rows = StagedRow.objects.filter(run=run).order_by("row_no").values_list("row_no", "issues")
    return [(row_no, issue["column"], issue["level"], issue["text"]) for row_no, told in rows for issue in told]


def errors(run: ImportRun) -> list[tuple[int, str, str]]:
    return [(row_no, column, text) for row_no, column, level, text in issues(run) if level == "error"]


def warnings(run: ImportRun) -> list[tuple[int, str, str]]:
    return [(row_no, column, text) for row_no, column, level, text in issues(run) if level == "warning"]
