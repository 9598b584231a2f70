import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.text import inside_sentence, normalize, search_key


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Nguyễn   Văn\tA \n", "Nguyễn Văn A"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Ứng"), "Nguyễn Thị Ứng"),
        ("Trần\u00a0Thị\u3000Bình", "Trần Thị Bình"),
        ("\ufeffLê\u200b Hà\u00ad", "Lê Hà"),
        ("\x00Đỗ\x07 An", "Đỗ An"),
        ("Ðặng ðức", "Đặng đức"),
        ("", ""),
    ],
)
def test_normalize_leaves_one_spelling(typed, stored):
    assert normalize(typed) == stored


def test_only_the_first_letter_is_small_inside_a_sentence():
    assert [inside_sentence(words) for words in ("Mã định danh Bộ GDĐT", "Ethnicity", "Đã đạt", "")] == [
        "mã định danh Bộ GDĐT",
        "ethnicity",
        "đã đạt",
        "",
    ]


@given(st.text())
def test_normalize_twice_changes_nothing(text):
    once = normalize(text)
    assert normalize(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Nguyễn Thị Ứng", "nguyen thi ung"),
        ("ĐẶNG ĐỨC", "dang duc"),
        ("H'Hen Niê", "hhen nie"),
        ("K’Brơ", "kbro"),
        ("Trường THCS Trần Phú - Cơ sở 2", "truong thcs tran phu co so 2"),
        ("1/10", "1 10"),
        (unicodedata.normalize("NFD", "Khuê Văn"), "khue van"),
        ("François Müller", "francois muller"),
        ("  ", ""),
    ],
)
def test_search_key_ignores_case_and_diacritics(text, key):
    assert search_key(text) == key


@given(st.text())
def test_search_key_of_a_key_is_the_key(text):
    key = search_key(text)
    assert search_key(key) == key
    assert key == key.strip()
    assert "  " not in key


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạẤỜỮỵ 0123456789"))
def test_search_key_of_vietnamese_is_plain_ascii(text):
    assert search_key(text).isascii()
