"""Actors: what they hold, where, and whom they are tied to."""

from datetime import date, timedelta

from khuevan.core.access.api import can, scope
from khuevan.core.org.tests.factories import make_unit
from khuevan.core.roles.models import RoleAdjustment, RoleAssignment
from khuevan.core.roles.queries import actor_of, people_who, permissions_of
from khuevan.core.roles.tests.factories import give_post
from khuevan.kernel import clock


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


def test_department_post_reaches_the_whole_province(world):
    give_post(world.people["vanthu"], "clerk", world.units["department"])

    officer = world.actor("ha").grants[0]
    clerk = world.actor("vanthu").grants[1]

    assert (officer.unit_name, officer.path) == ("Sở GDĐT Ninh Bình", world.units["province"].path)
    assert clerk.path == world.units["department"].path


def test_division_post_reaches_the_territory_of_its_office(world):
    division = make_unit("division", "Phòng Trung học", world.units["department"])
    of_commune = make_unit("division", "Phòng Văn hóa – Xã hội", world.units["commune_a"])
    give_post(world.people["mai"], "secondary_officer", division)
    give_post(world.people["khoa"], "commune_officer", of_commune)

    reaches = {name: world.actor(name).grants[1].path for name in ("mai", "khoa")}

    assert reaches == {"mai": world.units["province"].path, "khoa": world.units["commune_a"].path}


def test_people_who_finds_posts_by_their_reach(world):
    user = world.users["quantri"]
    division = make_unit("division", "Phòng Trung học", world.units["department"])
    give_post(world.people["mai"], "secondary_officer", division)
    for role in ("principal", "student_affairs_officer", "secondary_officer", "clerk"):
        RoleAdjustment.objects.create(role=role, permission="x.y", granted=True, reason="thử", made_by=user)
    give_post(world.people["khoa"], "clerk", world.units["department"])

    found = people_who("x.y", world.units["7A1"].path)

    assert {post.person.full_name for post in found} == {
        "Trần Đức Thịnh", "Phạm Thu Hà", "Ngô Thị Mai", "Mai Thị Hoa"
    }  # fmt: skip


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
    assert list(scope(actor, "roles.view", RoleAssignment.objects.all())) == []
