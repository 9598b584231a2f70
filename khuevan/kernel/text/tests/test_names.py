import pytest

from khuevan.kernel.text import given_name, initials, title_case_name
from khuevan.kernel.text.tests.names import generated_names


@pytest.mark.parametrize(
    ("name", "given"), [("Nguyễn Thị Minh Anh", "Anh"), ("H'Hen Niê", "Niê"), (" Lê  Hà ", "Hà"), ("Ý", "Ý"), ("", "")]
)
def test_given_name_is_the_last_word(name, given):
    assert given_name(name) == given


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Nguyễn Văn An", "NA"),
        ("Đặng Thị Ứng", "ĐƯ"),
        ("Lê Ánh", "LA"),
        ("Ẩn", "Â"),
        ("H'Hen Niê", "HN"),
        ("'Ung", "U"),
        ("", ""),
    ],
)
def test_initials_keep_the_letter_and_drop_the_tone(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("NGUYỄN VĂN A", "Nguyễn Văn A"),
        ("nguyễn thị ánh", "Nguyễn Thị Ánh"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("Y MOAN ÊBAN", "Y Moan Êban"),
        ("K'BRƠ", "K'Brơ"),
        ("K’BRƠ", "K’Brơ"),
        ("RƠ CHÂM H'NGÁT", "Rơ Châm H'Ngát"),
        ("ĐẶNG ĐỨC", "Đặng Đức"),
        ("LÊ-HOÀNG", "Lê-Hoàng"),
        ("Ronald McDonald", "Ronald McDonald"),
        ("", ""),
    ],
)
def test_title_case_name(typed, name):
    assert title_case_name(typed) == name


def test_title_case_restores_generated_names():
    names = generated_names(300)
    assert [title_case_name(name.upper()) for name in names] == names
    assert [title_case_name(name.lower()) for name in names] == names
