"""Actors: what they hold, where, and whom they are tied to."""

from datetime import timedelta

import pytest

from khuevan.core.access.api import can, scope
from khuevan.core.accounts.models import ApiToken
from khuevan.core.accounts.operations import issue_api_token, issue_client_token, register_api_client
from khuevan.core.org.tests.factories import make_unit
from khuevan.core.roles.models import ClientPost, RoleAdjustment, RoleAssignment, SupportSession
from khuevan.core.roles.operations import add_client_post, caller_of_bearer
from khuevan.core.roles.queries import (
    actor_of,
    effective_permissions,
    holders,
    matrix,
    outranks,
    people_who,
    permissions_of,
    person_posts,
    sector_claims,
)
from khuevan.core.roles.tests.factories import give_post
from khuevan.core.roles.types import KeptApart
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotAllowed


def test_actor_carries_posts_in_force_only(world):
    person, user = world.people["tuan"], world.users["tuan"]
    give_post(person, "clerk", world.units["upper"], until=clock.today() - timedelta(days=1))

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


def test_support_session_is_apart_from_posts(world):
    now = clock.now()
    SupportSession.objects.create(
        supporter=world.users["quantri"],
        role="clerk",
        unit=world.units["lower_a"],
        reason="x",
        opened_at=now,
        expires_at=now + timedelta(hours=1),
    )

    actor = world.actor("quantri")

    assert [grant.assignment_id > 0 for grant in actor.grants] == [True, False]
    assert actor.grants[1].path == world.units["lower_a"].path


@pytest.mark.parametrize(
    ("username", "whose", "higher"),
    [
        ("tuan", "mai", False),
        ("tuan", "nguyet", False),
        ("tuan", "hieutruong", True),
        ("tuan", "giamdoc", True),
        ("hieutruong", "tuan", False),
        ("mai", "tuan", True),
        ("xa", "hieutruong", False),
    ],
)
def test_rank_is_compared_at_the_unit(world, username, whose, higher):
    actor = world.actor(username)

    assert outranks(actor, world.users[whose].pk, path=world.units["lower_a"].path) == higher


def test_claims_name_the_posts_in_force(world):
    give_post(world.people["tuan"], "clerk", world.units["upper"], until=clock.today() - timedelta(days=1))

    claims = sector_claims(world.users["tuan"].pk)

    assert claims == {
        "roles": [
            {
                "role": "it_focal_point",
                "label": "Đầu mối CNTT, thống kê",
                "unit": str(world.units["lower_a"].uid),
                "unit_name": "Trường THCS Ninh Khánh",
                "unit_kind": "school",
            }
        ]
    }


def test_effective_permissions_name_every_reason(world):
    give_post(world.people["tuan"], "clerk", world.units["lower_a"])
    give_post(world.people["tuan"], "principal", world.units["upper"], until=clock.today() - timedelta(days=1))

    held = person_posts(world.actor("quantri"), world.people["tuan"].pk)
    effective = {one.code: one for one in effective_permissions(held)}

    assert {source.role_label for source in effective["org.view"].sources} == {"Đầu mối CNTT, thống kê", "Văn thư"}
    assert [source.role_label for source in effective["org.edit_own"].sources] == ["Văn thư"]
    assert "roles.assign" not in effective


def test_posts_are_seen_within_reach_only(world):
    seen = {post.person.full_name for post in holders(world.actor("hieutruong"))}
    everywhere = holders(world.actor("quantri"))

    assert {"Trần Đức Thịnh", "Ngô Thị Mai"} <= seen
    assert seen.isdisjoint({"Bùi Thị Xuân", "Phạm Thu Hà", "Lý Thị Bích"})
    assert not everywhere.filter(unit=world.units["other_department"]).exists()
    assert list(holders(world.actor("hanh"))) == []


def test_matrix_shows_what_was_adjusted(world):
    RoleAdjustment.objects.create(
        role="clerk", permission="roles.view", granted=True, reason="x", made_by=world.users["quantri"]
    )

    rows = {row.permission: row for group in matrix(["clerk", "principal"]) for row in group.rows}

    cells = [(cell.role, cell.held, cell.adjusted) for cell in rows["roles.view"].cells]
    assert cells == [("clerk", True, True), ("principal", True, False)]


def test_bearer_acts_as_its_account(world):
    actor = world.actor("tuan")
    issued = issue_api_token(actor, user_id=actor.user_id, label="x", scopes=["read"], days=1)

    caller = caller_of_bearer(issued.secret, address="203.0.113.7")
    found = caller.actor

    assert (found.user_id, found.grants, found.via, found.address) == (actor.user_id, actor.grants, "api", "203.0.113.7")
    assert (caller.scopes, caller.key) == ({"read"}, f"token:{ApiToken.objects.get().pk}")
    assert caller_of_bearer("kvt_khong-co") is None


def test_bearer_of_a_client_acts_where_it_is_let(world):
    administrator = world.actor("quantri")
    client, registered = register_api_client(administrator, name="Kho dữ liệu", contact="Sở", scopes=["read"])
    add_client_post(administrator, client=client, role="secondary_officer", unit=world.units["department"], basis="CV 1")
    token = issue_client_token(Actor(), client_id=str(client.uid), client_secret=registered.secret)

    caller = caller_of_bearer(token.secret)
    actor = caller.actor

    assert (actor.user_id, actor.name, actor.via, caller.scopes) == (None, "Kho dữ liệu", "api", {"read"})
    assert caller.key == f"client:{client.pk}"
    assert [(grant.role, grant.path) for grant in actor.grants] == [("secondary_officer", world.units["province"].path)]
    assert can(actor, "org.view", world.units["lower_a"])


def test_client_gets_no_system_role_and_not_by_others(world):
    client, _registered = register_api_client(world.actor("quantri"), name="Kho", contact="Sở", scopes=["read"])

    with pytest.raises(KeptApart):
        add_client_post(world.actor("quantri"), client=client, role="auditor", unit=world.units["department"], basis="x")
    with pytest.raises(NotAllowed):
        add_client_post(world.actor("hieutruong"), client=client, role="clerk", unit=world.units["lower_a"], basis="x")

    assert not ClientPost.objects.exists()


def test_actor_costs_one_query(world, django_assert_num_queries):
    give_post(world.people["tuan"], "clerk", world.units["upper"])

    with django_assert_num_queries(1):
        actor_of(world.users["tuan"].pk)
