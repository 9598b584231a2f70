"""Posts at units that end in a reorganisation."""

from datetime import date, timedelta

import pytest

from khuevan.core.audit.models import JournalEntry
from khuevan.core.jobs.api import run_pending
from khuevan.core.org import api as org
from khuevan.core.org.events import ReorganisationApplied
from khuevan.core.org.models import Reorganisation
from khuevan.core.org.tests.factories import make_unit
from khuevan.core.org.types import Create, Merge, NewUnit
from khuevan.core.people import api as people
from khuevan.core.people.models import Person
from khuevan.core.roles import operations
from khuevan.core.roles.models import ReorganisedPost, RoleAssignment
from khuevan.core.roles.receivers import move_posts_back
from khuevan.kernel import clock
from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.events import publish

from .factories import give_post

DAY = date(2026, 11, 1)


@pytest.fixture
def decision(world):
    return Reorganisation.objects.create(
        title="Sáp nhập trường",
        decision_number="1/QĐ",
        decision_date=DAY,
        effective_on=DAY,
        state="applied",
        applied_at=clock.now(),
    )


@pytest.fixture
def merged(world):
    return make_unit("school", "Trường THCS Hoa Lư mới", world.units["commune_a"], since=DAY)


def apply(decision, world, *successors, ended: str = "lower_a") -> None:
    unit = world.units[ended].pk
    pairs = tuple((unit, successor.pk) for successor in successors)
    publish(ReorganisationApplied(decision.pk, effective_on=DAY, ended=(unit,), successions=pairs))
    run_pending()


def posts(**of) -> set[tuple]:
    rows = RoleAssignment.objects.filter(**of).select_related("person")
    return {(row.person.full_name, row.role, row.starts_on, row.ends_on) for row in rows}


def test_posts_follow_to_the_one_successor(world, decision, merged):
    holders = {(name, role) for name, role, _start, _end in posts(unit=world.units["lower_a"])}

    apply(decision, world, merged)

    assert posts(unit=merged) == {(name, role, DAY, None) for name, role in holders}
    assert {end for *_rest, end in posts(unit=world.units["lower_a"])} == {DAY - timedelta(days=1)}
    assert [grant.unit_name for grant in world.actor("hieutruong").grants] == ["Trường THCS Hoa Lư mới"]


def test_temporary_post_keeps_its_end(world, decision, merged):
    give_post(world.people["mai"], "librarian", world.units["lower_a"], until=date(2026, 12, 31))

    apply(decision, world, merged)

    assert posts(unit=merged, role="librarian") == {("Ngô Thị Mai", "librarian", DAY, date(2026, 12, 31))}


def test_post_held_at_both_merged_schools_is_held_once(world, decision, merged):
    give_post(world.people["vanthu"], "clerk", merged, since=DAY)

    apply(decision, world, merged)

    assert len(posts(unit=merged, role="clerk")) == 1


def test_posts_of_a_split_unit_wait_for_a_person(world, decision, merged):
    second = make_unit("school", "Trường THCS thứ hai", world.units["commune_a"], since=DAY)

    apply(decision, world, merged, second)

    assert posts(unit__in=[merged, second]) == set()
    assert {end for *_rest, end in posts(unit=world.units["lower_a"])} == {DAY - timedelta(days=1)}
    entry = JournalEntry.objects.get(verb="roles.posts_left_behind")
    assert entry.changes == {"unit": [world.units["lower_a"].pk, None], "posts": [4, 0]}


def test_posts_stay_when_the_reorganisation_was_reversed_meanwhile(world, decision, merged):
    Reorganisation.objects.filter(pk=decision.pk).update(state="reversed", reversed_at=clock.now())
    before = posts()

    apply(decision, world, merged)

    assert posts() == before


def test_a_reorganisation_whose_posts_followed_can_still_be_reversed(world):
    officer, school = world.actor("vanphong"), world.units["lower_a"]
    new = NewUnit("school", "Trường THCS Hoa Lư mới", parent=school.parent_id, key="moi")
    draft = org.draft_reorganisation(
        officer,
        title="Hợp nhất trường",
        decision_number="2/QĐ",
        decision_date=DAY,
        effective_on=DAY,
        steps=[Create((new,)), Merge((school.pk,), "moi")],
    )
    before = posts()
    org.preview_reorganisation(officer, reorganisation=draft)
    org.apply_reorganisation(officer, reorganisation=draft)
    run_pending()
    assert posts() != before

    org.reverse_reorganisation(officer, reorganisation=draft)
    run_pending()

    assert posts() == before


def test_profiles_of_staff_go_to_the_one_successor_and_back(world):
    officer, school = world.actor("vanphong"), world.units["lower_a"]
    into = make_unit("school", "Trường THCS Ninh Giang", world.units["commune_a"])
    draft = org.draft_reorganisation(
        officer,
        title="Sáp nhập trường",
        decision_number="3/QĐ",
        decision_date=DAY,
        effective_on=DAY,
        steps=[Merge((school.pk,), into.pk)],
    )
    before = keepers()
    org.preview_reorganisation(officer, reorganisation=draft)
    org.apply_reorganisation(officer, reorganisation=draft)
    run_pending()

    assert keepers() == {name: into.name if keeper == school.name else keeper for name, keeper in before.items()}
    assert people.person(world.actor("hieutruong"), world.people["vanthu"].uid).keeper == into
    org.reverse_reorganisation(officer, reorganisation=draft)
    assert keepers() == before


def keepers() -> dict[str, str | None]:
    return dict(Person.objects.values_list("full_name", "keeper__name"))


def test_profiles_of_a_divided_unit_stay(world, decision, merged):
    second = make_unit("school", "Trường THCS thứ hai", world.units["commune_a"], since=DAY)
    before = keepers()

    apply(decision, world, merged, second)

    assert keepers() == before


def test_event_delivered_twice_changes_nothing(world, decision, merged):
    apply(decision, world, merged)
    once = (posts(), ReorganisedPost.objects.count())

    apply(decision, world, merged)

    assert (posts(), ReorganisedPost.objects.count()) == once


@pytest.mark.parametrize("successors", [1, 2])
def test_reversing_gives_every_post_back(world, decision, merged, successors):
    give_post(world.people["mai"], "librarian", world.units["lower_a"], until=date(2026, 12, 31))
    second = make_unit("school", "Trường THCS thứ hai", world.units["commune_a"], since=DAY)
    before = posts()
    apply(decision, world, *[merged, second][:successors])

    for _ in range(2):
        move_posts_back(world.actor("vanphong"), decision.pk)

    assert (posts(), ReorganisedPost.objects.count()) == (before, 0)


def test_only_the_keeper_of_posts_moves_them(world, decision, merged):
    unit = world.units["lower_a"].pk
    before = posts()

    with pytest.raises(NotAllowed):
        operations.follow_reorganisation(
            world.actor("tuan"), reorganisation_id=decision.pk, effective_on=DAY, ended=[unit], successions=[(unit, merged.pk)]
        )
    with pytest.raises(NotAllowed):
        operations.undo_reorganisation(world.actor("tuan"), reorganisation_id=decision.pk)

    assert posts() == before
