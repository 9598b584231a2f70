"""Every read of roles: who holds what where, and why; actors are built in `queries.actors`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Case, F, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.core.org import api as org
from khuevan.core.org.types import UnitKind
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor, Grant
from khuevan.kernel.errors import NotFound
from khuevan.kernel.manifest import manifests
from khuevan.web.cards import Card, CardRow
from khuevan.web.numbers import clock_time, moment
from khuevan.web.types import Action, Banner, Tone

from .. import rules
from ..models import ClientPost, RoleAdjustment, RoleAssignment, SupportSession
from ..types import (
    AGENCY_KINDS,
    PART_KINDS,
    SYSTEM_ROLES,
    TERRITORIAL_ROLES,
    EffectivePermission,
    MatrixCell,
    MatrixGroup,
    MatrixRow,
    Permission,
    PermissionSource,
    Role,
)
from .actors import (
    Seat,
    actor_of,
    client_actor,
    current_permissions,
    fetch_row,
    permissions_of,
    roles_with,
    seat_of,
    system_actor,
)
from .finding import left_behind, left_behind_card, people_to_choose, person_by_login
from .staff import staff_in_post

__all__ = [
    "Seat",
    "actor_of",
    "client_actor",
    "left_behind",
    "left_behind_card",
    "people_to_choose",
    "permissions_of",
    "person_by_login",
    "roles_with",
    "seat_of",
    "staff_in_post",
    "system_actor",
]

HOLDER_SQL = "SELECT id, full_name FROM people_person WHERE account_id = %(user)s"
WARDS_SQL = """
SELECT count(*) FROM people_guardianship
 WHERE guardian_id = %(person)s AND starts_on <= %(today)s AND (ends_on IS NULL OR ends_on >= %(today)s)
"""

SUPPORT_SHOWN = timedelta(days=7)
# Parts of a unit whose posts are shown with its own.
PARTS = PART_KINDS


def people_who(permission: str, path: str) -> QuerySet[RoleAssignment]:
    """Posts in force whose holders have the permission on the unit at `path` (whom to notify)."""
    return in_force().filter(_reaching(path), role__in=roles_with(permission)).select_related("person", "unit")


def in_force(on: date | None = None) -> QuerySet[RoleAssignment]:
    """Posts held on a day (today). For operations and for other queries of this room; not scoped."""
    day = on or clock.today()
    return RoleAssignment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


def posts(actor: Actor) -> QuerySet[RoleAssignment]:
    """Posts, past ones too, of units that the actor may see the posts of."""
    return access.scope(actor, Permission.VIEW, RoleAssignment.objects.select_related("person", "unit__parent"))


def post(actor: Actor, pk: int) -> RoleAssignment:
    """Raises NotFound."""
    return access.get(actor, Permission.VIEW, posts(actor), pk=pk)


def posts_at(actor: Actor, unit: Any) -> QuerySet[RoleAssignment]:
    """Posts in force or to come of a unit and of its classes, teams and divisions; `may_end`: whether the actor may end it."""
    rows = posts(actor).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today()))
    rows = rows.filter(Q(unit=unit) | Q(unit__parent=unit, unit__kind__in=PARTS))
    givable = (Q(unit__kind=kind, role__in=_givable(actor, kind, unit.path)) for kind in UnitKind.values)
    may_end = reduce(or_, givable) & ~Q(person=actor.person_id)
    ordered = rows.order_by("person__sort_key", "unit__sort_key", "pk")
    return ordered.annotate(may_end=Case(When(may_end, then=True), default=False, output_field=BooleanField()))


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
    permissions = current_permissions()
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
    permissions = current_permissions()
    return [
        MatrixGroup(manifest.label, tuple(_matrix_row(spec, roles, permissions) for spec in manifest.permissions))
        for manifest in manifests()
        if manifest.permissions
    ]


def adjustments(actor: Actor) -> QuerySet[RoleAdjustment]:
    """What was changed on this installation, the newest first."""
    rows = RoleAdjustment.objects.select_related("made_by").order_by("-made_at", "-pk")
    return access.scope(actor, Permission.VIEW, rows)


def places_to_give(actor: Actor, unit: Any) -> QuerySet:
    """The unit and its classes, teams and divisions in force, where the actor may give some role."""
    places = org.units(actor, Permission.ASSIGN).filter(Q(pk=unit.pk) | Q(parent_id=unit.pk, kind__in=PARTS))
    return places.filter(kind__in=[kind for kind in UnitKind.values if _givable(actor, kind, unit.path)])


def givable_roles_in(actor: Actor, places: Iterable[Any]) -> list[Role]:
    """Roles that the actor may give at one of these units or another."""
    roles = {role for place in places for role in givable_roles(actor, place)}
    return [role for role in Role if role in roles]


def number_of_children(person_id: int) -> int:
    """How many children a person is a guardian of today."""
    return fetch_row(WARDS_SQL, person=person_id, today=clock.today())[0]


def givable_roles(actor: Actor, unit: Any) -> list[Role]:
    """Roles that the actor may give at a unit."""
    return _givable(actor, unit.kind, unit.path)


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


def roles_to_support(unit: Any) -> list[Role]:
    """Roles that a support session may take at a unit."""
    return [role for role in Role if role not in SYSTEM_ROLES and rules.fits(role, unit.kind)]


def support_banner(actor: Actor) -> Banner | None:
    """Said on every page while the actor works in a support session."""
    session = open_support(actor)
    if session is None:
        return None
    words = {"role": session.get_role_display(), "unit": session.unit.name, "until": clock_time(session.expires_at)}
    close = Action(_("Đóng phiên"), reverse("roles:support_close", args=[session.pk]), "lock")
    return Banner(
        _("Đang trong phiên hỗ trợ"),
        _("Bạn làm việc với vai trò %(role)s tại %(unit)s đến %(until)s. Mọi việc đều được ghi lại.") % words,
        close,
    )


def support_card(actor: Actor) -> Card | None:
    """For the head of a unit: support that works there now, or did in the last days."""
    recent = support_sessions(actor).filter(opened_at__gte=clock.now() - SUPPORT_SHOWN)[:5]
    rows = tuple(
        CardRow(f"{one.supporter.full_name}, {one.unit}", moment(one.opened_at), tone=Tone.WARN if one.is_open else Tone.MUTE)
        for one in recent
    )
    return Card(_("Phiên hỗ trợ tại đơn vị"), url=reverse("roles:support"), rows=rows) if rows else None


def support_sessions(actor: Actor) -> QuerySet[SupportSession]:
    """Sessions at units that the actor may see the posts of, the newest first."""
    rows = SupportSession.objects.select_related("unit", "supporter").order_by("-opened_at")
    return access.scope(actor, Permission.VIEW, rows)


def client_posts(actor: Actor, client_id: int) -> QuerySet[ClientPost]:
    """What an API client may do where."""
    return access.scope(actor, Permission.VIEW, ClientPost.objects.filter(client_id=client_id).select_related("unit"))


def _givable(actor: Actor, kind: str, path: str) -> list[Role]:
    held = [grant.role for grant in grants_over(actor, Permission.ASSIGN, path)]
    return [role for role in Role if rules.fits(role, kind) and rules.ground(held, role)]


def _reaching(path: str) -> Q:
    """Posts whose reach (as in `POSTS_SQL`) covers the unit at `path`."""
    above = prefixes(path)
    agency = Q(unit__kind__in=AGENCY_KINDS, unit__parent__path__in=above)
    division = Q(unit__kind="division", unit__parent__path__in=above)
    inner_division = Q(unit__kind="division", unit__parent__kind__in=AGENCY_KINDS, unit__parent__parent__path__in=above)
    return Q(unit__path__in=above) | Q(agency | division | inner_division, role__in=TERRITORIAL_ROLES)


def prefixes(path: str) -> list[str]:
    """Paths of a unit and of everything above it."""
    parts = path.rstrip("/").split("/")
    return ["/".join(parts[: n + 1]) + "/" for n in range(len(parts))]


def _matrix_row(spec: Any, roles: Sequence[str], permissions: dict[str, frozenset[str]]) -> MatrixRow:
    cells = []
    for role in roles:
        held = spec.code in permissions[role]
        cells.append(MatrixCell(role, held, held != (role in spec.roles)))
    return MatrixRow(spec.code, spec.label, spec.help, spec.tied, tuple(cells))
