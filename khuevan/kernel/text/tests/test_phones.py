import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.text import PhoneError, normalize_phone


@pytest.mark.parametrize(
    "cell",
    [
        "0912345678",
        "+84912345678",
        "84912345678",
        "0084912345678",
        "+84 (0)912 345 678",
        "0912.345.678",
        "0912 345-678",
        "'0912345678",
        912345678,
        912345678.0,
        "912345678",
        "912345678.0",
    ],
)
def test_every_way_of_writing_a_mobile_number(cell):
    assert normalize_phone(cell) == "0912345678"


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (None, "Chưa có số điện thoại."),
        ("091234567", "«091234567» thiếu chữ số; số di động có 10 chữ số."),
        ("0123456789", "«0123456789» không bắt đầu bằng đầu số di động (03, 05, 07, 08, 09)."),
        ("02293871234", "«02293871234» có 11 chữ số; số di động có 10 chữ số. Mỗi ô chỉ ghi một số."),
        (
            "0912345678/0987654321",
            "«0912345678/0987654321» có ký tự không thuộc số điện thoại. Mỗi ô chỉ ghi một số.",
        ),
        ("9,12E+08", "«9,12E+08» là số bị bảng tính rút gọn, đã mất các chữ số cuối. Nhập lại ở dạng chữ."),
    ],
)
def test_refusal_says_why(cell, message):
    with pytest.raises(PhoneError) as refusal:
        normalize_phone(cell)
    assert refusal.value.message == message


@given(st.from_regex(r"\A0[35789][0-9]{8}\Z"))
def test_normal_form_is_kept_and_repaired(number):
    assert normalize_phone(number) == normalize_phone(int(number)) == normalize_phone("+84" + number[1:]) == number
