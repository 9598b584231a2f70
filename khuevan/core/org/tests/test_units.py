"""Single changes of the tree: history right, journal written, nothing done when refused."""

from datetime import date, timedelta

import pytest

from khuevan.core.audit.models import JournalEntry
from khuevan.core.org import api as org
from khuevan.core.org import events
from khuevan.core.org.models import OrgUnit, UnitCode
from khuevan.core.org.tests.factories import make_unit
from khuevan.core.org.tests.looking import dump, faults
from khuevan.core.org.types import (
    ChangedSince,
    ChildrenInForce,
    CodeTaken,
    NewUnit,
    UnitEnded,
    UnitTooYoung,
    WouldLoop,
    WrongDay,
    WrongParent,
)
from khuevan.kernel.errors import NotAllowed, Stale

TODAY = date(2026, 10, 5)
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def published(monkeypatch):
    """The events announced, in order."""
    heard = []
    for module in ("units", "reorganising", "reversing"):
        monkeypatch.setattr(f"khuevan.core.org.operations.{module}.publish", heard.append)
    return heard


def _fresh(unit: OrgUnit) -> OrgUnit:
    return OrgUnit.objects.get(pk=unit.pk)


def _spans(unit: OrgUnit) -> list[tuple]:
    return [
        (version.name, version.parent_id, version.period.lower, version.period.upper)
        for version in unit.versions.order_by("period")
    ]


def test_create_unit_stands_below_its_parent_from_its_day(world, published):
    new = NewUnit("school", "Trường Mầm non  Hoa Sen", levels=("preschool",), ownership="public", codes=(("moet", "37000001"),))

    school = org.create_unit(world.actor("vanphong"), parent=world.units["commune_a"], unit=new, on=SEPTEMBER)

    assert school.name == "Trường Mầm non Hoa Sen"
    assert school.path == f"{world.units['commune_a'].path}{school.pk}/"
    assert (school.search_key, school.valid_from, school.valid_to) == ("truong mam non hoa sen", SEPTEMBER, None)
    assert _spans(school) == [(school.name, world.units["commune_a"].pk, SEPTEMBER, None)]
    assert UnitCode.objects.get(unit=school).code == "37000001"
    assert JournalEntry.objects.latest("pk").verb == "org.unit_created"
    assert published == [events.UnitCreated(unit_id=school.pk, kind="school", on=SEPTEMBER)]
    assert faults() == {}


def test_inner_units_need_only_the_permission_of_the_room_that_keeps_them(world):
    rows = [NewUnit("class", f"Lớp 6A{number}", short_name=f"6A{number}", levels=("lower_secondary",)) for number in range(3)]

    classes = org.create_units(
        world.actor("xa"), parent=world.units["lower_a"], rows=rows, on=date(2026, 8, 22), permission="org.edit_attributes"
    )

    assert [unit.path for unit in classes] == [f"{world.units['lower_a'].path}{unit.pk}/" for unit in classes]
    assert faults() == {}


@pytest.mark.parametrize(
    ("username", "parent", "new", "on", "refusal"),
    [
        ("xa", "commune_a", NewUnit("school", "Trường A"), SEPTEMBER, NotAllowed),
        ("sokhac", "commune_c", NewUnit("school", "Trường A"), SEPTEMBER, NotAllowed),
        ("vanphong", "commune_c", NewUnit("school", "Trường A"), SEPTEMBER, NotAllowed),
        ("vanphong", "commune_a", NewUnit("department", "Sở A"), SEPTEMBER, WrongParent),
        ("vanphong", "commune_a", NewUnit("school", "Trường A"), TODAY + timedelta(days=1), WrongDay),
        ("vanphong", "commune_a", NewUnit("school", "Trường A"), date(2019, 9, 1), UnitTooYoung),
    ],
)
def test_create_unit_refused_changes_nothing(world, published, username, parent, new, on, refusal):
    before = dump()

    with pytest.raises(refusal):
        org.create_unit(world.actor(username), parent=world.units[parent], unit=new, on=on)

    assert dump() == before
    assert published == []


def test_create_unit_at_the_top_needs_the_permission_everywhere(world):
    with pytest.raises(NotAllowed):
        org.create_unit(world.actor("vanphong"), parent=None, unit=NewUnit("province", "Tỉnh Mới"), on=SEPTEMBER)


def test_inner_permission_does_not_found_schools(world):
    with pytest.raises(NotAllowed):
        org.create_units(
            world.actor("xa"),
            parent=world.units["commune_a"],
            rows=[NewUnit("school", "Trường A")],
            on=SEPTEMBER,
            permission="org.edit_attributes",
        )


def test_rename_from_a_day_keeps_the_old_name_before_it(world, published):
    school = world.units["lower_a"]

    renamed = org.rename_unit(
        world.actor("vanphong"), unit=school, name="Trường THCS Ninh Khánh 2", expected_version=school.version, on=SEPTEMBER
    )

    parent = school.parent_id
    assert _spans(school) == [
        ("Trường THCS Ninh Khánh", parent, date(2020, 1, 1), SEPTEMBER),
        ("Trường THCS Ninh Khánh 2", parent, SEPTEMBER, None),
    ]
    assert renamed.version == school.version + 1
    assert published == [events.UnitRenamed(unit_id=school.pk, on=SEPTEMBER)]
    assert faults() == {}


def test_rename_without_a_day_corrects_the_record(world):
    school = world.units["lower_a"]

    org.rename_unit(world.actor("vanphong"), unit=school, name="Trường THCS Ninh Khanh", expected_version=school.version)

    assert _spans(school) == [("Trường THCS Ninh Khanh", school.parent_id, date(2020, 1, 1), None)]
    assert JournalEntry.objects.latest("pk").verb == "org.name_corrected"


def test_renaming_twice_on_one_day_leaves_one_span(world):
    school, actor = world.units["lower_a"], world.actor("vanphong")
    first = org.rename_unit(actor, unit=school, name="Tên một", expected_version=school.version, on=SEPTEMBER)

    org.rename_unit(actor, unit=first, name="Tên hai", expected_version=first.version, on=SEPTEMBER)

    assert [name for name, *_rest in _spans(school)] == ["Trường THCS Ninh Khánh", "Tên hai"]


def test_rename_is_refused_before_a_later_change_and_when_stale(world):
    school, actor = world.units["lower_a"], world.actor("vanphong")
    org.rename_unit(actor, unit=school, name="Tên một", expected_version=school.version, on=SEPTEMBER)
    before = dump()

    with pytest.raises(ChangedSince):
        org.rename_unit(actor, unit=school, name="Tên hai", expected_version=school.version + 1, on=date(2026, 8, 1))
    with pytest.raises(Stale):
        org.rename_unit(actor, unit=school, name="Tên hai", expected_version=school.version, on=TODAY)

    assert dump() == before


def test_move_takes_everything_below_along_ended_classes_too(world, published):
    school, target = world.units["lower_a"], world.units["commune_b"]
    old_class = make_unit("class", "Lớp 9B", school, since=date(2020, 9, 1), valid_to=date(2021, 5, 31))
    old_class.versions.update(period=(date(2020, 9, 1), date(2021, 6, 1)))

    moved = org.move_unit(
        world.actor("vanphong"),
        unit=school,
        parent=target,
        on=SEPTEMBER,
        affiliation="commune",
        expected_version=school.version,
    )

    assert moved.path == f"{target.path}{school.pk}/"
    assert _fresh(old_class).path == f"{moved.path}{old_class.pk}/"
    assert _fresh(world.units["7A1"]).path == f"{moved.path}{world.units['7A1'].pk}/"
    assert [parent for _name, parent, *_days in _spans(school)] == [world.units["commune_a"].pk, target.pk]
    assert published == [
        events.UnitMoved(unit_id=school.pk, from_parent_id=world.units["commune_a"].pk, to_parent_id=target.pk, on=SEPTEMBER)
    ]
    assert faults() == {}


def test_move_to_a_commune_takes_its_code(world):
    UnitCode.objects.create(
        unit=world.units["commune_b"], system="administrative", code="14389", period=(date(2025, 7, 1), None)
    )
    school = world.units["lower_a"]

    moved = org.move_unit(
        world.actor("vanphong"), unit=school, parent=world.units["commune_b"], on=SEPTEMBER, expected_version=school.version
    )

    assert moved.commune_code == "14389"
    assert org.unit_as_of(world.actor("vanphong"), date(2026, 8, 31), school.pk).commune_code == ""


def test_move_rewrites_any_number_of_paths_in_one_statement(world, django_assert_max_num_queries):
    school = world.units["lower_a"]
    for number in range(30):
        make_unit("class", f"Lớp 8A{number}", school, since=date(2026, 8, 22))

    with django_assert_max_num_queries(30):
        org.move_unit(
            world.actor("vanphong"), unit=school, parent=world.units["commune_b"], on=SEPTEMBER, expected_version=school.version
        )

    assert OrgUnit.objects.filter(path__startswith=f"{world.units['commune_b'].path}{school.pk}/", kind="class").count() == 33


def test_move_refuses_loops_foreign_places_and_wrong_parents(world):
    actor, school = world.actor("vanphong"), world.units["lower_a"]
    campus = make_unit("campus", "Điểm trường 1", school)
    before = dump()

    with pytest.raises(WrongParent):
        org.move_unit(actor, unit=school, parent=world.units["upper"], on=SEPTEMBER, expected_version=1)
    with pytest.raises(NotAllowed):
        org.move_unit(actor, unit=school, parent=world.units["commune_c"], on=SEPTEMBER, expected_version=1)
    with pytest.raises(NotAllowed):
        org.move_unit(actor, unit=world.units["primary_c"], parent=world.units["commune_a"], on=SEPTEMBER, expected_version=1)
    with pytest.raises((WouldLoop, WrongParent)):
        org.move_unit(actor, unit=campus, parent=campus, on=SEPTEMBER, expected_version=1)

    assert dump() == before


def test_attributes_change_from_a_day_and_contacts_have_no_history(world):
    school, actor = world.units["lower_a"], world.actor("vanphong")

    org.change_attributes(actor, unit=school, values={"area": "difficult"}, expected_version=1, on=SEPTEMBER)
    org.change_attributes(actor, unit=school, values={"address": "Số 1", "phone": "0229"}, expected_version=2)

    assert [(v.area, v.period.lower) for v in school.versions.order_by("period")] == [
        ("normal", date(2020, 1, 1)),
        ("difficult", SEPTEMBER),
    ]
    assert (_fresh(school).address, _fresh(school).version) == ("Số 1", 3)
    assert faults() == {}


def test_unchanged_attributes_write_nothing(world):
    school, before = world.units["lower_a"], JournalEntry.objects.count()

    same = org.change_attributes(world.actor("vanphong"), unit=school, values={"area": "normal"}, expected_version=1)

    assert (same.version, JournalEntry.objects.count()) == (1, before)


@pytest.mark.parametrize(
    ("username", "values", "allowed"),
    [
        ("hieutruong", {"address": "Số 2", "latitude": None}, True),
        ("hieutruong", {"area": "difficult"}, False),
        ("hieutruongkhac", {"address": "Số 2"}, False),
        ("xa", {"area": "difficult", "levels": ["primary", "lower_secondary"]}, True),
        ("xa", {"affiliation": "department"}, False),
        ("xakhac", {"area": "difficult"}, False),
        ("vanphong", {"affiliation": "department"}, True),
        ("tuan", {"address": "Số 2"}, False),
        ("nguyet", {"address": "Số 2"}, False),
        ("hanh", {"address": "Số 2"}, False),
        ("giamdoc", {"address": "Số 2"}, False),
    ],
)
def test_who_may_change_which_attributes(world, username, values, allowed):
    school, before = world.units["lower_a"], dump()

    if allowed:
        org.change_attributes(world.actor(username), unit=school, values=values, expected_version=1)
        assert dump() != before
    else:
        with pytest.raises(NotAllowed):
            org.change_attributes(world.actor(username), unit=school, values=values, expected_version=1)
        assert dump() == before


def test_code_of_a_system_follows_the_former_one(world):
    actor, school = world.actor("vanphong"), world.units["lower_a"]
    org.set_code(actor, unit=school, system="moet", code="37000001", since=date(2025, 1, 1))

    org.set_code(actor, unit=school, system="moet", code="37000002", since=SEPTEMBER)

    assert [(code.code, code.period.lower, code.period.upper) for code in school.codes.order_by("period")] == [
        ("37000001", date(2025, 1, 1), SEPTEMBER),
        ("37000002", SEPTEMBER, None),
    ]


def test_code_set_again_on_its_day_is_corrected_and_an_empty_one_ends_it(world):
    actor, school = world.actor("vanphong"), world.units["lower_a"]
    org.set_code(actor, unit=school, system="moet", code="37000001", since=date(2025, 1, 1))
    org.set_code(actor, unit=school, system="moet", code="37000009", since=date(2025, 1, 1))

    org.set_code(actor, unit=school, system="moet", code="", since=SEPTEMBER)

    assert [(code.code, code.period.lower, code.period.upper) for code in school.codes.all()] == [
        ("37000009", date(2025, 1, 1), SEPTEMBER)
    ]


def test_code_of_another_unit_is_refused_in_the_same_time_only(world):
    actor = world.actor("vanphong")
    org.set_code(actor, unit=world.units["lower_a"], system="moet", code="37000001", since=date(2025, 1, 1))
    before = dump()

    with pytest.raises(CodeTaken) as refusal:
        org.set_code(actor, unit=world.units["primary_b"], system="moet", code="37000001", since=SEPTEMBER)
    assert dump() == before
    assert "Trường THCS Ninh Khánh" in str(refusal.value)

    org.set_code(actor, unit=world.units["lower_a"], system="moet", code="", since=SEPTEMBER)
    org.set_code(actor, unit=world.units["primary_b"], system="moet", code="37000001", since=SEPTEMBER)
    assert UnitCode.objects.filter(code="37000001").count() == 2


def test_abolish_ends_unit_span_and_codes(world, published):
    actor, school = world.actor("vanphong"), make_unit("school", "Trường Cũ", world.units["commune_a"])
    org.set_code(actor, unit=school, system="moet", code="37000001", since=date(2025, 1, 1))

    org.abolish_unit(actor, unit=school, last_day=date(2026, 8, 31))

    ended = _fresh(school)
    assert (ended.valid_to, ended.path) == (date(2026, 8, 31), school.path)
    assert _spans(school) == [("Trường Cũ", school.parent_id, date(2020, 1, 1), SEPTEMBER)]
    assert ended.codes.get().period.upper == SEPTEMBER
    assert published == [events.UnitAbolished(unit_id=school.pk, last_day=date(2026, 8, 31))]
    with pytest.raises(UnitEnded):
        org.rename_unit(actor, unit=ended, name="Tên", expected_version=ended.version, on=TODAY)


def test_abolish_is_refused_while_something_stands_inside(world):
    before = dump()

    with pytest.raises(ChildrenInForce) as refusal:
        org.abolish_unit(world.actor("vanphong"), unit=world.units["lower_a"], last_day=date(2026, 8, 31))

    assert dump() == before
    assert "còn 3 đơn vị bên trong (Lớp 7A1, Lớp 7A2, Lớp 9A)" in str(refusal.value)


def test_abolish_units_ends_the_classes_of_a_year_at_once(world):
    classes = [world.units["7A1"], world.units["7A2"]]

    org.abolish_units(world.actor("xa"), units=classes, last_day=date(2026, 10, 4), permission="org.edit_attributes")

    assert {_fresh(unit).valid_to for unit in classes} == {date(2026, 10, 4)}
    assert faults() == {}
