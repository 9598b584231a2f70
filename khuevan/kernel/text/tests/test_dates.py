import contextlib
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.text import AmbiguousDate, DateError, ImpossibleDate, UnparseableDate, parse_date

FIFTH = date(2014, 9, 5)


@pytest.mark.parametrize(
    "cell",
    [
        FIFTH,
        datetime(2014, 9, 5, 7, 30),
        41887,
        41887.5,
        "41887",
        "05/9/2014",
        "5-9-2014",
        "05.09.2014",
        " 5 / 9 / 2014 ",
        "'05/09/2014",
        "05/09/2014 00:00:00",
        "2014-09-05",
        "2014-09-05T07:30:00",
        "ngày 5 tháng 9 năm 2014",
        "Ngày 05 tháng 09 năm 2014",
        "5 tháng 9, năm 2014",
    ],
)
def test_every_way_of_writing_the_fifth_of_september(cell):
    assert parse_date(cell) == FIFTH


@pytest.mark.parametrize(
    ("cell", "error", "message"),
    [
        ("5/9/14", AmbiguousDate, "«5/9/14» ghi năm hai chữ số nên không rõ là năm nào. Ghi đủ bốn chữ số của năm."),
        ("31/02/2014", ImpossibleDate, "«31/02/2014»: tháng 2 năm 2014 không có ngày 31."),
        ("29/02/2015", ImpossibleDate, "«29/02/2015»: tháng 2 năm 2015 không có ngày 29."),
        ("09/15/2014", ImpossibleDate, "«09/15/2014»: không có tháng 15. Ngày phải ghi trước tháng."),
        ("00/10/2014", ImpossibleDate, "«00/10/2014»: tháng 10 năm 2014 không có ngày 0."),
        ("05/09/0214", ImpossibleDate, "Năm 214 trong «05/09/0214» nằm ngoài khoảng 1900–2100."),
        ("2014", UnparseableDate, "«2014» chỉ có năm, chưa có ngày và tháng. Ghi đủ dạng ngày/tháng/năm."),
        (2014, UnparseableDate, "«2014» chỉ có năm, chưa có ngày và tháng. Ghi đủ dạng ngày/tháng/năm."),
        ("05092014", UnparseableDate, "Không đọc được ngày «05092014». Ghi dạng ngày/tháng/năm, ví dụ 05/09/2014."),
        ("mùa thu", UnparseableDate, "Không đọc được ngày «mùa thu». Ghi dạng ngày/tháng/năm, ví dụ 05/09/2014."),
        (12, UnparseableDate, "«12» không phải là ngày. Ghi dạng ngày/tháng/năm, ví dụ 05/09/2014."),
        ("", UnparseableDate, "Chưa có ngày."),
        (None, UnparseableDate, "Chưa có ngày."),
        (True, UnparseableDate, "Không đọc được ngày từ giá trị «True»."),
    ],
)
def test_refusal_says_why(cell, error, message):
    with pytest.raises(error) as refusal:
        parse_date(cell)
    assert refusal.value.message == message


@given(st.dates(date(1900, 3, 1), date(2100, 12, 31)), st.sampled_from("/.-"), st.booleans())
def test_day_first_text_comes_back(day, separator, padded):
    parts = [f"{day.day:02d}", f"{day.month:02d}"] if padded else [str(day.day), str(day.month)]
    assert parse_date(separator.join([*parts, str(day.year)])) == day


@given(st.dates(date(1905, 10, 2), date(2100, 12, 31)))
def test_serial_number_of_a_sheet_comes_back(day):
    serial = (day - date(1899, 12, 30)).days
    assert parse_date(serial) == parse_date(float(serial)) == day


@given(st.one_of(st.text(), st.floats(), st.integers()))
def test_anything_else_is_a_date_or_refused(cell):
    with contextlib.suppress(DateError):
        assert isinstance(parse_date(cell), date)
