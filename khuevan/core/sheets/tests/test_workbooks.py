"""The template and the workbook of what is to be mended."""

import io

import openpyxl
from django.core.files.base import File

from khuevan.core.sheets import operations, queries

from .factories import ADDRESSES, HEADINGS, KIND, previewed, workbook

SCHOOL = "Trường THCS Ninh Khánh"


def template() -> openpyxl.Workbook:
    file = io.BytesIO()
    queries.write_template(file, ADDRESSES)
    return openpyxl.load_workbook(file)


def problems(world, run) -> openpyxl.Workbook:
    file = io.BytesIO()
    queries.write_problems(file, world.actor("tuan"), run)
    return openpyxl.load_workbook(file)


def test_template_has_headings_help_lists_and_a_marked_example():
    sheet = template().worksheets[0]

    assert [cell.value for cell in sheet[1]] == ["STT", "Tên trường (*)", "Địa chỉ (*)", "Khu vực"]
    assert sheet["B1"].comment.text == "Tên đầy đủ."
    assert [cell.value for cell in sheet[2]][:2] == ["VÍ DỤ", "Trường A"]
    [validation] = sheet.data_validations.dataValidation
    assert (validation.type, str(validation.sqref).split(":")[0]) == ("list", "D2")


def test_template_itself_can_be_imported(world):
    file = io.BytesIO()
    queries.write_template(file, ADDRESSES)

    run = operations.upload(world.actor("tuan"), kind=KIND, unit=world.units["lower_a"], file=File(file, "mau.xlsx"))

    assert run.mapping == {"1": "name", "2": "address", "3": "area"}


def test_rows_to_mend_are_written_as_they_were_and_marked(world):
    run = previewed(world, [[1, SCHOOL, "Số 1 đường Lê Lợi"], [2, "Trường khác", "Số 2 phố"], [3, SCHOOL, ""]])

    book = problems(world, run)

    rows = list(book["Dòng cần xem"].iter_rows(values_only=True))
    assert rows == [
        (*HEADINGS, "Dòng gốc", "Lỗi"),
        (2, "Trường khác", "Số 2 phố", 3, "Cột B (Tên trường): Không có trường «Trường khác»."),
        (3, SCHOOL, None, 4, "Cột C (Địa chỉ): Chưa có địa chỉ. Điền ô này rồi nhập lại."),
    ]
    assert book["Dòng cần xem"]["B2"].fill.fgColor.rgb == "FFF6C8C3"
    assert book["Dòng cần xem"]["C3"].fill.fgColor.rgb == "FFF6C8C3"


def test_changes_are_listed_from_old_to_new(world):
    book = problems(world, previewed(world))

    assert list(book["Thay đổi"].iter_rows(values_only=True))[1] == (2, SCHOOL, "Địa chỉ", "—", "Số 1 đường Lê Lợi")


def test_mended_workbook_is_imported_as_it_is(world):
    run = previewed(world, [[1, SCHOOL, ""]])
    book = problems(world, run)
    del book["Tóm tắt"], book["Thay đổi"]
    book["Dòng cần xem"]["C2"] = "Số 5 đường Lê Lợi"
    file = io.BytesIO()
    book.save(file)

    again = operations.upload(world.actor("tuan"), kind=KIND, unit=world.units["lower_a"], file=File(file, "sua.xlsx"))

    assert operations.check(world.actor("tuan"), run=again).counts == {"changed": 1}


def test_nothing_written_out_is_run_as_a_formula(world):
    evil = ["+1+1", "-2+3", "@SUM(A1)", "'=1"]
    run = previewed(world, [[number, name, "Số 1 phố"] for number, name in enumerate(evil)])

    sheet = problems(world, run)["Dòng cần xem"]

    cells = [sheet.cell(row=line, column=2) for line in range(2, 2 + len(evil))]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in evil]
    assert [bool(cell.quotePrefix) for cell in cells] == [True, True, True, False]


def test_workbook_without_problems_has_empty_sheets(world):
    file = workbook([])
    assert file.getbuffer().nbytes > 0
    book = problems(world, previewed(world))

    assert book.sheetnames == ["Tóm tắt", "Dòng cần xem", "Thay đổi"]
    assert book["Dòng cần xem"].max_row == 1
