import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.text import (
    PROVINCE_CODES,
    DigitsLost,
    IdentityError,
    MissingNumber,
    NotDigits,
    SectorId,
    Sex,
    UnknownProvince,
    WrongLength,
    parse_personal_id,
    parse_sector_id,
)

PROVINCES = st.sampled_from(sorted(PROVINCE_CODES))


@pytest.mark.parametrize(
    ("number", "registered_in", "sex", "birth_year"),
    [
        ("079215012345", "079", Sex.MALE, 2015),
        ("001199000123", "001", Sex.FEMALE, 1999),
        ("075308111222", "075", Sex.FEMALE, 2008),
        ("101299000001", "101", Sex.MALE, 2099),
    ],
)
def test_personal_id_tells_province_sex_and_year(number, registered_in, sex, birth_year):
    found = parse_personal_id(number)
    assert (found.number, found.registered_in, found.sex, found.birth_year) == (number, registered_in, sex, birth_year)
    assert found.warnings == ()
    assert found.registered_abroad == (registered_in == "101")


def test_personal_id_of_a_province_that_never_was_is_refused():
    with pytest.raises(UnknownProvince) as refusal:
        parse_personal_id("003215012345")
    assert refusal.value.message == "Số «003215012345»: 003 không phải là mã tỉnh hoặc mã quốc gia."


@pytest.mark.parametrize(
    "cell", [" 037214012345 ", "037 214 012 345", "037.214.012.345", "037-214-012345", "'037214012345", "\u200b037214012345"]
)
def test_personal_id_tolerates_separators(cell):
    assert parse_personal_id(cell).number == "037214012345"


@pytest.mark.parametrize("cell", [37214012345, 37214012345.0, "37214012345", "37214012345.0"])
def test_personal_id_that_lost_its_zero_is_offered_padded(cell):
    found = parse_personal_id(cell)
    assert found.number == "037214012345"
    assert [(warning.code, warning.message) for warning in found.warnings] == [
        (
            "identity_leading_zero_lost",
            "«37214012345» mất số 0 ở đầu vì ô ở dạng số; đã hiểu là 037214012345.",
        )
    ]


def test_personal_id_of_ha_noi_may_lose_two_zeros():
    assert parse_personal_id(1199000123).number == "001199000123"


@pytest.mark.parametrize(
    ("cell", "error", "message"),
    [
        (None, MissingNumber, "Chưa có số định danh cá nhân."),
        ("  ", MissingNumber, "Chưa có số định danh cá nhân."),
        (
            "3,7214E+10",
            DigitsLost,
            "«3,7214E+10» là số bị bảng tính rút gọn, đã mất các chữ số cuối. Nhập lại ở dạng chữ.",
        ),
        (
            "3.7214E10",
            DigitsLost,
            "«3.7214E10» là số bị bảng tính rút gọn, đã mất các chữ số cuối. Nhập lại ở dạng chữ.",
        ),
        ("O37214012345", NotDigits, "Số định danh cá nhân «O37214012345» có ký tự không phải chữ số."),
        ("37214012345.5", NotDigits, "Số định danh cá nhân «37214012345.5» có ký tự không phải chữ số."),
        (37214012345.5, NotDigits, "Số định danh cá nhân «37214012345.5» có ký tự không phải chữ số."),
        ("0372140123456", WrongLength, "Số định danh cá nhân «0372140123456» có 13 chữ số, phải có 12."),
        (
            "164123456",
            WrongLength,
            "Số định danh cá nhân «164123456» có 9 chữ số, phải có 12. Đây có thể là số chứng minh nhân dân cũ.",
        ),
        ("7407137235", WrongLength, "Số định danh cá nhân «7407137235» có 10 chữ số, phải có 12."),
    ],
)
def test_personal_id_refusal_says_why(cell, error, message):
    with pytest.raises(error) as refusal:
        parse_personal_id(cell)
    assert refusal.value.message == message


def test_personal_id_warns_where_the_record_differs():
    found = parse_personal_id("079215012345")
    assert found.compare_with(Sex.MALE, date(2015, 3, 2)) == ()
    assert found.compare_with() == ()
    warnings = found.compare_with("female", date(2014, 3, 2))
    assert [(warning.code, warning.message) for warning in warnings] == [
        ("identity_sex_differs", "Giới tính khác với số định danh cá nhân."),
        ("identity_year_differs", "Năm sinh 2014 khác với số định danh cá nhân (2015)."),
    ]


@given(PROVINCES, st.integers(0, 9), st.integers(0, 99), st.integers(0, 999999))
def test_personal_id_reads_what_was_composed(province, century_and_sex, year, serial):
    number = f"{province}{century_and_sex}{year:02d}{serial:06d}"
    found = parse_personal_id(number)
    assert (found.number, found.registered_in) == (number, province)
    assert found.sex is (Sex.FEMALE if century_and_sex in (1, 3, 5, 7, 9) else Sex.MALE)
    assert found.birth_year == 1900 + century_and_sex // 2 * 100 + year


@given(PROVINCES, st.integers(0, 999999999))
def test_personal_id_from_a_number_cell_is_the_text_again(province, rest):
    number = f"{province}{rest:09d}"
    assert parse_personal_id(int(number)).number == number
    assert parse_personal_id(float(number)).number == number


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none()))
def test_personal_id_never_fails_in_another_way(cell):
    with contextlib.suppress(IdentityError):
        assert len(parse_personal_id(cell).number) == 12


def test_sector_id_is_ten_digits():
    assert parse_sector_id("7407137235") == SectorId("7407137235")
    assert parse_sector_id(7407137235).number == "7407137235"


def test_sector_id_that_lost_its_zero_is_offered_padded():
    found = parse_sector_id(107137235)
    assert found.number == "0107137235"
    assert [warning.code for warning in found.warnings] == ["identity_leading_zero_lost"]


@pytest.mark.parametrize(
    ("cell", "error", "message"),
    [
        ("", MissingNumber, "Chưa có mã định danh của Bộ."),
        ("037214012345", WrongLength, "Mã định danh của Bộ «037214012345» có 12 chữ số, phải có 10."),
        ("74071-3723A", NotDigits, "Mã định danh của Bộ «74071-3723A» có ký tự không phải chữ số."),
        ("7,4E+9", DigitsLost, "«7,4E+9» là số bị bảng tính rút gọn, đã mất các chữ số cuối. Nhập lại ở dạng chữ."),
    ],
)
def test_sector_id_refusal_says_why(cell, error, message):
    with pytest.raises(error) as refusal:
        parse_sector_id(cell)
    assert refusal.value.message == message
