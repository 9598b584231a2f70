"""Seeing the tree: who sees what, on which day, and finding units."""

from datetime import date

import pytest

from khuevan.core.org import api as org
from khuevan.core.org.models import OrgUnit, UnitCode
from khuevan.core.org.tests.factories import make_unit
from khuevan.core.org.types import InstitutionType
from khuevan.kernel.actor import ANONYMOUS
from khuevan.kernel.errors import NotFound

JUNE = date(2026, 6, 30)
SEPTEMBER = date(2026, 9, 1)


def _names(units) -> list[str]:
    return [unit.name for unit in units]


@pytest.mark.parametrize("username", ["bo", "giamdoc", "ha", "sokhac", "xa", "hieutruong", "mai", "quantri", "kiemtoan"])
def test_directory_is_the_same_for_all_staff_and_has_no_class(world, username):
    seen = org.directory(world.actor(username))

    assert seen.count() == 12
    assert not seen.filter(kind="class").exists()


@pytest.mark.parametrize("username", ["nguyet", "hanh"])
def test_pupils_and_guardians_have_no_directory(world, username):
    actor = world.actor(username)

    assert org.directory(actor).count() == 0
    assert org.tree_as_of(actor, SEPTEMBER) == []
    assert org.search(actor, "Ninh Khánh") == []
    assert org.institutions(actor, SEPTEMBER) == []
    with pytest.raises(NotFound):
        org.unit(actor, world.units["lower_a"].pk)


def test_anonymous_sees_nothing(world):
    assert org.directory(ANONYMOUS).count() == 0


@pytest.mark.parametrize(
    ("username", "permission", "expected"),
    [
        ("xa", "org.edit_attributes", ["Trường THCS Ninh Khánh"]),
        ("hieutruong", "org.edit_own", ["Trường THCS Ninh Khánh"]),
        ("vanphong", "org.edit", ["Trường THCS Ninh Khánh", "Trường THPT Hoa Lư A", "Trường Tiểu học Gia Viễn"]),
        ("sokhac", "org.view", ["Trường Tiểu học Nga Sơn"]),
        ("mai", "org.edit", []),
    ],
)
def test_units_to_choose_from_lie_where_the_permission_is_held(world, username, permission, expected):
    assert _names(org.units(world.actor(username), permission, kind="school")) == expected


def test_units_leaves_out_what_has_ended_or_not_begun(world):
    actor, parent = world.actor("vanphong"), world.units["commune_a"]
    make_unit("school", "Trường Đã Đóng", parent, valid_to=date(2026, 10, 4))
    make_unit("school", "Trường Hết Hôm Nay", parent, valid_to=date(2026, 10, 5))
    make_unit("school", "Trường Ngày Mai", parent, since=date(2026, 10, 6))

    assert _names(org.children(actor, parent)) == ["Trường Hết Hôm Nay", "Trường THCS Ninh Khánh"]


def test_descendants_and_ancestors(world):
    actor = world.actor("mai")

    assert _names(org.descendants(actor, world.units["province"], kind="commune")) == ["Phường Hoa Lư", "Xã Gia Viễn"]
    assert _names(org.ancestors(actor, world.units["lower_a"])) == [
        "Bộ Giáo dục và Đào tạo",
        "Tỉnh Ninh Bình",
        "Phường Hoa Lư",
    ]


def test_counts_below_count_classes_too(world):
    assert org.counts_below(world.actor("mai"), world.units["commune_a"]) == {"school": 1, "class": 3}


def test_tree_as_of_draws_each_day_as_it_was(world):
    actor, school = world.actor("vanphong"), world.units["lower_a"]
    org.rename_unit(actor, unit=school, name="Trường THCS Hoa Lư", expected_version=1, on=SEPTEMBER)
    org.move_unit(actor, unit=school, parent=world.units["commune_b"], on=SEPTEMBER, expected_version=2)

    before = org.tree_as_of(actor, JUNE, world.units["province"])
    after = org.tree_as_of(actor, SEPTEMBER, world.units["province"])

    assert [(state.depth, state.name) for state in before] == [
        (0, "Tỉnh Ninh Bình"),
        (1, "Sở GDĐT Ninh Bình"),
        (1, "Phường Hoa Lư"),
        (2, "Trường THCS Ninh Khánh"),
        (1, "Xã Gia Viễn"),
        (2, "Trường Tiểu học Gia Viễn"),
        (1, "Trường THPT Hoa Lư A"),
    ]
    assert [(state.depth, state.name) for state in after] == [
        (0, "Tỉnh Ninh Bình"),
        (1, "Sở GDĐT Ninh Bình"),
        (1, "Phường Hoa Lư"),
        (1, "Xã Gia Viễn"),
        (2, "Trường THCS Hoa Lư"),
        (2, "Trường Tiểu học Gia Viễn"),
        (1, "Trường THPT Hoa Lư A"),
    ]


def test_tree_as_of_may_stop_at_a_depth(world):
    assert [state.depth for state in org.tree_as_of(world.actor("bo"), JUNE, deepest=1)] == [0, 1, 1]


def test_children_as_of_say_how_many_are_inside(world):
    actor = world.actor("bo")

    assert [(state.name, state.children) for state in org.children_as_of(actor, JUNE, None)] == [("Bộ Giáo dục và Đào tạo", 2)]
    assert [(state.name, state.children) for state in org.children_as_of(actor, JUNE, world.units["province"].pk)] == [
        ("Sở GDĐT Ninh Bình", 0),
        ("Phường Hoa Lư", 1),
        ("Xã Gia Viễn", 1),
        ("Trường THPT Hoa Lư A", 0),
    ]
    assert org.children_as_of(actor, date(2019, 12, 31), None) == []


def test_unit_as_of_is_not_found_before_its_first_day(world):
    actor, school = world.actor("bo"), world.units["lower_a"]

    assert org.unit_as_of(actor, JUNE, school.pk).until is None
    with pytest.raises(NotFound):
        org.unit_as_of(actor, date(2019, 12, 31), school.pk)
    with pytest.raises(NotFound):
        org.unit_as_of(actor, SEPTEMBER, world.units["7A1"].pk)


@pytest.mark.parametrize("text", ["ninh khanh", "Ninh Khánh", "KHANH NINH", "  thcs   khánh "])
def test_search_ignores_diacritics_case_and_order(world, text):
    assert _names(org.search(world.actor("mai"), text)) == ["Trường THCS Ninh Khánh"]


def test_search_finds_former_names_codes_and_what_has_ended(world):
    actor, school = world.actor("vanphong"), world.units["lower_a"]
    org.rename_unit(actor, unit=school, name="Trường THCS Hoa Lư", expected_version=1, on=SEPTEMBER)
    org.set_code(actor, unit=school, system="moet", code="37000001", since=SEPTEMBER)
    closed = make_unit("school", "Trường Ninh Khánh Cũ", world.units["commune_a"])
    org.abolish_unit(actor, unit=closed, last_day=JUNE)

    by_former_name = org.search(actor, "ninh khánh")

    assert [(found.name, found.matched, found.in_force) for found in by_former_name] == [
        ("Trường THCS Hoa Lư", "Trường THCS Ninh Khánh", True),
        ("Trường Ninh Khánh Cũ", "", False),
    ]
    assert _names(org.search(actor, "37000001")) == ["Trường THCS Hoa Lư"]
    assert _names(org.search(actor, "ninh khánh", only_in_force=True)) == ["Trường THCS Hoa Lư"]
    assert _names(org.search(actor, "ninh khánh", day=JUNE)) == ["Trường Ninh Khánh Cũ", "Trường THCS Ninh Khánh"]


def test_search_needs_two_letters_and_takes_signs_literally(world):
    actor = world.actor("mai")

    assert org.search(actor, "t") == []
    assert org.search(actor, "%%") == []
    assert org.search(actor, "__") == []


def test_search_never_finds_a_class(world):
    assert org.search(world.actor("mai"), "lớp 7A1") == []


def test_institutions_tell_what_figures_are_broken_down_by(world):
    UnitCode.objects.create(
        unit=world.units["commune_b"], system="administrative", code="14389", period=(date(2025, 7, 1), None)
    )
    OrgUnit.objects.filter(pk=world.units["upper"].pk).update(commune_code="14389")
    world.units["upper"].versions.update(commune_code="14389")

    schools = {school.name: school for school in org.institutions(world.actor("bo"), SEPTEMBER)}

    assert list(schools) == [
        "Trường THCS Ninh Khánh",
        "Trường THPT Hoa Lư A",
        "Trường Tiểu học Gia Viễn",
        "Trường Tiểu học Nga Sơn",
    ]
    lower, upper = schools["Trường THCS Ninh Khánh"], schools["Trường THPT Hoa Lư A"]
    assert (lower.type, lower.ownership, lower.affiliation) == (InstitutionType.LOWER_SECONDARY, "public", "commune")
    assert lower.commune_id == world.units["commune_a"].pk
    assert lower.ancestors == tuple(world.units[key].pk for key in ("ministry", "province", "commune_a"))
    assert (upper.type, upper.commune_id) == (InstitutionType.UPPER_SECONDARY, world.units["commune_b"].pk)
    assert org.institutions(world.actor("bo"), date(2019, 12, 31)) == []


def test_possible_parents_are_of_the_right_kind_and_in_reach(world):
    campus = make_unit("campus", "Điểm trường", world.units["lower_a"])

    assert _names(org.possible_parents(world.actor("vanphong"), campus)) == [
        "Trường THPT Hoa Lư A",
        "Trường Tiểu học Gia Viễn",
    ]


@pytest.mark.parametrize(("count"), [1, 3])
def test_listing_runs_one_query_whatever_its_length(world, django_assert_num_queries, count):
    for number in range(count):
        make_unit("school", f"Trường Số {number}", world.units["commune_a"])
    actor = world.actor("mai")

    with django_assert_num_queries(1):
        assert len([unit.parent.name for unit in org.listing(actor) if unit.parent]) == 11 + count
