"""Giving and ending roles, adjusting them, support sessions. Every refusal leaves all as it was."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from khuevan.core.access.api import can
from khuevan.core.accounts.tests.factories import with_password
from khuevan.core.audit.models import JournalEntry
from khuevan.core.org.tests.factories import make_unit
from khuevan.core.people.tests.factories import make_person
from khuevan.core.roles import operations, queries
from khuevan.core.roles.models import RoleAdjustment, RoleAssignment, SupportSession
from khuevan.core.roles.types import (
    AlreadyAssigned,
    AlreadyEnded,
    BasisMissing,
    BeyondOwnPowers,
    KeptApart,
    NothingToChange,
    NotYourself,
    NotYoursToGive,
    Permission,
    RoleDoesNotFit,
    SupportOpenAlready,
    TooLong,
    UnitHasEnded,
    UnknownPermission,
    WrongDates,
)
from khuevan.kernel import clock
from khuevan.kernel.errors import NotAllowed, NotFound

from .factories import give_post

START = date(2026, 9, 1)


@pytest.fixture
def newcomer(world):
    return make_person("Lê Thị Mới", world.units["lower_a"])


def assign(world, username: str, person, role: str, unit: str, **fields):
    fields = {"starts_on": START, "basis": "QĐ 12/QĐ-THCS"} | fields
    return operations.assign_role(world.actor(username), person_id=person.pk, role=role, unit=world.units[unit], **fields)


@pytest.mark.parametrize(
    ("username", "role", "unit"),
    [
        ("hieutruong", "clerk", "lower_a"),
        ("hieutruong", "homeroom_teacher", "7A1"),
        ("hieutruong", "vice_principal", "lower_a"),
        ("vanphong", "principal", "lower_a"),
        ("vanphong", "secondary_officer", "department"),
        ("vanphong", "commune_officer", "commune_a"),
        ("quantri", "principal", "upper"),
        ("quantri", "auditor", "department"),
    ],
)
def test_role_is_given_and_works(world, newcomer, username, role, unit):
    post = assign(world, username, newcomer, role, unit)

    assert (post.person_id, post.role, post.unit_id, post.starts_on) == (newcomer.pk, role, world.units[unit].pk, START)
    assert post.assigned_by_id == world.users[username].pk
    entry = JournalEntry.objects.get(verb="roles.role_assigned")
    assert (entry.unit_path, entry.changes["role"]) == (world.units[unit].path, [None, role])


@pytest.mark.parametrize(
    ("username", "role", "unit", "refusal"),
    [
        ("hieutruong", "clerk", "primary_b", NotAllowed),
        ("hieutruongkhac", "clerk", "lower_a", NotAllowed),
        ("hieutruong", "principal", "lower_a", NotYoursToGive),
        ("vanphong", "principal", "primary_c", NotAllowed),
        ("vanphong", "department_director", "department", NotYoursToGive),
        ("vanphong", "system_administrator", "department", NotYoursToGive),
        ("vanphong", "homeroom_teacher", "7A1", NotYoursToGive),
        ("tuan", "clerk", "lower_a", NotAllowed),
        ("ha", "clerk", "department", NotAllowed),
        ("hanh", "clerk", "lower_a", NotAllowed),
        ("nguyet", "pupil", "7A1", NotAllowed),
        ("quantri", "pupil", "7A1", RoleDoesNotFit),
        ("quantri", "principal", "7A1", RoleDoesNotFit),
        ("quantri", "homeroom_teacher", "lower_a", RoleDoesNotFit),
    ],
)
def test_role_is_not_given_by_who_may_not(world, newcomer, username, role, unit, refusal):
    with pytest.raises(refusal):
        assign(world, username, newcomer, role, unit)

    assert not RoleAssignment.objects.filter(person=newcomer).exists()
    assert JournalEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("username", "role", "unit"), [("hieutruong", "vice_principal", "lower_a"), ("quantri", "auditor", "department")]
)
def test_nobody_gives_himself_a_role(world, username, role, unit):
    before = world.actor(username).grants

    with pytest.raises(NotYourself):
        assign(world, username, world.people[username], role, unit)

    assert world.actor(username).grants == before


def test_nobody_passes_on_more_than_he_holds(world, newcomer):
    user = world.users["quantri"]
    RoleAdjustment.objects.create(role="clerk", permission="accounts.manage", granted=True, reason="thử", made_by=user)

    with pytest.raises(BeyondOwnPowers, match="Quản lý mọi tài khoản"):
        assign(world, "hieutruong", newcomer, "clerk", "lower_a")
    assign(world, "quantri", newcomer, "clerk", "lower_a")

    assert RoleAssignment.objects.filter(person=newcomer).count() == 1


def test_appointment_needs_its_decision(world, newcomer):
    with pytest.raises(BasisMissing):
        assign(world, "vanphong", newcomer, "principal", "lower_a", basis=" ")

    assert not RoleAssignment.objects.filter(person=newcomer).exists()


def test_same_role_is_not_given_twice_at_a_time(world, newcomer):
    assign(world, "hieutruong", newcomer, "clerk", "lower_a", ends_on=date(2026, 12, 31))

    with pytest.raises(AlreadyAssigned):
        assign(world, "hieutruong", newcomer, "clerk", "lower_a", starts_on=date(2026, 12, 31))
    assign(world, "hieutruong", newcomer, "clerk", "lower_a", starts_on=date(2027, 1, 1))
    assign(world, "hieutruong", newcomer, "librarian", "lower_a")

    assert RoleAssignment.objects.filter(person=newcomer).count() == 3


def test_dates_must_make_sense(world, newcomer):
    ended = make_unit("school", "Trường đã giải thể", world.units["commune_a"], valid_to=date(2026, 6, 30))
    world.units["ended"] = ended

    with pytest.raises(WrongDates):
        assign(world, "hieutruong", newcomer, "clerk", "lower_a", ends_on=START - timedelta(days=1))
    with pytest.raises(UnitHasEnded):
        assign(world, "quantri", newcomer, "clerk", "ended")

    assert not RoleAssignment.objects.filter(person=newcomer).exists()


def test_ended_role_opens_nothing_from_the_day_after(world):
    post = RoleAssignment.objects.get(person=world.people["vanthu"])

    operations.end_assignment(world.actor("hieutruong"), post=post, last_day=clock.today(), reason="chuyển trường")
    today = world.actor("vanthu").grants
    with clock.frozen(clock.now() + timedelta(days=1)):
        tomorrow = world.actor("vanthu").grants

    assert (len(today), tomorrow) == (1, ())
    entry = JournalEntry.objects.get(verb="roles.role_ended")
    assert entry.changes == {"ends_on": [None, clock.today().isoformat()], "reason": [None, "chuyển trường"]}


@pytest.mark.parametrize(
    ("username", "whose", "refusal"),
    [
        ("hieutruongkhac", "vanthu", NotAllowed),
        ("tuan", "vanthu", NotAllowed),
        ("hieutruong", "hieutruong", NotYourself),
        ("vanphong", "vanthu", NotYoursToGive),
        ("vanphong", "giamdoc", NotYoursToGive),
        ("quantri", "quantri", NotYourself),
    ],
)
def test_role_is_not_ended_by_who_may_not(world, username, whose, refusal):
    post = RoleAssignment.objects.get(person=world.people[whose])

    with pytest.raises(refusal):
        operations.end_assignment(world.actor(username), post=post, last_day=clock.today(), reason="x")

    post.refresh_from_db()
    assert (post.ends_on, JournalEntry.objects.count()) == (None, 0)


def test_role_that_ended_is_not_ended_again(world, newcomer):
    yesterday = clock.today() - timedelta(days=1)
    post = give_post(newcomer, "clerk", world.units["lower_a"], until=yesterday)

    with pytest.raises(AlreadyEnded):
        operations.end_assignment(world.actor("hieutruong"), post=post, last_day=clock.today(), reason="x")

    assert RoleAssignment.objects.get(pk=post.pk).ends_on == yesterday


def test_role_does_not_end_before_it_began(world, newcomer):
    post = give_post(newcomer, "clerk", world.units["lower_a"], since=clock.today())

    with pytest.raises(WrongDates):
        operations.end_assignment(world.actor("hieutruong"), post=post, last_day=clock.today() - timedelta(days=1), reason="x")

    assert RoleAssignment.objects.get(pk=post.pk).ends_on is None


def adjust(world, username: str = "quantri", **fields):
    fields = {"role": "librarian", "permission": "roles.view", "granted": True, "reason": "theo đề nghị"} | fields
    return operations.adjust_role(world.actor(username), **fields)


def test_adjusted_role_works_at_once_everywhere(world, newcomer):
    give_post(newcomer, "librarian", world.units["lower_a"])
    user = with_password(world.users["mai"])
    RoleAssignment.objects.filter(person=world.people["mai"]).delete()
    give_post(world.people["mai"], "librarian", world.units["lower_a"])
    before = queries.actor_of(user.pk).holds("roles.view")

    adjust(world)
    given_now = queries.actor_of(user.pk).holds("roles.view")
    adjust(world, granted=False)

    assert (before, given_now, queries.actor_of(user.pk).holds("roles.view")) == (False, True, False)
    assert [row.granted for row in queries.adjustments(world.actor("quantri"))] == [False, True]


@pytest.mark.parametrize(
    ("username", "fields", "refusal"),
    [
        ("hieutruong", {}, NotAllowed),
        ("quantri", {"role": "system_administrator"}, NotYourself),
        ("quantri", {"role": "auditor", "permission": "people.view"}, KeptApart),
        ("quantri", {"permission": "khong.co"}, UnknownPermission),
        ("quantri", {"granted": False}, NothingToChange),
    ],
)
def test_role_is_not_adjusted(world, username, fields, refusal):
    with pytest.raises(refusal):
        adjust(world, username, **fields)

    assert (RoleAdjustment.objects.count(), JournalEntry.objects.count()) == (0, 0)


def open_session(world, username: str = "quantri", **fields):
    fields = {"role": "principal", "unit": world.units["lower_a"], "reason": "sửa sĩ số theo phiếu 12", "hours": 2} | fields
    return operations.open_support_session(world.actor(username), **fields)


def test_support_sees_the_school_for_its_hours_only(world):
    before = can(world.actor("quantri"), "org.edit_own", world.units["lower_a"])
    session = open_session(world)
    during = world.actor("quantri")
    with clock.frozen(clock.now() + timedelta(hours=2)):
        after = world.actor("quantri")

    assert (before, can(during, "org.edit_own", world.units["lower_a"])) == (False, True)
    assert not can(during, "org.edit_own", world.units["primary_b"])
    assert (during.support_session_id, after.support_session_id) == (session.pk, None)
    assert not can(after, "org.edit_own", world.units["lower_a"])
    entry = JournalEntry.objects.get(verb="roles.support_opened")
    assert (entry.unit_path, entry.changes["reason"]) == (world.units["lower_a"].path, [None, "sửa sĩ số theo phiếu 12"])


def test_what_support_does_is_marked_in_the_journal(world):
    session = open_session(world)

    operations.close_support_session(world.actor("quantri"), pk=session.pk)

    entry = JournalEntry.objects.get(verb="roles.support_closed")
    assert (entry.support_session_id, world.actor("quantri").support_session_id) == (session.pk, None)


def test_support_gives_nobody_a_role(world, newcomer):
    open_session(world)
    actor = world.actor("quantri")
    as_support = replace(actor, grants=tuple(grant for grant in actor.grants if grant.role == "principal"))

    with pytest.raises(NotYoursToGive):
        operations.assign_role(as_support, person_id=newcomer.pk, role="clerk", unit=world.units["lower_a"], starts_on=START)

    assert not RoleAssignment.objects.filter(person=newcomer).exists()


@pytest.mark.parametrize(
    ("username", "fields", "refusal"),
    [
        ("hieutruong", {}, NotAllowed),
        ("giamdoc", {}, NotAllowed),
        ("quantri", {"hours": 5}, TooLong),
        ("quantri", {"hours": 0}, TooLong),
        ("quantri", {"role": "homeroom_teacher"}, RoleDoesNotFit),
        ("quantri", {"role": "auditor"}, KeptApart),
    ],
)
def test_support_is_not_opened(world, username, fields, refusal):
    with pytest.raises(refusal):
        open_session(world, username, **fields)

    assert (SupportSession.objects.count(), JournalEntry.objects.count()) == (0, 0)


def test_support_outside_the_province_is_refused(world):
    with pytest.raises(NotAllowed):
        open_session(world, unit=world.units["primary_c"])

    assert SupportSession.objects.count() == 0


def test_one_session_at_a_time(world):
    open_session(world)

    with pytest.raises(SupportOpenAlready):
        open_session(world, unit=world.units["primary_b"])
    with clock.frozen(clock.now() + timedelta(hours=3)):
        open_session(world, unit=world.units["primary_b"])

    assert SupportSession.objects.filter(closed_at=None).count() == 1


def test_expired_sessions_are_closed_on_schedule(world):
    session = open_session(world)
    keeper = queries.system_actor("Đóng phiên hỗ trợ", permissions=[Permission.SUPPORT])
    with clock.frozen(clock.now() + timedelta(hours=5)):
        closed = [operations.close_expired_support(keeper) for _ in range(2)]

    session.refresh_from_db()
    assert (closed, session.closed_at) == ([1, 0], session.expires_at)


def test_nobody_closes_the_session_of_another(world):
    session = open_session(world)

    with pytest.raises(NotFound):
        operations.close_support_session(world.actor("hieutruong"), pk=session.pk)

    assert SupportSession.objects.get().closed_at is None
