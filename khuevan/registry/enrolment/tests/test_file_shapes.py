"""Files as they arrive: titles above the heading, merged cells, two sheets, sums below, other formats, encodings, fonts."""

import io
from datetime import date

import openpyxl
import pytest
import xlwt
from odf import table, text
from odf.opendocument import OpenDocumentSpreadsheet

from khuevan.core.sheets import operations
from khuevan.core.sheets.types import ColumnsMissing, ColumnTwice, NoHeading
from khuevan.kernel.text import legacy
from khuevan.registry.enrolment.importers.checking import OtherYear

from .lists import HEADINGS, errors, outcomes, preview, row, saved, upload, xlsx

AN, MINH = row("Lê Văn An", sex="Nam"), row("Bùi Đức Minh", "11/03/2014", "Nam", "Mường", "7A2")
TITLES = (("PHÒNG GDĐT",), ("TRƯỜNG THCS NINH KHÁNH", "", "", "DANH SÁCH HỌC SINH NĂM HỌC 2026-2027"), ())


def names(run) -> list[str]:
    return [row.values["full_name"] for row in run.rows.order_by("row_no")]


def test_heading_below_titles_is_found(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([AN, MINH], above=TITLES))

    assert (run.header_first, run.header_last) == (4, 4)
    assert outcomes(run) == {5: "new", 6: "new"}


def test_heading_of_two_lines_with_merged_groups_is_understood(world):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["STT", "Họ và tên", "Ngày sinh", "", "", "Giới tính", "Lớp", "Cha", "", "Mẹ", ""])
    sheet.append(["", "", "Ngày", "Tháng", "Năm", "", "", "Họ tên", "Năm sinh", "Họ tên", "Năm sinh"])
    for merged in ("A1:A2", "B1:B2", "C1:E1", "F1:F2", "G1:G2", "H1:I1", "J1:K1"):
        sheet.merge_cells(merged)
    sheet.append([1, "Lê Văn An", 5, 9, 2014, "Nam", "7A1", "Lê Văn Bình", 1985, "Trần Thị Hoa", 1988])

    run = preview(world.actor("tuan"), world.units["lower_a"], saved(book))

    assert (run.header_first, run.header_last) == (1, 2)
    values = run.rows.get().values
    assert (values["birth_date"], values["father_name"], values["father_birth_year"]) == ("2014-09-05", "Lê Văn Bình", 1985)
    assert (values["mother_name"], values["mother_birth_year"]) == ("Trần Thị Hoa", 1988)


def test_wrong_day_in_three_columns_is_refused(world):
    headings = ("Họ và tên", "Ngày (sinh)", "Tháng sinh", "Năm (sinh)", "Giới tính", "Lớp")

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([["Lê Văn An", 31, 2, 2014, "Nam", "7A1"]], headings))

    assert (2, "birth_day", "Không có ngày này trong tháng. Sửa ngày, tháng hoặc năm sinh.") in errors(run)


def test_names_in_two_columns_and_a_column_of_ticks(world):
    headings = ("STT", "Họ và đệm", "Tên", "Ngày sinh", "Nữ", "Lớp")
    rows = [[1, "Lê Thị", "An", "05/09/2014", "x", "7A1"], [2, "Bùi Đức", "Minh", "11/03/2014", "", "7A2"]]

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx(rows, headings))

    assert [(row.values["full_name"], row.values["sex"]) for row in run.rows.order_by("row_no")] == [
        ("Lê Thị An", "female"),
        ("Bùi Đức Minh", "male"),
    ]


@pytest.mark.parametrize("heading", ["Họ tên HS", "HỌ VÀ TÊN HỌC SINH", "Họ, tên", "Ho va ten", "Họ và tên (*)", "Học sinh"])
def test_headings_of_names_as_schools_write_them(world, heading):
    file = xlsx([["Lê Văn An", "05/09/2014", "Nam", "7A1"]], (heading, "Ngày tháng năm sinh", "GT", "Lớp học"))

    run = preview(world.actor("tuan"), world.units["lower_a"], file)

    assert run.counts == {"new": 1}


@pytest.mark.parametrize("heading", ["CCCD", "Số ĐDCN", "ĐDCN/CCCD", "Số định danh cá nhân", "Mã định danh cá nhân", "Số CCCD"])
def test_headings_of_the_personal_number(world, heading):
    run = upload(world.actor("tuan"), world.units["lower_a"], xlsx([], ("Họ tên", "Lớp", heading)))

    assert run.mapping == {"0": "full_name", "1": "class_name", "2": "personal_id"}


def test_misspelt_heading_is_guessed(world):
    run = upload(
        world.actor("tuan"), world.units["lower_a"], xlsx([AN], ("STT", "Họ và tên", "Ngày sịnh", "Giới tín", "Dân tôc", "Lớp"))
    )

    assert run.mapping == {"1": "full_name", "2": "birth_date", "3": "sex", "4": "ethnicity", "5": "class_name"}


def test_columns_of_the_sector_database_are_all_known(world):
    headings = (
        "STT", "Mã định danh Bộ GD&ĐT", "Họ tên", "Ngày sinh", "Giới tính", "Dân tộc", "Trạng thái", "SĐT liên hệ",
        "Nơi sinh chi tiết", "Tổ/thôn hộ khẩu thường trú", "Tỉnh thành quê quán", "Phường Xã quê quán", "Chỗ ở hiện nay",
        "Tên cha", "Nghề nghiệp cha", "Năm sinh cha", "Tên mẹ", "Nghề nghiệp mẹ", "Năm sinh mẹ", "Lớp học", "Khối học",
        "Số định danh cá nhân",
    )  # fmt: skip

    run = upload(world.actor("tuan"), world.units["lower_a"], xlsx([], headings))

    assert [run.mapping.get(str(index)) for index in range(len(headings))] == [
        None, "sector_id", "full_name", "birth_date", "sex", "ethnicity", "status", "phone", "birthplace", "residence",
        "hometown_province", "hometown_commune", "current_address", "father_name", "father_occupation", "father_birth_year",
        "mother_name", "mother_occupation", "mother_birth_year", "class_name", "grade", "personal_id",
    ]  # fmt: skip


def test_empty_rows_repeated_headings_and_sums_are_not_data(world):
    rows = [AN, [""] * 8, list(HEADINGS), MINH, ["", "Tổng cộng: 2 học sinh"], ["", "", "Ninh Khánh, ngày 5 tháng 9 năm 2026"],
            ["", "", "", "Hiệu trưởng"]]  # fmt: skip

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx(rows))

    assert outcomes(run) == {2: "new", 5: "new"}
    assert run.skipped == {"heading": [4], "footer": [6, 7, 8]}


@pytest.mark.parametrize("name", ["Tống Văn An", "Công Thị Bình", "Tổng Văn Cường", "Lưu Y Dung"])
def test_learners_called_like_a_sum_are_learners(world, name):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([["", name, "05/09/2014", "Nam", "", "7A1", "", ""]]))

    assert outcomes(run) == {2: "new"}


def test_class_merged_over_its_learners_counts_for_each(world):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Lớp", "Họ và tên", "Ngày sinh", "Giới tính"])
    for name in ("Lê Văn An", "Bùi Đức Minh", "Đỗ Văn Cường"):
        sheet.append(["7A1" if name == "Lê Văn An" else None, name, "05/09/2014", "Nam"])
    sheet.merge_cells("A2:A4")

    run = preview(world.actor("tuan"), world.units["lower_a"], saved(book))

    assert [row.values["class_name"] for row in run.rows.order_by("row_no")] == ["7A1", "7A1", "7A1"]


def test_half_filled_rows_are_refused_and_the_others_taken(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([AN, ["", "Bùi Đức Minh", "", "Nam", "", "", "", ""]]))

    assert [(row_no, column) for row_no, column, _text in errors(run)] == [(3, "birth_date"), (3, "class_name")]
    assert outcomes(run) == {2: "new", 3: "rejected"}


def test_the_sheet_whose_heading_fits_is_chosen(world):
    book = openpyxl.Workbook()
    book.active.title = "Hướng dẫn"
    book.active.append(["Cách điền", "Ghi đủ các cột"])
    sheet = book.create_sheet("DS lớp")
    sheet.append(list(HEADINGS))
    sheet.append(AN)

    run = preview(world.actor("tuan"), world.units["lower_a"], saved(book))

    assert (run.sheet, run.counts) == ("DS lớp", {"new": 1})


def test_another_sheet_may_be_chosen_and_is_guessed_anew(world):
    book = openpyxl.Workbook()
    for title, line in (("Lớp 7A1", AN), ("Lớp 7A2", MINH)):
        sheet = book.create_sheet(title)
        sheet.append(list(HEADINGS))
        sheet.append(line)
    actor = world.actor("tuan")
    run = upload(actor, world.units["lower_a"], saved(book))
    assert run.sheet == "Lớp 7A1"

    run = operations.choose_columns(actor, run=run, sheet="Lớp 7A2", header_row=None, mapping=None, options={})

    assert names(operations.check(actor, run=run)) == ["Bùi Đức Minh"]


def test_file_without_a_heading_is_refused_with_what_to_do(world):
    actor = world.actor("tuan")
    run = upload(actor, world.units["lower_a"], xlsx([["x", "y"]], ("một", "hai")))

    with pytest.raises(NoHeading):
        operations.choose_columns(actor, run=run, sheet=run.sheet, header_row=None, mapping=None, options={})


def test_missing_column_is_named(world):
    actor = world.actor("tuan")
    run = upload(actor, world.units["lower_a"], xlsx([["Lê Văn An", "Nam"]], ("Họ và tên", "Giới tính")))

    with pytest.raises(ColumnsMissing) as refusal:
        operations.check(actor, run=run)

    assert str(refusal.value.message).startswith("Chưa ghép cột bắt buộc: Ngày sinh hoặc Năm (sinh), Lớp.")


def test_two_columns_for_one_thing_are_refused(world):
    actor = world.actor("tuan")
    run = upload(actor, world.units["lower_a"], xlsx([AN]))

    with pytest.raises(ColumnTwice):
        operations.choose_columns(
            actor, run=run, sheet=run.sheet, header_row=1, mapping=run.mapping | {"0": "full_name"}, options={}
        )


def test_mapping_is_remembered_for_the_school(world):
    actor, headings = world.actor("tuan"), ("Cột 1", "Họ tên", "Ngày sinh", "Giới tính", "Lớp")
    cells = [["7A1", "Lê Văn An", "05/09/2014", "Nam", "cũ"]]
    run = upload(actor, world.units["lower_a"], xlsx(cells, headings))
    chosen = {"0": "class_name", "1": "full_name", "2": "birth_date", "3": "sex"}
    operations.choose_columns(actor, run=run, sheet=run.sheet, header_row=1, mapping=chosen, options={})

    again = upload(actor, world.units["lower_a"], xlsx(cells, headings))
    elsewhere = upload(world.actor("hieutruongkhac"), world.units["primary_b"], xlsx(cells, headings))

    assert again.mapping == chosen
    assert elsewhere.mapping == {"1": "full_name", "2": "birth_date", "3": "sex", "4": "class_name"}


def test_list_of_another_school_year_is_refused(world):
    file = xlsx([AN], above=(("DANH SÁCH HỌC SINH NĂM HỌC 2025 - 2026",),))

    with pytest.raises(OtherYear) as refusal:
        preview(world.actor("tuan"), world.units["lower_a"], file)

    assert str(refusal.value.message).startswith("Tệp ghi năm học 2025–2026, còn bạn đang nhập cho năm học 2026–2027.")


def test_example_row_of_the_template_is_left_out(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([["Ví dụ", *AN[1:]], MINH]))

    assert (outcomes(run), run.skipped) == ({3: "new"}, {"example": [2]})


def test_old_excel_file(world):
    book = xlwt.Workbook()
    sheet = book.add_sheet("DS")
    for column, cell in enumerate(HEADINGS):
        sheet.write(0, column, cell)
    for column, cell in enumerate(AN):
        sheet.write(1, column, cell)
    sheet.write(2, 1, "Bùi Đức Minh")
    sheet.write(2, 2, date(2014, 3, 11), xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    sheet.write(2, 3, "Nam")
    sheet.write(2, 5, "7A2")
    file = io.BytesIO()
    book.save(file)

    run = preview(world.actor("tuan"), world.units["lower_a"], file, name="cu.xls")

    assert run.counts == {"new": 2}
    assert [row.values["birth_date"] for row in run.rows.order_by("row_no")] == ["2014-09-05", "2014-03-11"]


def test_open_document_file(world):
    book = OpenDocumentSpreadsheet()
    sheet = table.Table(name="DS")
    for line in (HEADINGS, AN, MINH):
        drawn = table.TableRow()
        for cell in line:
            place = table.TableCell(valuetype="string")
            place.addElement(text.P(text=str(cell)))
            drawn.addElement(place)
        sheet.addElement(drawn)
    book.spreadsheet.addElement(sheet)
    file = io.BytesIO()
    book.write(file)

    run = preview(world.actor("tuan"), world.units["lower_a"], file, name="mo.ods")

    assert names(run) == ["Lê Văn An", "Bùi Đức Minh"]


def csv_of(separator: str, lines=(HEADINGS, AN, MINH)) -> str:
    return "\r\n".join(separator.join(str(cell) for cell in line) for line in lines)


def cp1258(written: str) -> bytes:
    """Windows-1258 has bases with a circumflex, breve or horn, and tones as combining marks."""
    import unicodedata

    out = b""
    for char in written:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize("NFC", parts.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
    return out


CSV_FILES = {
    "UTF-8 with commas": csv_of(",").encode(),
    "UTF-8 with mark and semicolons": csv_of(";").encode("utf-8-sig"),
    "UTF-16 with tabs, as Excel saves «Unicode text»": csv_of("\t").encode("utf-16"),
    "Windows-1258": cp1258(csv_of(",")),
}


@pytest.mark.parametrize("case", CSV_FILES)
def test_text_files_of_every_encoding(world, case):
    run = preview(world.actor("tuan"), world.units["lower_a"], io.BytesIO(CSV_FILES[case]), name="danh-sach.csv")

    assert names(run) == ["Lê Văn An", "Bùi Đức Minh"]
    assert run.counts == {"new": 2}


OLD_FONTS = {
    legacy.Encoding.TCVN3: (["NguyÔn V¨n §øc", "TrÇn ThÞ H­¬ng"], ["Nguyễn Văn Đức", "Trần Thị Hương"]),
    legacy.Encoding.VNI_WINDOWS: (["Nguyeãn Vaên Ñöùc", "Traàn Thò Höông"], ["Nguyễn Văn Đức", "Trần Thị Hương"]),
}


@pytest.mark.parametrize("font", OLD_FONTS)
def test_names_in_an_old_font_are_converted_with_a_notice(world, font):
    written, expected = OLD_FONTS[font]
    rows = [row(name, f"0{number}/09/2014", "Nam", "Kinh") for number, name in enumerate(written, start=1)]

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx(rows))

    assert names(run) == expected
    assert len(run.notices) == 1
    assert run.notices[0].startswith("Cột B (Họ và tên) gõ bằng phông ")


def test_name_in_no_known_font_is_refused(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row("Nguy?n V¿n ¥µ"), MINH]))

    assert outcomes(run) == {2: "rejected", 3: "new"}
