"""Building actors: what an account, an API client or the system itself may do, where."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from khuevan.kernel import clock
from khuevan.kernel.actor import Actor, Grant
from khuevan.kernel.manifest import default_permissions, tied_permissions

from ..models import RoleAdjustment
from ..types import AGENCY_KINDS, TERRITORIAL_ROLES, Role

# A post reaches its unit and everything below it. A Department, a bureau and their divisions serve the territory that they
# stand in, so a post held there for the territory (`TERRITORIAL_ROLES`) reaches all of it, not only the office itself.
POSTS_SQL = """
SELECT coalesce(json_agg(json_build_array(a.id, a.role, u.id, coalesce(nullif(u.short_name, ''), u.name),
         CASE WHEN a.role <> ALL(%(territorial)s) THEN u.path
              WHEN u.kind = ANY(%(agencies)s) THEN coalesce(above.path, u.path)
              WHEN u.kind = 'division' AND above.kind = ANY(%(agencies)s) THEN coalesce(territory.path, above.path)
              WHEN u.kind = 'division' THEN coalesce(above.path, u.path)
              ELSE u.path END) ORDER BY a.id), '[]')
  FROM {table} a
  JOIN org_orgunit u ON u.id = a.unit_id
  LEFT JOIN org_orgunit above ON above.id = u.parent_id
  LEFT JOIN org_orgunit territory ON territory.id = above.parent_id
 WHERE {condition}
"""
PERSON_POSTS_SQL = POSTS_SQL.format(
    table="roles_roleassignment",
    condition="a.person_id = p.id AND a.starts_on <= %(today)s AND (a.ends_on IS NULL OR a.ends_on >= %(today)s)",
)
CLIENT_POSTS_SQL = POSTS_SQL.format(table="roles_clientpost", condition="a.client_id = %(client)s")
ADJUSTMENTS_SQL = """
SELECT coalesce(json_agg(json_build_array(x.role, x.permission, x.granted)), '[]')
  FROM (SELECT DISTINCT ON (role, permission) role, permission, granted
          FROM roles_roleadjustment ORDER BY role, permission, made_at DESC, id DESC) x
"""
# One round trip for everything an actor is made of: the person of the account, his posts in force, his children, the support
# sessions he has open (their ids are negative, apart from those of posts).
ACTOR_SQL = f"""
SELECT p.id, p.full_name, ({PERSON_POSTS_SQL}),
       (SELECT coalesce(json_agg(g.child_id), '[]') FROM people_guardianship g
         WHERE g.guardian_id = p.id AND g.starts_on <= %(today)s AND (g.ends_on IS NULL OR g.ends_on >= %(today)s)),
       (SELECT coalesce(json_agg(json_build_array(-s.id, s.role, u.id, u.name, u.path)), '[]')
          FROM roles_supportsession s JOIN org_orgunit u ON u.id = s.unit_id
         WHERE s.supporter_id = %(user)s AND s.closed_at IS NULL AND s.expires_at > %(now)s),
       ({ADJUSTMENTS_SQL})
  FROM people_person p WHERE p.account_id = %(user)s
"""  # noqa: S608 -- parts of this module
CLIENT_SQL = f"SELECT ({CLIENT_POSTS_SQL}), ({ADJUSTMENTS_SQL})"


@dataclass(frozen=True)
class Seat:
    """An actor, and all the posts that his account could act with."""

    actor: Actor
    posts: tuple[Grant, ...] = ()


def seat_of(user_id: int, *, name: str = "", address: str = "", via: str = "web", acting: int | None = None) -> Seat:
    """The actor of an account. `acting` limits him to one post ("đang làm việc với vai trò"); unknown ids are ignored."""
    row = fetch_row(ACTOR_SQL, user=user_id, today=clock.today(), now=clock.now())
    if row is None:
        return Seat(Actor(user_id=user_id, name=name, address=address, via=via))
    person_id, full_name, posts, children, support, adjustments = row
    permissions = _permissions(adjustments)
    grants = tuple(_grant(post, permissions) for post in posts)
    chosen = tuple(grant for grant in grants if grant.assignment_id == acting) or grants
    actor = Actor(
        user_id=user_id,
        person_id=person_id,
        name=full_name,
        grants=chosen + tuple(_grant(session, permissions) for session in support),
        ties=frozenset([person_id, *children]),
        tied_permissions=tied_permissions(),
        address=address,
        via=via,
        support_session_id=-support[0][0] if support else None,
    )
    return Seat(actor, grants)


def actor_of(user_id: int, *, name: str = "", address: str = "", via: str = "web", acting: int | None = None) -> Actor:
    """The actor of an account, without the other posts that he could act with."""
    return seat_of(user_id, name=name, address=address, via=via, acting=acting).actor


def client_actor(client_id: int, *, name: str, address: str = "") -> Actor:
    """The actor of an API client: nobody's account, holding what its posts give."""
    posts, adjustments = fetch_row(CLIENT_SQL, client=client_id)
    permissions = _permissions(adjustments)
    grants = tuple(_grant(post, permissions) for post in posts)
    return Actor(name=name, grants=grants, address=address, via="api")


def system_actor(name: str, *, permissions: Iterable[str] = ()) -> Actor:
    """The actor of scheduled work and of the command line: named, journaled, holding only what it is given, everywhere."""
    grant = Grant(0, "system", name, 0, "", "", frozenset(permissions))
    return Actor(user_id=None, name=name, grants=(grant,), via="system")


def permissions_of(role: str) -> frozenset[str]:
    """Permissions a role holds on this installation."""
    return current_permissions()[role]


def roles_with(permission: str) -> list[str]:
    """Roles that hold a permission on this installation."""
    permissions = current_permissions()
    return [role for role in Role.values if permission in permissions[role]]


def current_permissions() -> dict[str, frozenset[str]]:
    """What every role holds on this installation now."""
    return _permissions(_adjustments())


def fetch_row(sql: str, **parameters: Any) -> Any:
    """The first row of a statement of this room, or None."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters | {"territorial": list(TERRITORIAL_ROLES), "agencies": list(AGENCY_KINDS)})
        return cursor.fetchone()


def _adjustments() -> Iterable:
    """(role, permission, granted) of every pair that was ever adjusted, as it stands now."""
    return (
        RoleAdjustment.objects.order_by("role", "permission", "-made_at", "-pk")
        .distinct("role", "permission")
        .values_list("role", "permission", "granted")
    )


def _grant(post: list, permissions: dict[str, frozenset[str]]) -> Grant:
    assignment_id, role, unit_id, unit_name, path = post
    return Grant(assignment_id, role, str(Role(role).label), unit_id, unit_name, path, permissions[role])


class _Permissions(defaultdict):
    def __missing__(self, role: str) -> frozenset[str]:
        self[role] = default_permissions(role)
        return self[role]


def _permissions(adjustments: Iterable) -> dict[str, frozenset[str]]:
    permissions: dict[str, frozenset[str]] = _Permissions()
    for role, permission, granted in adjustments:
        change = permissions[role].union if granted else permissions[role].difference
        permissions[role] = change([permission])
    return permissions
