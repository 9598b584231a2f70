"""Measuring: what stands in the snapshots is what a slow and simple count finds."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuevan.core.audit.models import JournalEntry
from khuevan.core.indicators import operations, queries
from khuevan.core.indicators.models import MeasureDefinition, MeasureRun, Snapshot
from khuevan.core.indicators.tests.factories import measurer, reader
from khuevan.core.indicators.types import Figure, Slice
from khuevan.core.org.models import OrgUnit
from khuevan.core.org.tests.factories import make_unit
from khuevan.core.roles.tests.factories import give_post
from khuevan.kernel import clock
from khuevan.kernel.errors import NotAllowed
from tests.world import World

DAY = date(2026, 11, 22)
LEVELS = ("preschool", "primary", "lower_secondary", "upper_secondary")
OWNERSHIPS = ("public", "non_public")


def schools_at(unit: OrgUnit, levels: set[str], ownerships: set[str]) -> int:
    """How many schools a slice counts at and below a unit, one by one."""
    schools = OrgUnit.objects.filter(kind="school", path__startswith=unit.path)
    return sum(
        (not levels or bool(levels & set(school.levels))) and (not ownerships or school.ownership in ownerships)
        for school in schools
    )


def snapshot_of(unit: OrgUnit, code: str, breakdown: str = "") -> tuple[int, int | None] | None:
    found = Snapshot.objects.filter(unit=unit, measure=code, breakdown=breakdown, day=DAY).first()
    return (found.numerator, found.denominator) if found else None


def test_measure_all_counts_schools_at_every_unit(world: World):
    operations.measure_all(measurer(), day=DAY)

    counted = {name: snapshot_of(unit, "institutions.count") for name, unit in world.units.items()}

    expected = {name: schools_at(unit, set(), set()) for name, unit in world.units.items()}
    assert counted == {name: (number, None) if number else None for name, number in expected.items()}
    assert (expected["ministry"], expected["province"]) == (4, 3)


def test_measure_all_counts_a_person_once_per_institution(world: World):
    give_post(world.people["mai"], "subject_teacher", world.units["lower_a"])
    give_post(world.people["mai"], "subject_teacher", world.units["primary_b"])

    operations.measure_all(measurer(), day=DAY)

    assert snapshot_of(world.units["lower_a"], "staff.with_account") == (6, 6)
    assert snapshot_of(world.units["primary_b"], "staff.with_account") == (3, 3)
    assert snapshot_of(world.units["province"], "staff.with_account") == (17, 17)


def test_measure_all_says_who_has_no_account(world: World):
    person = world.people["vanthu"]
    type(person.account).objects.filter(pk=person.account_id).update(is_active=False)

    operations.measure_all(measurer(), day=DAY)

    assert snapshot_of(world.units["lower_a"], "staff.with_account") == (5, 6)
    assert snapshot_of(world.units["lower_a"], "staff.with_account", "level=lower_secondary|ownership=public") == (5, 6)


def test_measure_all_again_replaces_the_day(world: World):
    operations.measure_all(measurer(), day=DAY)
    before = sorted(Snapshot.objects.values_list("unit", "measure", "breakdown", "day", "numerator", "denominator"))
    runs = MeasureRun.objects.count()

    operations.measure_all(measurer(), day=DAY)

    after = sorted(Snapshot.objects.values_list("unit", "measure", "breakdown", "day", "numerator", "denominator"))
    assert after == before
    assert MeasureRun.objects.count() == runs == len(queries.measures())


def test_measure_all_leaves_other_days_alone(world: World):
    operations.measure_all(measurer(), day=date(2026, 11, 21))
    before = sorted(Snapshot.objects.values_list("unit", "measure", "breakdown", "day", "numerator", "denominator"))
    make_unit("school", "Trường Tiểu học mới", world.units["commune_a"], levels=["primary"], ownership="public")

    operations.measure_all(measurer(), day=DAY)

    yesterday = Snapshot.objects.filter(day=date(2026, 11, 21))
    assert sorted(yesterday.values_list("unit", "measure", "breakdown", "day", "numerator", "denominator")) == before
    assert snapshot_of(world.units["province"], "institutions.count") == (4, None)


def test_measure_all_counts_only_what_was_in_force(world: World):
    OrgUnit.objects.filter(pk=world.units["upper"].pk).update(valid_to=date(2026, 11, 21))

    operations.measure_all(measurer(), day=DAY)

    assert snapshot_of(world.units["province"], "institutions.count") == (2, None)


@pytest.mark.parametrize(
    ("day", "partition"),
    [
        (date(2026, 7, 31), "indicators_snapshot_2025_2026"),
        (date(2026, 8, 1), "indicators_snapshot_2026_2027"),
        (date(2027, 1, 1), "indicators_snapshot_2026_2027"),
        (date(2031, 12, 31), "indicators_snapshot_2031_2032"),
    ],
)
def test_measure_all_keeps_each_school_year_in_its_partition(world: World, day, partition):
    operations.measure_all(measurer(), day=day)

    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tableoid::regclass::text FROM indicators_snapshot WHERE day = %s", [day])
        assert cursor.fetchall() == [(partition,)]


def test_measure_all_is_for_those_who_may(world: World):
    for username in ("xa", "hieutruong", "thanhtra", "quantri"):
        with pytest.raises(NotAllowed):
            operations.measure_all(world.actor(username), day=DAY)

    assert not MeasureRun.objects.filter(day=DAY).exists()
    assert not JournalEntry.objects.filter(verb="indicators.measured").exists()


def test_measure_all_is_journaled(world: World):
    operations.measure_all(world.actor("ha"), day=DAY)

    entry = JournalEntry.objects.get(verb="indicators.measured")
    assert entry.user_id == world.users["ha"].pk
    assert entry.changes == {"day": [None, "2026-11-22"], "measures": [None, len(queries.measures())]}


def test_measure_all_measures_today_by_default(world: World):
    runs = operations.measure_all(measurer())

    assert {run.day for run in runs} == {clock.today()}


def test_sync_definitions_keeps_one_row_per_version(world: World):
    operations.sync_definitions(measurer())
    operations.sync_definitions(measurer())

    written = MeasureDefinition.objects.values_list("code", "version")
    assert Counter(written) == Counter((spec.code, spec.version) for spec in queries.measures().values())


def test_sync_definitions_leaves_older_versions(world: World):
    MeasureDefinition.objects.create(
        code="institutions.count", version=99, name="Cũ", unit="count", grain="school", definition="cũ", since=DAY
    )

    operations.sync_definitions(measurer())

    assert MeasureDefinition.objects.get(code="institutions.count", version=99).definition == "cũ"


# A tree: every number names the parent of the next unit among those before it; a school has levels and an ownership.
branches = st.lists(st.integers(0, 30), min_size=1, max_size=12)
schools = st.lists(
    st.tuples(st.integers(0, 30), st.sets(st.sampled_from(LEVELS), min_size=1, max_size=3), st.sampled_from(OWNERSHIPS)),
    max_size=12,
)


class RandomTrees(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(branches, schools, st.sets(st.sampled_from(LEVELS), max_size=3), st.sets(st.sampled_from(OWNERSHIPS), max_size=1))
    def test_roll_up_equals_the_slow_count_on_any_tree_and_slice(self, parents, leaves, levels, ownerships):
        units = [make_unit("province", "Gốc")]
        for number, parent in enumerate(parents):
            units.append(make_unit("commune", f"Xã {number}", units[parent % len(units)]))
        for number, (parent, taught, ownership) in enumerate(leaves):
            make_unit("school", f"Trường {number}", units[parent % len(units)], levels=sorted(taught), ownership=ownership)
        figure = Figure("institutions.count", Slice(frozenset(levels), frozenset(ownerships)))

        operations.measure_all(measurer(), day=DAY)
        found = queries.values(reader(), [unit.pk for unit in units], [figure], DAY)

        counted = {unit.pk: found[unit.pk, figure].numerator if (unit.pk, figure) in found else 0 for unit in units}
        assert counted == {unit.pk: schools_at(unit, levels, ownerships) for unit in units}
