"""Headings, columns, rows that are not data, text files: told from the cells alone."""

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from khuevan.core.sheets.rules import RowKind, cell_name, column_letter, find_heading, fingerprint, guess_columns, kind_of_row
from khuevan.core.sheets.rules.matching import heading_key
from khuevan.core.sheets.rules.textfiles import decode, rows_of, separator_of
from khuevan.core.sheets.types import Column

COLUMNS = (
    Column("name", "Họ và tên", str, ("họ tên", "tên học sinh")),
    Column("born", "Ngày sinh", str, ("ngày tháng năm sinh",)),
    Column("father", "Tên cha", str, ("họ tên cha",)),
    Column("mother", "Tên mẹ", str, ("họ tên mẹ",)),
    Column("class_name", "Lớp", str),
)


def mapped(*titles: str) -> dict[int, str]:
    return {guess.index: guess.code for guess in guess_columns(titles, COLUMNS)}


def test_column_letters():
    assert [column_letter(index) for index in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert cell_name(14, 3) == "D14"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Ngày sinh (*)", "ngay sinh"),
        ("HỌ VÀ TÊN:", "ho va ten"),
        ("(Lớp)", "lop"),
        ("  Ngày   sinh  (dd/mm/yyyy)", "ngay sinh"),
    ],
)
def test_headings_are_compared_without_ornament(written, key):
    assert heading_key(written) == key


def test_known_headings_win_over_similar_ones():
    assert mapped("Họ tên", "Họ tên cha", "Họ tên mẹ", "Lớp") == {0: "name", 1: "father", 2: "mother", 3: "class_name"}


def test_headings_are_known_in_every_language_of_the_site():
    with translation.override("en"):
        found = guess_columns(
            ["Ngày sinh", "Full name"], [Column("name", _("Họ và tên"), str), Column("born", _("Ngày sinh"), str)]
        )

    assert [(guess.index, guess.code, guess.score) for guess in found] == [(0, "born", 1.0), (1, "name", 1.0)]


def test_each_column_is_guessed_once_and_the_left_one_wins():
    assert mapped("Họ tên", "Họ và tên", "Ngày sinh") == {0: "name", 2: "born"}


def test_unknown_headings_are_left_alone():
    assert mapped("STT", "Ghi chú", "") == {}


def test_heading_is_the_line_that_names_most_columns():
    rows = [["Danh sách lớp", ""], ["Họ tên", "Lớp"], ["Họ tên", "Ngày sinh", "Lớp"][:2], ["An", "7A1"]]

    assert find_heading(rows, COLUMNS).first == 2


def test_no_heading_among_numbers():
    assert find_heading([[1.0, 2.0], ["An", "7A1"]], COLUMNS) is None


@given(st.lists(st.text(max_size=12), min_size=1, max_size=8))
def test_fingerprint_does_not_depend_on_spacing_and_case(titles):
    assert fingerprint(titles) == fingerprint([f"  {title} " for title in titles])


@given(
    st.lists(st.one_of(st.just(""), st.text(max_size=15), st.floats(allow_nan=False), st.booleans()), min_size=3, max_size=9)
)
def test_every_row_is_of_some_kind(cells):
    assert kind_of_row(cells, [1], ["STT", "Họ và tên", "Lớp"]) in RowKind


@given(st.sampled_from(["Tống Văn An", "Công Thị Bình", "Nguyễn Văn Tổng"]), st.integers(1, 5))
def test_named_rows_are_data(name, filled):
    assert kind_of_row([1.0, name, *(["x"] * filled)], [1], ["STT", "Họ và tên", *([""] * filled)]) is RowKind.DATA


@pytest.mark.parametrize(
    "text",
    ["Tổng cộng: 42", "Tổng số học sinh: 42", "Cộng", "Danh sách này có 42 em", "Người lập biểu", "HIỆU TRƯỞNG", "Ghi chú: x"],
)
def test_footers_are_not_data(text):
    assert kind_of_row(["", text, "", ""], [1], ["STT", "Họ và tên", "Lớp", ""]) is RowKind.FOOTER


@pytest.mark.parametrize(
    ("text", "separator"), [("a;b;c\n1;2;3", ";"), ("a\tb\n1\t2", "\t"), ("a,b,c\n1,2,3", ","), ("a|b\n1|2", "|")]
)
def test_separators(text, separator):
    assert separator_of(text) == separator


def test_separator_inside_quotes_does_not_count():
    assert rows_of('Họ tên;Địa chỉ\nAn;"Số 1; phố 2"\n') == [["Họ tên", "Địa chỉ"], ["An", "Số 1; phố 2"]]


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạầễộữịỳ ,\n", max_size=80))
def test_texts_of_unicode_encodings_come_back_as_they_were(text):
    assert decode(text.encode("utf-8-sig")) == text
    assert decode(text.encode("utf-16")) == text
