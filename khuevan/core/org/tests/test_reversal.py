"""Undoing a reorganisation: exactly, and only while nothing was built on it."""

from datetime import date

import pytest
from django.db import connection

from khuevan.core.org import api as org
from khuevan.core.org import events as org_events
from khuevan.core.org import queries
from khuevan.core.org.models import OrgUnit, Reorganisation, UnitCode, UnitTrace
from khuevan.core.org.operations import reversing
from khuevan.core.org.tests.looking import dump, faults
from khuevan.core.org.types import (
    Abolish,
    Abolition,
    AlreadyReversed,
    ChangedSince,
    Create,
    InUse,
    Merge,
    Move,
    NewUnit,
    Relocation,
    Rename,
)
from khuevan.core.roles.models import RoleAssignment
from khuevan.core.roles.tests.factories import give_post

ON = date(2026, 9, 1)


@pytest.fixture
def officer(world):
    return world.actor("vanphong")


@pytest.fixture
def applied(world, officer) -> Reorganisation:
    """Two communes merge into a new one that takes a code over; a school moves and is renamed."""
    a, b = world.units["commune_a"], world.units["commune_b"]
    UnitCode.objects.create(unit=b, system="administrative", code="14389", period=(date(2025, 7, 1), None))
    new = NewUnit("commune", "Xã Mới", parent=a.parent_id, key="moi", codes=(("administrative", "14389"),))
    draft = org.draft_reorganisation(
        officer,
        title="Sắp xếp thử",
        decision_number="01/QĐ-UBND",
        decision_date=date(2026, 8, 1),
        effective_on=ON,
        steps=[
            Create((new,)),
            Merge((a.pk, b.pk), "moi"),
            Rename(world.units["lower_a"].pk, "Trường THCS Hoa Lư"),
        ],
    )
    org.preview_reorganisation(officer, reorganisation=draft)
    world.before = dump()
    return org.apply_reorganisation(officer, reorganisation=draft)


@pytest.fixture
def new_commune(applied) -> OrgUnit:
    return OrgUnit.objects.get(name="Xã Mới")


def test_reversal_restores_every_row(world, officer, applied, monkeypatch):
    heard = []
    monkeypatch.setattr("khuevan.core.org.operations.reversing.publish", heard.append)
    assert faults() == {}

    back = org.reverse_reorganisation(officer, reorganisation=applied)

    assert dump() == world.before
    assert (back.state, back.reversed_by_id) == ("reversed", officer.user_id)
    assert org.came_from(officer, world.units["commune_a"]) == []
    assert heard == [org_events.ReorganisationReversed(reorganisation_id=applied.pk, effective_on=ON)]


def test_reversal_twice_and_of_a_draft_is_refused(officer, applied):
    org.reverse_reorganisation(officer, reorganisation=applied)
    copy = org.copy_reorganisation(officer, reorganisation=applied)
    before = dump()

    for one in (applied, copy):
        with pytest.raises(AlreadyReversed):
            org.reverse_reorganisation(officer, reorganisation=one)

    assert dump() == before


def test_copy_of_a_reversed_reorganisation_can_be_applied_again(world, officer, applied):
    after = [state.name for state in org.tree_as_of(officer, ON)]
    org.reverse_reorganisation(officer, reorganisation=applied)

    copy = org.copy_reorganisation(officer, reorganisation=applied)
    org.preview_reorganisation(officer, reorganisation=copy)
    org.apply_reorganisation(officer, reorganisation=copy)

    assert [state.name for state in org.tree_as_of(officer, ON)] == after


def test_reversal_is_refused_once_somebody_has_a_post_at_a_new_unit(world, officer, applied, new_commune):
    give_post(world.people["xa"], "commune_officer", new_commune)
    before = dump()

    with pytest.raises(InUse) as refusal:
        org.reverse_reorganisation(officer, reorganisation=applied)

    name = RoleAssignment._meta.verbose_name
    assert str(refusal.value) == f"Không hoàn tác được nữa vì cây mới đã được dùng: {name} (1)."
    assert dump() == before
    assert Reorganisation.objects.get(pk=applied.pk).state == "applied"


def test_reversal_is_refused_once_a_unit_was_founded_below_a_new_one(officer, applied, new_commune):
    org.create_unit(officer, parent=new_commune, unit=NewUnit("school", "Trường Mầm non Mới"), on=date(2026, 10, 1))

    with pytest.raises(InUse) as refusal:
        org.reverse_reorganisation(officer, reorganisation=applied)

    assert "Trường Mầm non Mới (1)" in str(refusal.value)


def test_reversal_is_refused_once_a_touched_unit_changed_again(world, officer, applied):
    school = OrgUnit.objects.get(pk=world.units["lower_a"].pk)
    org.rename_unit(officer, unit=school, name="Tên nữa", expected_version=school.version, on=date(2026, 10, 1))

    with pytest.raises(ChangedSince) as refusal:
        org.reverse_reorganisation(officer, reorganisation=applied)

    assert "Tên nữa" in str(refusal.value)


def test_reversal_is_refused_once_a_later_reorganisation_builds_on_it(world, officer, applied, new_commune):
    later = org.draft_reorganisation(
        officer,
        title="Sau",
        decision_number="02",
        decision_date=ON,
        effective_on=date(2026, 10, 1),
        steps=[Rename(new_commune.pk, "Phường Mới")],
    )
    org.preview_reorganisation(officer, reorganisation=later)
    org.apply_reorganisation(officer, reorganisation=later)
    with pytest.raises(ChangedSince):
        org.reverse_reorganisation(officer, reorganisation=applied)

    org.reverse_reorganisation(officer, reorganisation=later)
    org.reverse_reorganisation(officer, reorganisation=applied)

    assert dump() == world.before


def test_contacts_corrected_afterwards_neither_hinder_a_reversal_nor_are_lost(world, officer, applied):
    school = OrgUnit.objects.get(pk=world.units["lower_a"].pk)
    org.change_attributes(officer, unit=school, values={"phone": "02293000000"}, expected_version=school.version)

    org.reverse_reorganisation(officer, reorganisation=applied)

    school.refresh_from_db()
    assert (school.name, school.phone) == ("Trường THCS Ninh Khánh", "02293000000")


def test_classes_opened_afterwards_come_back_with_their_school(world, officer, applied):
    school = OrgUnit.objects.get(pk=world.units["lower_a"].pk)
    [opened] = org.create_units(officer, parent=school, rows=[NewUnit("class", "Lớp 6A1")], on=date(2026, 9, 5))

    org.reverse_reorganisation(officer, reorganisation=applied)

    opened.refresh_from_db()
    assert opened.path == f"{world.units['lower_a'].path}{opened.pk}/"
    assert faults() == {}


def test_figures_measured_for_a_new_unit_do_not_hinder_a_reversal(world, officer, applied, new_commune):
    """Snapshots are made from the tree every night and go with their unit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS indicators_snapshot_2026_2027 PARTITION OF indicators_snapshot "
            "FOR VALUES FROM ('2026-08-01') TO ('2027-08-01')"
        )
        cursor.execute(
            "INSERT INTO indicators_snapshot (unit_id, measure, breakdown, day, numerator) "
            "VALUES (%s, 'x', '', '2026-10-01', 1)",
            [new_commune.pk],
        )

    org.reverse_reorganisation(officer, reorganisation=applied)

    assert dump() == world.before


def test_rooms_that_follow_by_themselves_take_back_what_they_did(world, officer, applied, new_commune):
    post = give_post(world.people["xa"], "commune_officer", new_commune)
    asked = []

    @org.undoes_reorganisation
    def take_back(actor, reorganisation_id):
        asked.append((actor.user_id, reorganisation_id))
        RoleAssignment.objects.filter(pk=post.pk).delete()

    try:
        org.reverse_reorganisation(officer, reorganisation=applied)
    finally:
        reversing._undos.remove(take_back)

    assert asked == [(officer.user_id, applied.pk)]
    assert dump() == world.before


def test_two_reorganisations_of_one_day_are_undone_one_after_the_other(world, officer, applied, new_commune):
    second = org.draft_reorganisation(
        officer,
        title="Cùng ngày",
        decision_number="02",
        decision_date=ON,
        effective_on=ON,
        steps=[
            Rename(world.units["lower_a"].pk, "Tên thứ ba"),
            Move((Relocation(world.units["upper"].pk, world.units["department"].pk),)),
        ],
    )
    between = dump()
    org.preview_reorganisation(officer, reorganisation=second)
    org.apply_reorganisation(officer, reorganisation=second)
    assert faults() == {}

    org.reverse_reorganisation(officer, reorganisation=second)
    assert dump() == between
    org.reverse_reorganisation(officer, reorganisation=applied)
    assert dump() == world.before


def test_a_reversed_reorganisation_leaves_its_record(officer, applied):
    org.reverse_reorganisation(officer, reorganisation=applied)

    kept = Reorganisation.objects.get(pk=applied.pk)
    assert len(org.steps(officer, kept)) == 3
    assert queries.preview(kept).count("ended") == 2
    assert UnitTrace.objects.count() == 0


def test_what_was_abolished_and_had_codes_gets_them_back(world, officer):
    b = world.units["commune_b"]
    UnitCode.objects.create(unit=world.units["upper"], system="moet", code="37000100", period=(date(2020, 1, 1), None))
    before = dump()
    draft = org.draft_reorganisation(
        officer,
        title="Giải thể",
        decision_number="03",
        decision_date=ON,
        effective_on=ON,
        steps=[
            Move((Relocation(world.units["10A1"].pk, world.units["lower_a"].pk),)),
            Abolish((Abolition(world.units["upper"].pk, (b.pk,)),)),
        ],
    )
    org.preview_reorganisation(officer, reorganisation=draft)
    org.apply_reorganisation(officer, reorganisation=draft)
    assert UnitCode.objects.get(code="37000100").period.upper == ON

    org.reverse_reorganisation(officer, reorganisation=draft)

    assert dump() == before
