"""Actors: what they hold, where, and whom they are tied to."""

from datetime import date, timedelta

from khuevan.core.access.api import can, scope
from khuevan.core.roles.models import RoleAdjustment
from khuevan.core.roles.queries import actor_of, permissions_of
from khuevan.core.roles.tests.factories import give_post
from khuevan.kernel import clock
from khuevan.registry.enrolment.models import Enrolment


def test_actor_carries_posts_in_force_only(world):
    person, user = world.people["tuan"], world.users["tuan"]
    give_post(person, "clerk", world.units["upper"], since=date(2020, 1, 1), until=clock.today() - timedelta(days=1))

    actor = actor_of(user.pk)

    assert [(grant.role, grant.unit_name) for grant in actor.grants] == [("it_focal_point", "Trường THCS Ninh Khánh")]


def test_actor_is_tied_to_oneself_and_open_wards(world):
    mother = world.people["hanh"]
    mother.wards.filter(child=world.people["giabao"]).update(ends_on=clock.today() - timedelta(days=1))

    actor = world.actor("hanh")

    assert actor.ties == {mother.pk, world.people["nguyet"].pk}


def test_acting_limits_to_one_post_and_ignores_foreign_ids(world):
    give_post(world.people["mai"], "subject_teacher", world.units["7A2"])
    posts = world.actor("mai").grants

    limited = world.actor("mai", acting=posts[0].assignment_id)
    foreign = world.actor("mai", acting=world.actor("khoa").grants[0].assignment_id)

    assert limited.grants == posts[:1]
    assert foreign.grants == posts


def test_adjustment_changes_a_role_newest_first(world):
    user = world.users["quantri"]
    RoleAdjustment.objects.create(role="auditor", permission="x.y", granted=True, reason="thử", made_by=user)
    with_it = permissions_of("auditor")
    RoleAdjustment.objects.create(role="auditor", permission="x.y", granted=False, reason="bỏ", made_by=user)

    assert "x.y" in with_it
    assert "x.y" not in permissions_of("auditor")
    assert not can(world.actor("kiemtoan"), "x.y")


def test_actor_of_account_without_person_holds_nothing(world, django_user_model):
    user = django_user_model.objects.create(username="motminh", full_name="Một Mình")

    actor = actor_of(user.pk, name=user.full_name)

    assert actor.grants == ()
    assert list(scope(actor, "enrolment.view", Enrolment.objects.all())) == []
