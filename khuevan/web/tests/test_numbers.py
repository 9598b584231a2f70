"""Numbers as written and read in Viet Nam."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from khuevan.web import numbers
from khuevan.web.fields import DateField, DecimalField, IntegerField, MoneyField, plain_number


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (1402, None, "1.402"),
        (Decimal("97.75"), 1, "97,8"),
        (Decimal("0.05"), 1, "0,1"),
        (-1234567, None, "-1.234.567"),
        (Decimal("8.50"), None, "8,50"),
        (None, None, "—"),
    ],
)
def test_number_is_written(value, places, written):
    assert numbers.number(value, places) == written


def test_other_figures_are_written():
    assert numbers.percent(97.8) == "97,8\u00a0%"
    assert numbers.percent(100) == "100\u00a0%"
    assert numbers.ratio(1371, 1402) == "97,8\u00a0%"
    assert numbers.ratio(1, 0) == "—"
    assert [numbers.tenths(mark) for mark in (85, 100, 0, None)] == ["8,5", "10", "0,0", "—"]
    assert numbers.money(660000) == "660.000\u00a0đ"
    assert numbers.day(date(2014, 9, 5)) == "05/09/2014"
    assert numbers.moment(datetime(2026, 11, 22, 0, 42, tzinfo=UTC)) == "07:42 22/11/2026"
    assert [numbers.masked(number) for number in ("037313004589", "1234", "", None)] == ["037313••••89", "••••", "—", "—"]


def test_figures_on_english_pages_are_written_in_english():
    with translation.override("en"):
        assert [numbers.number(1402), numbers.number(Decimal("97.75"), 1), numbers.percent(97.8)] == ["1,402", "97.8", "97.8%"]
        assert [numbers.money(660000), numbers.tenths(85)] == ["660,000\u00a0đ", "8.5"]
        assert [plain_number(typed) for typed in ("1,234.5", "12,000", "8.5", "1.234,5")] == ["1234.5", "12000", "8.5", None]
        assert numbers.day(date(2014, 9, 5)) == "05/09/2014"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_number_that_is_written_can_be_read_again(value):
    assert Decimal(plain_number(numbers.number(value))) == value


@given(st.text(max_size=20))
def test_plain_number_reads_numbers_or_nothing(text):
    read = plain_number(text)

    assert read is None or read == "" or Decimal(read).is_finite()


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1.234,5", "1234.5"), ("12.000", "12000"), ("8.5", "8.5"), ("8,5", "8.5"), ("1 234", "1234"), ("-3", "-3"), ("", "")],
)
def test_plain_number_reads_what_is_typed(typed, read):
    assert plain_number(typed) == read


@pytest.mark.parametrize("typed", ["sáu", "1,2,3", "1.23.456", "1,234.5", "--1", "1e5"])
def test_plain_number_refuses_what_is_not_a_number(typed):
    assert plain_number(typed) is None


def test_fields_read_numbers():
    assert IntegerField().clean("1.234") == 1234
    assert DecimalField(max_digits=6, decimal_places=2).clean("1.234,5") == Decimal("1234.5")
    assert MoneyField().clean("660.000 đ") == Decimal("660000")
    for field, typed in ((IntegerField(), "1,5"), (MoneyField(), "-5"), (MoneyField(), "1,5")):
        with pytest.raises(ValidationError):
            field.clean(typed)


@pytest.mark.parametrize("typed", ["5/9/2014", "05/09/2014", "05-09-2014", "5.9.2014", "05092014", " 5/9/2014 ", "2014-09-05"])
def test_date_field_reads_day_first(typed):
    assert DateField().clean(typed) == date(2014, 9, 5)


@pytest.mark.parametrize("typed", ["31/02/2014", "9/13/2014", "5/9/14", "hôm nay", "05/09/20144"])
def test_date_field_refuses_what_is_not_a_date(typed):
    with pytest.raises(ValidationError) as refused:
        DateField().clean(typed)

    assert refused.value.messages == [f"“{typed}” không phải là ngày. Nhập ngày/tháng/năm, ví dụ 05/09/2014."]


def test_date_field_keeps_within_its_bounds():
    field = DateField(earliest=date(2000, 1, 1), latest=date(2026, 11, 22))

    assert field.clean("22/11/2026") == date(2026, 11, 22)
    for typed, message in (("31/12/1999", "sớm nhất là 01/01/2000"), ("23/11/2026", "muộn nhất là 22/11/2026")):
        with pytest.raises(ValidationError, match=message):
            field.clean(typed)
