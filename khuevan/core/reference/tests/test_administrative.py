from collections import Counter
from datetime import date

import pytest

from khuevan.core.reference import administrative
from khuevan.core.reference.administrative import UnknownUnit
from khuevan.core.reference.types import Commune

# Communes of each province as published by the statistics office.
COMMUNE_COUNTS = {
    "01": 126, "04": 56, "08": 124, "11": 45, "12": 38, "14": 75, "15": 99, "19": 92, "20": 65, "22": 54, "24": 99, "25": 148,
    "31": 114, "33": 104, "37": 129, "38": 166, "40": 130, "42": 69, "44": 78, "46": 40, "48": 94, "51": 96, "52": 135,
    "56": 65, "66": 102, "68": 124, "75": 95, "79": 168, "80": 96, "82": 102, "86": 124, "91": 102, "92": 103, "96": 64,
}  # fmt: skip


def everything_legacy():
    districts = [
        district
        for province in administrative.legacy_provinces()
        for district in administrative.legacy_districts(province.code)
    ]
    return districts, [commune for district in districts for commune in administrative.legacy_communes(district.code)]


def test_provinces_have_the_published_number_of_communes():
    counts = {province.code: len(administrative.communes(province.code)) for province in administrative.provinces()}
    assert counts == COMMUNE_COUNTS
    assert (len(counts), sum(counts.values())) == (34, 3321)


def test_kinds_of_units_after_the_changes_of_2026():
    assert Counter(province.kind for province in administrative.provinces()) == {"tỉnh": 25, "thành phố": 9}
    kinds = Counter(commune.kind for code in COMMUNE_COUNTS for commune in administrative.communes(code))
    assert kinds == {"xã": 2599, "phường": 709, "đặc khu": 13}


def test_kind_changes_lead_to_the_kinds_of_today():
    for change in administrative.kind_changes():
        find = administrative.province if change.level == "province" else administrative.commune
        assert find(change.code).kind == change.after
        assert change.effective_on > administrative.TWO_LEVELS_SINCE


def test_provinces_became_cities_in_2026():
    changes = [change for change in administrative.kind_changes() if change.level == "province"]
    assert [(change.code, change.effective_on) for change in changes] == [
        ("75", date(2026, 4, 30)),
        ("22", date(2026, 9, 1)),
        ("24", date(2026, 9, 20)),
    ]


def test_ninh_binh_has_129_communes():
    assert administrative.province("37").full_name == "Tỉnh Ninh Bình"
    assert Counter(commune.kind for commune in administrative.communes("37")) == {"xã": 97, "phường": 32}
    assert administrative.commune("13669") == Commune("13669", "Nam Định", "phường", "37")
    assert administrative.commune("13285").full_name == "Phường Phủ Lý"


def test_ninh_binh_was_three_provinces():
    assert [province.name for province in administrative.legacy_provinces("37")] == ["Hà Nam", "Nam Định", "Ninh Bình"]


@pytest.mark.parametrize(
    ("province", "names"),
    [
        ("35", ["Phủ Lý", "Duy Tiên", "Kim Bảng", "Thanh Liêm", "Bình Lục", "Lý Nhân"]),
        (
            "36",
            ["Nam Định", "Vụ Bản", "Ý Yên", "Nghĩa Hưng", "Nam Trực", "Trực Ninh", "Xuân Trường", "Giao Thủy", "Hải Hậu"],
        ),
        ("37", ["Tam Điệp", "Nho Quan", "Gia Viễn", "Hoa Lư", "Yên Khánh", "Kim Sơn", "Yên Mô"]),
    ],
)
def test_districts_of_the_three_provinces(province, names):
    assert [district.name for district in administrative.legacy_districts(province)] == names


def test_legacy_units_of_the_country():
    districts, communes = everything_legacy()
    assert (len(administrative.legacy_provinces()), len(districts), len(communes)) == (63, 696, 10035)


def test_every_legacy_commune_stayed_in_the_province_that_took_its_own():
    for province in administrative.legacy_provinces():
        for district in administrative.legacy_districts(province.code):
            for commune in administrative.legacy_communes(district.code):
                found = {successor.province_code for successor in administrative.successors(commune.code)}
                assert found == {province.successor_code}, commune


def test_every_commune_has_predecessors_but_the_five_island_districts():
    districts, _ = everything_legacy()
    islands = {code for district in districts for code in district.successor_codes}
    without = {
        commune.code
        for code in COMMUNE_COUNTS
        for commune in administrative.communes(code)
        if not administrative.predecessors(commune.code)
    }
    assert without == islands
    assert {administrative.commune(code).name for code in islands} == {
        "Bạch Long Vĩ",
        "Cồn Cỏ",
        "Hoàng Sa",
        "Lý Sơn",
        "Côn Đảo",
    }


def test_districts_without_communes_are_those_with_successors_of_their_own():
    districts, _ = everything_legacy()
    assert [
        district
        for district in districts
        if bool(administrative.legacy_communes(district.code)) == bool(district.successor_codes)
    ] == []


def test_divided_commune_has_several_successors():
    assert administrative.legacy_commune("13285").full_name == "Phường Quang Trung"
    assert [commune.name for commune in administrative.successors("13285")] == ["Hà Nam", "Phủ Lý"]


def test_merged_commune_knows_its_predecessors():
    assert [commune.name for commune in administrative.predecessors("13285")] == [
        "Quang Trung",
        "Châu Cầu",
        "Liêm Chính",
        "Thanh Châu",
    ]


@pytest.mark.parametrize(
    "lookup",
    [
        administrative.province,
        administrative.communes,
        administrative.commune,
        administrative.legacy_provinces,
        administrative.legacy_districts,
        administrative.legacy_communes,
        administrative.legacy_commune,
        administrative.successors,
        administrative.predecessors,
    ],
)
def test_unknown_code_is_refused(lookup):
    with pytest.raises(UnknownUnit):
        lookup("xx")
