"""What goes wrong in the lists of schools, cell by cell: which row, which column, which words; and what is mended silently."""

from datetime import date, datetime

import openpyxl
import pytest

from .lists import HEADINGS, errors, outcomes, preview, row, saved, warnings, xlsx

ROW = 2

REFUSED = {
    "day that is not in the calendar": (
        row("Lê Văn An", "31/02/2014"),
        "birth_date",
        "«31/02/2014»: tháng 2 năm 2014 không có ngày 31.",
    ),
    "29 February of a common year": (
        row("Lê Văn An", "29/02/2014"),
        "birth_date",
        "«29/02/2014»: tháng 2 năm 2014 không có ngày 29.",
    ),
    "month before day": (
        row("Lê Văn An", "02/28/2014"),
        "birth_date",
        "«02/28/2014»: không có tháng 28. Ngày phải ghi trước tháng.",
    ),
    "year of two digits": (
        row("Lê Văn An", "5/9/14"),
        "birth_date",
        "«5/9/14» ghi năm hai chữ số nên không rõ là năm nào. Ghi đủ bốn chữ số của năm.",
    ),
    "year alone": (
        row("Lê Văn An", 2014),
        "birth_date",
        "«2014» chỉ có năm, chưa có ngày và tháng. Ghi đủ dạng ngày/tháng/năm.",
    ),
    "words for a day": (
        row("Lê Văn An", "không rõ"),
        "birth_date",
        "Không đọc được ngày «không rõ». Ghi dạng ngày/tháng/năm, ví dụ 05/09/2014.",
    ),
    "day in the future": (row("Lê Văn An", "05/09/2031"), "birth_date", "Ngày sinh 05/09/2031 ở tương lai."),
    "no day of birth": (row("Lê Văn An", ""), "birth_date", "Chưa có ngày sinh. Điền ô này rồi nhập lại."),
    "no name": (row("", "05/09/2014"), "full_name", "Chưa có họ và tên. Điền ô này rồi nhập lại."),
    "no class": (row("Lê Văn An", class_name=""), "class_name", "Chưa có lớp. Điền ô này rồi nhập lại."),
    "digits in the name": (row("Lê Văn An 2"), "full_name", "Tên «Lê Văn An 2» có chữ số. Sửa lại cho đúng họ tên."),
    "remark in the name": (
        row("Lê Văn An (chuyển đi)"),
        "full_name",
        "Tên «Lê Văn An (chuyển đi)» có ký tự không thuộc họ tên. Chỉ ghi họ tên, không ghi chú thích.",
    ),
    "name of 130 letters": (row("An " * 43 + "Bình"), "full_name", "Tên dài 133 ký tự, nhiều nhất 120."),
    "sex nobody knows": (row("Lê Văn An", sex="K"), "sex", "Không hiểu giới tính «K». Ghi Nam hoặc Nữ."),
    "new learner without sex": (row("Lê Văn An", sex=""), "sex", "Em mới phải có giới tính. Ghi Nam hoặc Nữ."),
    "ethnic group nobody knows": (
        row("Lê Văn An", group="Kinhh"),
        "ethnicity",
        "Không có «Kinhh» trong danh mục dân tộc. Có phải «Kinh»?",
    ),
    "class the school does not have": (
        row("Lê Văn An", class_name="7A9"),
        "class_name",
        "Trường chưa có lớp 7A9 trong năm học này. Sửa tên lớp, hoặc chọn «Tạo lớp chưa có».",
    ),
    "class that the sheet turned into a date": (
        row("Lê Văn An", class_name=datetime(2026, 7, 1)),
        "class_name",
        "Bảng tính đã đổi tên lớp thành ngày 01/07/2026. Định dạng cột là Văn bản rồi gõ lại tên lớp.",
    ),
    "class name of 60 letters": (
        row("Lê Văn An", class_name="A" * 60),
        "class_name",
        f"Tên lớp «{'A' * 39}…» dài quá 40 ký tự.",
    ),
    "personal number of scientific notation": (
        row("Lê Văn An", personal="3.7214E+10"),
        "personal_id",
        "«3.7214E+10» là số bị bảng tính rút gọn, đã mất các chữ số cuối. Nhập lại ở dạng chữ.",
    ),
    "personal number of eleven digits that lost no zero": (
        row("Lê Văn An", personal="99721400012"),
        "personal_id",
        "Số định danh cá nhân «99721400012» có 11 chữ số, phải có 12.",
    ),
    "old identity card": (
        row("Lê Văn An", personal="164512345"),
        "personal_id",
        "Số định danh cá nhân «164512345» có 9 chữ số, phải có 12. Đây có thể là số chứng minh nhân dân cũ.",
    ),
    "personal number with a letter": (
        row("Lê Văn An", personal="03721400O012"),
        "personal_id",
        "Số định danh cá nhân «03721400O012» có ký tự không phải chữ số.",
    ),
    "personal number of no province": (
        row("Lê Văn An", personal="003214000012"),
        "personal_id",
        "Số «003214000012»: 003 không phải là mã tỉnh hoặc mã quốc gia.",
    ),
    "sector number of eight digits": (
        row("Lê Văn An", sector="37123456"),
        "sector_id",
        "Mã định danh của Bộ «37123456» có 8 chữ số, phải có 10.",
    ),
    "sector number with letters": (
        row("Lê Văn An", sector="HS00123456"),
        "sector_id",
        "Mã định danh của Bộ «HS00123456» có ký tự không phải chữ số.",
    ),
    "much too old": (
        row("Lê Văn An", "05/09/2009"),
        "birth_date",
        "Sinh năm 2009 học lớp 7A1: quá tuổi học lớp này; kiểm tra lại năm sinh hoặc lớp.",
    ),
    "much too young": (
        row("Lê Văn An", "05/09/2017"),
        "birth_date",
        "Sinh năm 2017 học lớp 7A1: chưa đủ tuổi học lớp này; kiểm tra lại năm sinh hoặc lớp.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_wrong_cell_refuses_its_row_with_words(world, case):
    cells, column, words = REFUSED[case]

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([cells, row("Bùi Đức Minh", "11/03/2014", "Nam")]))

    assert errors(run) == [(ROW, column, words)]
    assert outcomes(run) == {ROW: "rejected", ROW + 1: "new"}


MENDED = {
    "date cell": (row("Lê Văn An", date(2014, 9, 5)), {"birth_date": "2014-09-05"}),
    "serial number of a day": (row("Lê Văn An", 41887), {"birth_date": "2014-09-05"}),
    "day as text with dots": (row("Lê Văn An", "5.9.2014"), {"birth_date": "2014-09-05"}),
    "day in ISO order": (row("Lê Văn An", "2014-09-05"), {"birth_date": "2014-09-05"}),
    "moment cell": (row("Lê Văn An", datetime(2014, 9, 5, 0, 0)), {"birth_date": "2014-09-05"}),
    "spaces everywhere": (row("  Lê\u00a0Văn   An\u200b "), {"full_name": "Lê Văn An"}),
    "capitals": (row("LÊ VĂN AN"), {"full_name": "Lê Văn An"}),
    "small letters": (row("lê văn an"), {"full_name": "Lê Văn An"}),
    "name of a minority": (row("H'Hen Niê"), {"full_name": "H'Hen Niê"}),
    "decomposed letters": (row("Le\u0302 Va\u0306n A\u0301nh"), {"full_name": "Lê Văn Ánh"}),
    "sex in English": (row("Lê Văn An", sex="F"), {"sex": "female"}),
    "sex without diacritics": (row("Lê Văn An", sex="NU"), {"sex": "female"}),
    "ethnic group by another name": (row("Lê Văn An", group="Dân tộc Mường"), {"ethnicity": "06"}),
    "ethnic group by its code": (row("Lê Văn An", group="06"), {"ethnicity": "06"}),
    "class with a space": (row("Lê Văn An", class_name="7 A1"), {"class_key": "6017A06011"}),
    "class with its word": (row("Lê Văn An", class_name="Lớp 7A1"), {"class_name": "7A1"}),
    "class in small letters": (row("Lê Văn An", class_name="7a1"), {"class_key": "6017A06011"}),
    "personal number with spaces": (row("Lê Văn An", personal="037 214 000 901"), {"personal_id_hint": "037214••••01"}),
    "personal number behind an apostrophe": (row("Lê Văn An", personal="'037214000901"), {"personal_id_hint": "037214••••01"}),
    "sector number as a number": (row("Lê Văn An", sector=3712349999), {"sector_id": "3712349999"}),
}


@pytest.mark.parametrize("case", MENDED)
def test_cell_written_otherwise_is_understood(world, case):
    cells, expected = MENDED[case]

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([cells]))

    values = run.rows.get().values
    assert {name: values[name] for name in expected} == expected
    assert errors(run) == []


WARNED = {
    "personal number that lost its zero in a number cell": (
        row("Lê Văn An", sex="Nam", personal=37214000901),
        [("personal_id", "«37214000901» mất số 0 ở đầu vì ô ở dạng số; đã hiểu là 037214000901.")],
    ),
    "name of one word": (
        row("An"),
        [("full_name", "Họ tên «An» chỉ có một chữ; kiểm tra lại có thiếu họ không.")],
    ),
    "year of birth differs from the number": (
        row("Lê Văn An", "05/09/2014", "Nam", personal="037213000901"),
        [("personal_id", "Năm sinh khác với năm trong số định danh (2013). Kiểm tra lại một trong hai.")],
    ),
    "sex differs from the number": (
        row("Lê Văn An", "05/09/2014", "Nữ", personal="037214000901"),
        [("personal_id", "Giới tính khác với giới tính trong số định danh. Kiểm tra lại.")],
    ),
    "two years older": (
        row("Lê Văn An", "05/09/2012"),
        [
            (
                "birth_date",
                "Sinh năm 2012 học lớp 7A1: học muộn hơn tuổi quy định; chỉ các trường hợp nêu ở Điều 28 Luật Giáo dục.",
            )
        ],
    ),
    "one year younger": (
        row("Lê Văn An", "05/09/2015"),
        [
            (
                "birth_date",
                "Sinh năm 2015 học lớp 7A1: học sớm hơn tuổi quy định; kiểm tra lại năm sinh hoặc quyết định học vượt lớp.",
            )
        ],
    ),
}


@pytest.mark.parametrize("case", WARNED)
def test_odd_cell_is_told_and_taken(world, case):
    cells, told = WARNED[case]

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([cells]))

    assert [(column, text) for _row, column, text in warnings(run)] == told
    assert run.counts == {"new": 1, "warned": 1}


def test_age_outside_the_law_is_only_told_when_the_user_chooses_so(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row("Lê Văn An", "05/09/2009")]), ages_warn_only=True)

    assert (errors(run), len(warnings(run)), run.counts["new"]) == ([], 1, 1)


def test_wrong_cells_of_one_row_are_all_told(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row("Lê 1", "31/02/2014", "K", "Sao Hỏa", "7A9")]))

    assert [column for _row, column, _text in errors(run)] == ["full_name", "birth_date", "sex", "ethnicity", "class_name"]


@pytest.mark.parametrize("code", ["#REF!", "#N/A", "#VALUE!"])
def test_error_cell_is_named(world, code):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row("Lê Văn An", code)]))

    assert errors(run)[0] == (ROW, "birth_date", f"Công thức của ô đang báo lỗi {code}. Ghi giá trị thay cho công thức.")
    assert len(errors(run)) == 1


def test_formula_without_a_value_is_named(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row('=B1&" An"')]))

    assert errors(run) == [
        (
            ROW,
            "full_name",
            "Ô là công thức chưa có kết quả. Mở tệp trong Excel, lưu lại, hoặc ghi giá trị thay cho công thức.",
        )
    ]


def test_wrong_optional_cell_is_left_out_with_a_warning(world):
    headings = (*HEADINGS, "SĐT liên hệ", "Email", "Tôn giáo")
    cells = [*row("Lê Văn An"), "12345", "khong co", "Sao Hỏa"]

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([cells], headings))

    assert [column for _row, column, _text in warnings(run)] == ["phone", "email", "religion"]
    assert all(text.endswith("Ô này được bỏ qua.") for _row, _column, text in warnings(run))
    assert run.counts == {"new": 1, "warned": 1}


def test_phone_without_its_zero_is_understood(world):
    run = preview(
        world.actor("tuan"), world.units["lower_a"], xlsx([[*row("Lê Văn An"), 912345678]], (*HEADINGS, "SĐT liên hệ"))
    )

    assert run.rows.get().values["phone"] == "0912345678"


def test_status_other_than_studying_is_refused(world):
    headings = (*HEADINGS, "Trạng thái")

    run = preview(
        world.actor("tuan"),
        world.units["lower_a"],
        xlsx([[*row("Lê Văn An"), "Thôi học"], [*row("Bùi Minh"), "Đang học"]], headings),
    )

    assert errors(run) == [
        (
            ROW,
            "status",
            "Trạng thái «Thôi học»: tệp này chỉ nhập em đang học. Bỏ dòng này, rồi đổi trạng thái ở trang hồ sơ của em.",
        )
    ]
    assert outcomes(run) == {2: "rejected", 3: "new"}


def test_grade_that_contradicts_the_class_is_refused(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([[*row("Lê Văn An"), "Khối 8"]], (*HEADINGS, "Khối học")))

    assert errors(run) == [(ROW, "grade", "Ghi khối 8 nhưng lớp 7A1 là khối 7.")]


def test_row_of_another_school_is_refused(world):
    run = preview(
        world.actor("tuan"),
        world.units["lower_a"],
        xlsx([[*row("Lê Văn An"), "Trường Tiểu học Gia Viễn"]], (*HEADINGS, "Trường")),
    )

    assert errors(run) == [(ROW, "school", "Dòng này ghi trường «Trường Tiểu học Gia Viễn», không phải trường bạn đang nhập.")]


def test_same_personal_number_twice_refuses_both(world):
    rows = [row("Lê Văn An", personal="037214000901"), row("Bùi Minh", sex="Nam", personal="037214000901")]

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx(rows))

    assert errors(run) == [
        (2, "personal_id", "Số định danh trùng với dòng 3 của tệp. Sửa một trong các dòng."),
        (3, "personal_id", "Số định danh trùng với dòng 2 của tệp. Sửa một trong các dòng."),
    ]


def test_same_sector_number_twice_refuses_both(world):
    rows = [row("Lê Văn An", sector="3712349999"), row("Bùi Minh", sex="Nam", sector="3712349999")]

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx(rows))

    assert outcomes(run) == {2: "rejected", 3: "rejected"}


def test_same_learner_twice_refuses_the_second(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row("Lê Văn An"), row("LÊ VĂN  AN")]))

    assert errors(run) == [
        (
            3,
            "full_name",
            "Trùng họ tên, ngày sinh và lớp với dòng 2 của tệp. Xóa một dòng, hoặc ghi số định danh của cả hai em.",
        )
    ]


def test_namesakes_with_different_numbers_are_two_learners(world):
    rows = [row("Lê Văn An", sex="Nam", personal="037214000901"), row("Lê Văn An", sex="Nam", personal="037214000902")]

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx(rows))

    assert run.counts == {"new": 2, "warned": 1}


def test_hidden_rows_and_columns_are_read_and_told(world):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(HEADINGS))
    sheet.append(row("Lê Văn An"))
    sheet.append(row("Bùi Đức Minh", sex="Nam"))
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["H"].hidden = True

    run = preview(world.actor("tuan"), world.units["lower_a"], saved(book))

    assert run.counts == {"new": 2}
    assert run.notices == ["Tệp có 1 dòng đang ẩn (dòng 3). Các dòng này vẫn được đọc.", "Cột đang ẩn vẫn được đọc: H."]
