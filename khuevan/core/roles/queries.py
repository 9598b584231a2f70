"""Building actors, and asking who holds what where, and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from khuevan.core.access import api as access
from khuevan.core.org import api as org
from khuevan.core.org.types import UnitKind
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor, Grant
from khuevan.kernel.errors import NotFound
from khuevan.kernel.manifest import default_permissions, manifests, tied_permissions

from . import rules
from .models import ClientPost, RoleAdjustment, RoleAssignment, SupportSession
from .types import (
    AGENCY_KINDS,
    TERRITORIAL_ROLES,
    EffectivePermission,
    MatrixCell,
    MatrixGroup,
    MatrixRow,
    Permission,
    PermissionSource,
    Role,
)

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

# Parts of a unit whose posts are shown with its own.
PARTS = (UnitKind.CLASS, UnitKind.CAMPUS, UnitKind.TEAM, UnitKind.DIVISION)


@dataclass(frozen=True)
class Seat:
    """An actor, and all the posts that his account could act with."""

    actor: Actor
    posts: tuple[Grant, ...] = ()


def seat_of(user_id: int, *, name: str = "", address: str = "", via: str = "web", acting: int | None = None) -> Seat:
    """The actor of an account. `acting` limits him to one post ("đang làm việc với vai trò"); unknown ids are ignored."""
    row = _fetch(ACTOR_SQL, user=user_id, today=clock.today(), now=clock.now())
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
    posts, adjustments = _fetch(CLIENT_SQL, client=client_id)
    permissions = _permissions(adjustments)
    grants = tuple(_grant(post, permissions) for post in posts)
    return Actor(name=name, grants=grants, address=address, via="api")


def system_actor(name: str, *, permissions: Iterable[str] = ()) -> Actor:
    """The actor of scheduled work and of the command line: named, journaled, holding only what it is given, everywhere."""
    grant = Grant(0, "system", name, 0, "", "", frozenset(permissions))
    return Actor(user_id=None, name=name, grants=(grant,), via="system")


def permissions_of(role: str) -> frozenset[str]:
    """Permissions a role holds on this installation."""
    return _permissions(_adjustments())[role]


def roles_with(permission: str) -> list[str]:
    """Roles that hold a permission on this installation."""
    permissions = _permissions(_adjustments())
    return [role for role in Role.values if permission in permissions[role]]


def people_who(permission: str, path: str) -> QuerySet[RoleAssignment]:
    """Posts in force whose holders have the permission on the unit at `path` (whom to notify)."""
    return in_force().filter(_reaching(path), role__in=roles_with(permission)).select_related("person", "unit")


def heads_of(path: str) -> QuerySet[RoleAssignment]:
    """The posts in force of the heads of the school that a unit belongs to."""
    return in_force().filter(unit__path__in=_prefixes(path), role=Role.PRINCIPAL).select_related("person", "unit")


def in_force(on: date | None = None) -> QuerySet[RoleAssignment]:
    """Posts held on a day (today). For operations and for other queries of this room; not scoped."""
    day = on or clock.today()
    return RoleAssignment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


def posts(actor: Actor) -> QuerySet[RoleAssignment]:
    """Posts, past ones too, of units that the actor may see the posts of."""
    return access.scope(actor, Permission.VIEW, RoleAssignment.objects.select_related("person", "unit"))


def post(actor: Actor, pk: int) -> RoleAssignment:
    """Raises NotFound."""
    return access.get(actor, Permission.VIEW, posts(actor), pk=pk)


def posts_at(actor: Actor, unit: Any) -> QuerySet[RoleAssignment]:
    """Posts in force or to come of a unit and of its classes, teams and divisions."""
    rows = posts(actor).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today()))
    return rows.filter(Q(unit=unit) | Q(unit__parent=unit, unit__kind__in=PARTS)).order_by(
        "person__sort_key", "unit__sort_key", "pk"
    )


def holders(actor: Actor) -> QuerySet[RoleAssignment]:
    """Posts in force, by name, for the list of who holds a role."""
    today = clock.today()
    rows = posts(actor).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)
    return rows.order_by("person__sort_key", "unit__sort_key", "pk")


def units_with_posts(actor: Actor) -> QuerySet:
    """Units that the actor may see the posts of, classes left out."""
    return org.units(actor, Permission.VIEW).exclude(kind=UnitKind.CLASS)


def unit_with_posts(actor: Actor, pk: int) -> Any:
    """Raises NotFound."""
    found = units_with_posts(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def person_posts(actor: Actor, person_id: int) -> list[RoleAssignment]:
    """All posts of a person that the actor may see, the newest first. Raises NotFound when there is none."""
    found = list(posts(actor).filter(person_id=person_id).order_by(F("ends_on").desc(nulls_first=True), "-starts_on"))
    if not found:
        raise NotFound()
    return found


def effective_permissions(held: Sequence[RoleAssignment]) -> list[EffectivePermission]:
    """What posts open today and why ("vì sao người này xem được?"), by module and permission."""
    permissions = _permissions(_adjustments())
    today = clock.today()
    sources: dict[str, list[PermissionSource]] = defaultdict(list)
    for one in held:
        if one.starts_on <= today and (one.ends_on is None or one.ends_on >= today):
            source = PermissionSource(one.get_role_display(), one.unit.name, one.starts_on, one.ends_on)
            for code in permissions[one.role]:
                sources[code].append(source)
    return [
        EffectivePermission(spec.code, spec.label, manifest.label, tuple(sources[spec.code]))
        for manifest in manifests()
        for spec in manifest.permissions
        if spec.code in sources
    ]


def matrix(roles: Sequence[str]) -> list[MatrixGroup]:
    """Who may do what on this installation: permissions by module against the roles asked for."""
    permissions = _permissions(_adjustments())
    return [
        MatrixGroup(manifest.label, tuple(_matrix_row(spec, roles, permissions) for spec in manifest.permissions))
        for manifest in manifests()
        if manifest.permissions
    ]


def adjustments(actor: Actor) -> QuerySet[RoleAdjustment]:
    """What was changed on this installation, the newest first."""
    rows = RoleAdjustment.objects.select_related("made_by").order_by("-made_at", "-pk")
    return access.scope(actor, Permission.VIEW, rows)


def givable_roles(actor: Actor, unit: Any) -> list[Role]:
    """Roles that the actor may give at a unit."""
    held = [grant.role for grant in grants_over(actor, Permission.ASSIGN, unit.path)]
    return [role for role in Role if rules.fits(role, unit.kind) and rules.ground(held, role)]


def grants_over(actor: Actor, permission: str, path: str) -> list[Grant]:
    """The actor's own posts that give a permission over the unit at `path`; not a support session."""
    return [grant for grant in actor.grants_for(permission) if path.startswith(grant.path) and grant.assignment_id > 0]


def outranks(actor: Actor, user_id: int, *, path: str) -> bool:
    """Whether the holder of an account stands higher than the actor does over the unit at `path`."""
    roles = in_force().filter(person__account_id=user_id).values_list("role", flat=True)
    return rules.rank(roles) > rules.rank(grant.role for grant in actor.grants if path.startswith(grant.path))


def sector_claims(user_id: int) -> dict[str, Any]:
    """What software of the sector is told of an account: its posts in force. Units are named by their uid."""
    held = in_force().filter(person__account_id=user_id).select_related("unit").order_by("pk")
    return {
        "roles": [
            {
                "role": one.role,
                "label": str(one.get_role_display()),
                "unit": str(one.unit.uid),
                "unit_name": one.unit.name,
                "unit_kind": one.unit.kind,
            }
            for one in held
        ]
    }


def open_support(actor: Actor) -> SupportSession | None:
    """The support session that the actor works in now."""
    if actor.support_session_id is None:
        return None
    return SupportSession.objects.select_related("unit").get(pk=actor.support_session_id)


def support_sessions(actor: Actor) -> QuerySet[SupportSession]:
    """Sessions at units that the actor may see the posts of, the newest first."""
    rows = SupportSession.objects.select_related("unit", "supporter").order_by("-opened_at")
    return access.scope(actor, Permission.VIEW, rows)


def client_posts(actor: Actor, client_id: int) -> QuerySet[ClientPost]:
    """What an API client may do where."""
    return access.scope(actor, Permission.VIEW, ClientPost.objects.filter(client_id=client_id).select_related("unit"))


def _fetch(sql: str, **parameters: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters | {"territorial": list(TERRITORIAL_ROLES), "agencies": list(AGENCY_KINDS)})
        return cursor.fetchone()


def _reaching(path: str) -> Q:
    """Posts whose reach (as in `POSTS_SQL`) covers the unit at `path`."""
    prefixes = _prefixes(path)
    agency = Q(unit__kind__in=AGENCY_KINDS, unit__parent__path__in=prefixes)
    division = Q(unit__kind="division", unit__parent__path__in=prefixes)
    inner_division = Q(unit__kind="division", unit__parent__kind__in=AGENCY_KINDS, unit__parent__parent__path__in=prefixes)
    return Q(unit__path__in=prefixes) | Q(agency | division | inner_division, role__in=TERRITORIAL_ROLES)


def _adjustments() -> Iterable:
    """(role, permission, granted) of every pair that was ever adjusted, as it stands now."""
    return (
        RoleAdjustment.objects.order_by("role", "permission", "-made_at", "-pk")
        .distinct("role", "permission")
        .values_list("role", "permission", "granted")
    )


def _prefixes(path: str) -> list[str]:
    parts = path.rstrip("/").split("/")
    return ["/".join(parts[: n + 1]) + "/" for n in range(len(parts))]


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


def _matrix_row(spec: Any, roles: Sequence[str], permissions: dict[str, frozenset[str]]) -> MatrixRow:
    cells = []
    for role in roles:
        held = spec.code in permissions[role]
        cells.append(MatrixCell(role, held, held != (role in spec.roles)))
    return MatrixRow(spec.code, spec.label, spec.help, spec.tied, tuple(cells))
