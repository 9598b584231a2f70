"""Reorganisations: what each kind of step does, that a preview is the truth, and that all of it happens or nothing."""

from datetime import date

import pytest

from khuevan.core.audit.models import JournalEntry
from khuevan.core.org import api as org
from khuevan.core.org import events as org_events
from khuevan.core.org import queries
from khuevan.core.org.models import OrgUnit, Reorganisation, UnitTrace
from khuevan.core.org.tests.factories import make_draft, make_unit
from khuevan.core.org.tests.looking import dump, faults
from khuevan.core.org.types import (
    Abolish,
    Abolition,
    AlreadyApplied,
    ChangedSince,
    ChildrenLeftBehind,
    Create,
    KindCount,
    Merge,
    Move,
    NewUnit,
    NotDraft,
    NotYetEffective,
    OutOfReach,
    PreviewOutdated,
    PreviewRow,
    Recode,
    Relocation,
    Rename,
    Split,
    UnitEnded,
    UnitTooYoung,
    WouldLoop,
    WrongParent,
    WrongStep,
)
from khuevan.core.roles.models import RoleAssignment
from khuevan.kernel import events
from khuevan.kernel.errors import NotAllowed
from khuevan.registry.enrolment.models import Enrolment, SchoolClass

ON = date(2026, 9, 1)
LAST_DAY = date(2026, 8, 31)
NEW_COMMUNE = "xa:99999"


def _apply(actor, *steps, on: date = ON) -> Reorganisation:
    draft = make_draft(actor, *steps, on=on)
    org.preview_reorganisation(actor, reorganisation=draft)
    return org.apply_reorganisation(actor, reorganisation=draft)


def _found_commune(world) -> Create:
    new = NewUnit("commune", "Xã Mới", parent=world.units["province"].pk, key=NEW_COMMUNE, codes=(("administrative", "99999"),))
    return Create((new,))


def _fresh(unit) -> OrgUnit:
    return OrgUnit.objects.get(pk=unit.pk)


def test_merge_into_a_new_unit_takes_what_is_inside_along(world):
    actor, ends = world.actor("vanphong"), [world.units["commune_a"], world.units["commune_b"]]

    _apply(actor, _found_commune(world), Merge(tuple(unit.pk for unit in ends), NEW_COMMUNE))

    new = OrgUnit.objects.get(name="Xã Mới")
    school = _fresh(world.units["lower_a"])
    assert (school.parent, school.path, school.commune_code) == (new, f"{new.path}{school.pk}/", "99999")
    assert _fresh(world.units["7A1"]).path == f"{school.path}{world.units['7A1'].pk}/"
    assert [(_fresh(unit).valid_to, _fresh(unit).path) for unit in ends] == [(LAST_DAY, unit.path) for unit in ends]
    assert [state.unit_id for state in org.successors(actor, ends)] == [new.pk]
    assert [state.name for state in org.predecessors(actor, [new], on=LAST_DAY)] == ["Phường Hoa Lư", "Xã Gia Viễn"]
    assert faults() == {}


def test_merge_into_a_unit_that_goes_on(world):
    actor = world.actor("vanphong")

    _apply(actor, Merge((world.units["commune_b"].pk,), world.units["commune_a"].pk))

    assert _fresh(world.units["commune_a"]).valid_to is None
    assert _fresh(world.units["primary_b"]).parent == world.units["commune_a"]
    assert org.came_from(actor, world.units["commune_a"])[0].name == "Xã Gia Viễn"
    assert faults() == {}


def test_merging_schools_takes_the_classes_along(world):
    actor = world.actor("vanphong")
    other = make_unit("school", "Trường THCS Ninh Mỹ", world.units["commune_a"], levels=["lower_secondary"])

    _apply(actor, Merge((world.units["lower_a"].pk,), other.pk))

    assert _fresh(world.units["7A1"]).path == f"{other.path}{world.units['7A1'].pk}/"
    assert [state.name for state in org.successors(actor, [world.units["lower_a"]])] == ["Trường THCS Ninh Mỹ"]


def test_split_that_ends_a_unit_gives_its_inside_to_the_parts(world):
    actor, old = world.actor("vanphong"), world.units["commune_a"]
    second = make_unit("school", "Trường THCS Ninh Mỹ", old, levels=["lower_secondary"])
    parts = tuple(
        NewUnit("commune", name, parent=old.parent_id, key=key) for name, key in (("Xã Đông", "dong"), ("Xã Tây", "tay"))
    )

    _apply(
        actor,
        Create(parts),
        Split(old.pk, ("dong", "tay"), ends=True, children=((world.units["lower_a"].pk, "dong"), (second.pk, "tay"))),
    )

    assert _fresh(second).parent.name == "Xã Tây"
    assert [state.name for state in org.successors(actor, [old])] == ["Xã Đông", "Xã Tây"]
    assert faults() == {}


def test_split_that_leaves_the_unit_keeps_it_as_its_own_successor(world):
    actor, old = world.actor("vanphong"), world.units["commune_a"]
    part = NewUnit("commune", "Xã Tách", parent=old.parent_id, key="tach")

    _apply(actor, Create((part,)), Split(old.pk, ("tach",), ends=False))

    assert _fresh(old).valid_to is None
    assert [state.name for state in org.successors(actor, [old])] == ["Phường Hoa Lư", "Xã Tách"]


def test_move_sends_each_unit_where_its_row_says(world):
    actor = world.actor("vanphong")
    school, other, department = world.units["lower_a"], world.units["primary_b"], world.units["department"]

    _apply(actor, Move((Relocation(school.pk, department.pk), Relocation(other.pk, world.units["commune_a"].pk)), "department"))

    assert (_fresh(school).parent, _fresh(other).parent) == (department, world.units["commune_a"])
    assert {_fresh(school).affiliation, _fresh(other).affiliation} == {"department"}
    assert faults() == {}


def test_move_of_units_inside_each_other_leaves_every_path_right(world):
    """A school leaves for a commune that itself moves in the same step, and its campus leaves the school."""
    province, school = world.units["province"], world.units["lower_a"]
    district = make_unit("district", "Huyện Thử", province)
    campus = make_unit("campus", "Điểm trường", school)
    inner = make_unit("class", "Lớp ghép", campus)

    _apply(
        world.actor("vanphong"),
        Move(
            (
                Relocation(school.pk, world.units["commune_b"].pk),
                Relocation(world.units["commune_b"].pk, district.pk),
                Relocation(campus.pk, world.units["primary_b"].pk),
            )
        ),
    )

    assert _fresh(school).path == f"{district.path}{world.units['commune_b'].pk}/{school.pk}/"
    assert _fresh(inner).path == (
        f"{district.path}{world.units['commune_b'].pk}/{world.units['primary_b'].pk}/{campus.pk}/{inner.pk}/"
    )
    assert faults() == {}


def test_rename_and_recode(world):
    actor, school = world.actor("vanphong"), world.units["lower_a"]
    OrgUnit.objects.filter(pk=school.pk).update(commune_code="14329")
    school.versions.update(commune_code="14329")

    _apply(
        actor,
        Rename(world.units["commune_a"].pk, "Phường Tây Hoa Lư", "P. Tây Hoa Lư"),
        Recode(world.units["province"].pk, (("14329", "14330"), ("14330", "14331"))),
    )

    assert org.unit_as_of(actor, ON, world.units["commune_a"].pk).label == "P. Tây Hoa Lư"
    assert org.unit_as_of(actor, LAST_DAY, world.units["commune_a"].pk).name == "Phường Hoa Lư"
    assert _fresh(school).commune_code == "14330"
    assert faults() == {}


def test_abolish_tells_who_takes_over(world):
    actor = world.actor("vanphong")
    bureau = make_unit("division", "Phòng Giáo dục cũ", world.units["department"])

    _apply(actor, Abolish((Abolition(bureau.pk, (world.units["commune_a"].pk, world.units["commune_b"].pk)),)))

    assert [state.name for state in org.successors(actor, [bureau])] == ["Phường Hoa Lư", "Xã Gia Viễn"]


def test_preview_says_before_and_after_and_changes_nothing(world):
    actor = world.actor("vanphong")
    draft = make_draft(actor, _found_commune(world), Merge((world.units["commune_b"].pk,), NEW_COMMUNE))
    before = dump()

    preview = org.preview_reorganisation(actor, reorganisation=draft)

    assert dump() == before
    assert UnitTrace.objects.count() == 0
    assert preview.rows == (
        PreviewRow("commune", ("created",), "", "Xã Mới", "", "Tỉnh Ninh Bình"),
        PreviewRow("commune", ("ended",), "Xã Gia Viễn", "", "Tỉnh Ninh Bình", "", ("Xã Mới",)),
        PreviewRow(
            "school",
            ("moved", "altered"),
            "Trường Tiểu học Gia Viễn",
            "Trường Tiểu học Gia Viễn",
            "Xã Gia Viễn",
            "Xã Mới",
        ),
    )
    assert KindCount("commune", 3, 3) in preview.kinds
    affected = {row.label: (row.ended, row.moved) for row in preview.affected}
    posts, classes, learners = (str(model._meta.verbose_name) for model in (RoleAssignment, SchoolClass, Enrolment))
    assert (affected[posts], affected[classes], affected[learners]) == ((1, 2), (0, 1), (0, 1))
    assert queries.preview(Reorganisation.objects.get(pk=draft.pk)) == preview


def test_what_is_applied_is_what_was_previewed(world):
    actor = world.actor("vanphong")
    draft = make_draft(actor, _found_commune(world), Merge((world.units["commune_b"].pk,), NEW_COMMUNE))
    preview = org.preview_reorganisation(actor, reorganisation=draft)

    applied = org.apply_reorganisation(actor, reorganisation=draft)

    assert queries.preview(applied) == preview
    assert (applied.state, applied.applied_by_id) == ("applied", actor.user_id)
    entry = JournalEntry.objects.latest("pk")
    assert (entry.verb, entry.changes["created"], entry.changes["moved"]) == ("org.reorganisation_applied", [0, 1], [0, 1])


def test_apply_is_refused_when_never_previewed_or_when_the_tree_changed_meanwhile(world):
    actor = world.actor("vanphong")
    draft = make_draft(actor, Merge((world.units["commune_b"].pk,), world.units["commune_a"].pk))
    with pytest.raises(PreviewOutdated):
        org.apply_reorganisation(actor, reorganisation=draft)
    org.preview_reorganisation(actor, reorganisation=draft)
    org.create_unit(actor, parent=world.units["commune_b"], unit=NewUnit("school", "Trường Chen Ngang"), on=LAST_DAY)
    before = dump()

    with pytest.raises(PreviewOutdated):
        org.apply_reorganisation(actor, reorganisation=draft)

    assert dump() == before


def test_apply_twice_is_refused(world):
    actor = world.actor("vanphong")
    applied = _apply(actor, Rename(world.units["commune_a"].pk, "Phường Tây Hoa Lư"))
    before = dump()

    with pytest.raises(AlreadyApplied):
        org.apply_reorganisation(actor, reorganisation=applied)
    with pytest.raises(NotDraft):
        org.preview_reorganisation(actor, reorganisation=applied)

    assert dump() == before


def test_apply_waits_for_the_day_of_effect(world):
    actor = world.actor("vanphong")
    draft = make_draft(actor, Rename(world.units["commune_a"].pk, "Phường Tây Hoa Lư"), on=date(2026, 10, 6))
    org.preview_reorganisation(actor, reorganisation=draft)

    with pytest.raises(NotYetEffective) as refusal:
        org.apply_reorganisation(actor, reorganisation=draft)

    assert refusal.value.remedy == "wait"
    assert "06/10/2026" in str(refusal.value)


def test_applying_announces_who_ended_who_took_over_and_who_moved(world, monkeypatch):
    heard = []
    monkeypatch.setattr("khuevan.core.org.operations.reorganising.publish", heard.append)
    a, b = world.units["commune_a"], world.units["commune_b"]

    applied = _apply(world.actor("vanphong"), _found_commune(world), Merge((a.pk, b.pk), NEW_COMMUNE))

    new = OrgUnit.objects.get(name="Xã Mới").pk
    assert heard == [
        org_events.ReorganisationApplied(
            reorganisation_id=applied.pk,
            effective_on=ON,
            ended=(a.pk, b.pk),
            successions=((a.pk, new), (b.pk, new)),
            moved=((world.units["lower_a"].pk, new), (world.units["primary_b"].pk, new)),
        )
    ]


def test_a_failure_at_the_last_moment_leaves_nothing_half_done(world):
    """The announcement is the last thing an application does; here its transport breaks."""
    actor = world.actor("vanphong")
    draft = make_draft(actor, _found_commune(world), Merge((world.units["commune_b"].pk,), NEW_COMMUNE))
    org.preview_reorganisation(actor, reorganisation=draft)
    before, transport = dump(), list(events._transport)

    @events.receives(org_events.ReorganisationApplied)
    def hears(event):
        raise AssertionError

    def broken(*delivery):
        raise ConnectionError

    events.use_transport(broken)
    try:
        with pytest.raises(ConnectionError):
            org.apply_reorganisation(actor, reorganisation=draft)
    finally:
        events._transport[:] = transport
        del events._subscribers[events.name_of(org_events.ReorganisationApplied)][f"{hears.__module__}.{hears.__qualname__}"]

    assert dump() == before
    assert Reorganisation.objects.get(pk=draft.pk).state == "draft"


@pytest.mark.parametrize(
    ("steps", "refusal", "message"),
    [
        (lambda units: [Merge((units["commune_a"],), "xa:1")], WrongStep, "Bước 1: Nội dung bước chưa đúng: chưa có"),
        (lambda units: [Rename(units["commune_a"], "A"), Move((Relocation(10**8, units["province"]),))], WrongStep, "Bước 2"),
        (lambda units: [Move((Relocation(units["lower_a"], units["upper"]),))], WrongParent, "không đặt dưới"),
        (lambda units: [Move((Relocation(units["commune_c"], units["province"]),))], OutOfReach, "Xã Nga Sơn"),
        (lambda units: [Move((Relocation(units["lower_a"], units["commune_c"]),))], OutOfReach, "Xã Nga Sơn"),
        (lambda units: [Abolish((Abolition(units["commune_a"]),))], ChildrenLeftBehind, "Trường THCS Ninh Khánh"),
        (lambda units: [Split(units["commune_a"], (units["commune_b"],), True)], ChildrenLeftBehind, "1 đơn vị"),
        (
            lambda units: [Split(units["commune_a"], (units["commune_b"],), False, ((units["upper"], units["commune_b"]),))],
            WrongStep,
            "không nằm dưới",
        ),
        (lambda units: [Create((NewUnit("province", "Tỉnh Mới"),))], NotAllowed, "không có quyền"),
        (lambda units: [Merge((units["commune_a"],), units["province"])], WrongStep, "không cùng loại"),
        (
            lambda units: [
                Create((NewUnit("commune", "A", units["province"], "k"),)),
                Create((NewUnit("commune", "B", units["province"], "k"),)),
            ],
            WrongStep,
            "khóa “k” đã dùng",
        ),
        (lambda units: [], WrongStep, "chưa có bước nào"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_with_its_step(world, steps, refusal, message):
    actor = world.actor("vanphong")
    draft = make_draft(actor, *steps({key: unit.pk for key, unit in world.units.items()}))
    before = dump()

    with pytest.raises(refusal) as refused:
        org.preview_reorganisation(actor, reorganisation=draft)

    assert message in str(refused.value)
    assert dump() == before


def test_units_that_ended_are_younger_or_changed_later_are_refused(world):
    actor, province = world.actor("vanphong"), world.units["province"]
    ended = make_unit("commune", "Xã Cũ", province, valid_to=date(2026, 1, 1))
    young = make_unit("commune", "Xã Trẻ", province, since=date(2026, 9, 15))
    renamed = org.rename_unit(actor, unit=world.units["commune_a"], name="A", expected_version=1, on=date(2026, 9, 10))

    for step, refusal in (
        (Rename(ended.pk, "B"), UnitEnded),
        (Abolish((Abolition(young.pk),)), UnitTooYoung),
        (Move((Relocation(world.units["lower_a"].pk, young.pk),)), UnitTooYoung),
        (Rename(renamed.pk, "B"), ChangedSince),
    ):
        with pytest.raises(refusal):
            org.preview_reorganisation(actor, reorganisation=make_draft(actor, step))


def test_a_unit_cannot_be_moved_into_itself(world):
    """Only inside a school kinds could nest: a district that moves below its own commune does not fit anyway."""
    actor = world.actor("vanphong")
    district = make_unit("district", "Huyện Thử", world.units["province"])
    inside = make_unit("commune", "Xã Trong", district)

    with pytest.raises((WouldLoop, WrongParent)):
        org.preview_reorganisation(actor, reorganisation=make_draft(actor, Move((Relocation(district.pk, inside.pk),))))
