"""Cha mẹ, người giám hộ: who may be tied to a child, and when the tie ends."""

from datetime import timedelta

import pytest

from khuevan.core.access.api import can
from khuevan.core.audit.models import JournalEntry
from khuevan.core.people import api
from khuevan.core.people.models import Guardianship, Person
from khuevan.core.people.operations import change_guardianship
from khuevan.core.people.tests.factories import make_person
from khuevan.core.people.types import (
    AlreadyGuardian,
    GuardianshipEnded,
    LooksLikeDuplicate,
    OwnGuardian,
    Permission,
    WrongEndDay,
)
from khuevan.kernel import clock
from khuevan.kernel.errors import NotAllowed


def links(child: Person) -> list[tuple[str, str, bool]]:
    rows = child.guardianships.filter(ends_on=None).order_by("pk")
    return [(row.guardian.full_name, row.relation, row.is_primary) for row in rows]


def test_linked_guardian_sees_the_child(world):
    api.link_guardian(world.actor("tuan"), child=world.people["chi"], guardian=world.people["hanh"], relation="guardian")

    assert world.people["chi"].pk in world.actor("hanh").ties
    assert can(world.actor("hanh"), Permission.VIEW, world.people["chi"])
    assert JournalEntry.objects.latest("pk").changes["guardian"] == ["", "Lê Thị Hạnh"]


def test_new_guardian_is_kept_where_the_child_is(world):
    link = api.add_guardian(
        world.actor("vanthu"),
        child=world.people["bao"],
        relation="father",
        is_primary=True,
        full_name="Đinh Văn Sơn",
        phone="0912345678",
    )

    assert link.guardian.keeper == world.units["7A1"]
    assert links(world.people["bao"]) == [("Đinh Văn Sơn", "father", True)]


def test_primary_contact_is_one(world):
    child, actor = world.people["bao"], world.actor("vanthu")
    first = api.add_guardian(actor, child=child, relation="father", is_primary=True, full_name="Đinh Văn Sơn")
    second = api.add_guardian(actor, child=child, relation="mother", is_primary=True, full_name="Bùi Thị Mơ")
    after_second = links(child)

    change_guardianship(
        actor, guardianship=Guardianship.objects.get(pk=first.pk), relation="father", is_primary=True, occupation="Nông dân"
    )

    assert after_second == [("Đinh Văn Sơn", "father", False), ("Bùi Thị Mơ", "mother", True)]
    assert links(child) == [("Đinh Văn Sơn", "father", True), ("Bùi Thị Mơ", "mother", False)]
    assert second.child == child


@pytest.mark.parametrize("username", ["mai", "hieutruongkhac", "loc", "nguyet", "quantri"])
def test_link_is_refused_to_those_who_do_not_keep_the_child(world, username):
    before = Guardianship.objects.count(), JournalEntry.objects.count()

    with pytest.raises(NotAllowed):
        api.link_guardian(world.actor(username), child=world.people["chi"], guardian=world.people["hanh"], relation="mother")

    assert (Guardianship.objects.count(), JournalEntry.objects.count()) == before


def test_somebody_out_of_reach_is_not_made_a_guardian(world):
    stranger = make_person("Người Xa Lạ", world.units["primary_c"])

    with pytest.raises(NotAllowed):
        api.link_guardian(world.actor("tuan"), child=world.people["chi"], guardian=stranger, relation="father")

    assert not stranger.wards.exists()


def test_guardian_twice_and_guardian_of_oneself_are_refused(world):
    actor, child = world.actor("tuan"), world.people["nguyet"]
    before = links(child)

    with pytest.raises(AlreadyGuardian):
        api.link_guardian(actor, child=child, guardian=world.people["hanh"], relation="guardian")
    with pytest.raises(OwnGuardian):
        api.link_guardian(actor, child=child, guardian=child, relation="sibling")

    assert links(child) == before


def test_guardian_who_is_known_already_is_shown_first(world):
    world.people["hanh"].phone = "0912345678"
    world.people["hanh"].save(update_fields=["phone"])
    actor, child, before = world.actor("tuan"), world.people["bao"], Person.objects.count()

    with pytest.raises(LooksLikeDuplicate):
        api.add_guardian(actor, child=child, relation="mother", full_name="Le Thi Hanh", phone="0912345678")

    assert (Person.objects.count(), links(child)) == (before, [])


def test_tie_ends_the_day_after_the_last_day(world):
    link = world.people["nguyet"].guardianships.get()

    api.end_guardianship(
        world.actor("tuan"), guardianship=link, last_day=clock.today() - timedelta(days=1), reason="Quyết định của tòa án"
    )

    assert world.actor("hanh").ties == {world.people["hanh"].pk, world.people["giabao"].pk}
    with pytest.raises(GuardianshipEnded):
        api.end_guardianship(world.actor("tuan"), guardianship=link, last_day=clock.today(), reason="Lần nữa")


@pytest.mark.parametrize("days", [1, -10_000])
def test_last_day_lies_between_the_first_and_today(world, days):
    link = world.people["nguyet"].guardianships.get()

    with pytest.raises(WrongEndDay):
        api.end_guardianship(world.actor("tuan"), guardianship=link, last_day=clock.today() + timedelta(days=days), reason="x")

    assert world.people["nguyet"].guardianships.get().ends_on is None
