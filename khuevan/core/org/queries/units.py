"""The units of today: which ones an actor may see, choose and change."""

from collections import Counter

from django.db.models import OuterRef, Q, QuerySet, Subquery

from khuevan.core.access import api as access
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound

from .. import rules
from ..models import OrgUnit, UnitCode
from ..types import CodeSystem, Permission, UnitKind

IN_FORCE_ORDER = ("kind", "sort_key")


def directory(actor: Actor) -> QuerySet[OrgUnit]:
    """Every unit above a class, ended ones too. Which agencies and schools there are is public inside the system: whoever
    holds `org.view` anywhere sees all of them. Classes are seen only where a post reaches (`units`)."""
    rows = OrgUnit.objects.exclude(kind=UnitKind.CLASS)
    return rows if access.can(actor, Permission.VIEW) else rows.none()


def in_force(rows: QuerySet[OrgUnit]) -> QuerySet[OrgUnit]:
    """Only the units in force today."""
    today = clock.today()
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)


def units(actor: Actor, permission: str, *, kind: str | None = None) -> QuerySet[OrgUnit]:
    """The units in force today where the actor holds a permission: which ones he may choose from. Ordered by name."""
    rows = in_force(access.scope(actor, permission, OrgUnit.objects.all()))
    return (rows.filter(kind=kind) if kind else rows).order_by("sort_key", "pk")


def unit(actor: Actor, unit_id: int) -> OrgUnit:
    """One unit of the directory. Raises NotFound."""
    found = directory(actor).select_related("parent").filter(pk=unit_id).first()
    if found is None:
        raise NotFound()
    return found


def children(actor: Actor, parent: OrgUnit) -> QuerySet[OrgUnit]:
    """The units in force today right below another, classes not counted, ordered by kind and name."""
    return in_force(directory(actor)).filter(parent=parent).order_by(*IN_FORCE_ORDER)


def descendants(actor: Actor, top: OrgUnit, *, kind: str | None = None) -> QuerySet[OrgUnit]:
    """The units in force today below another at any depth, classes not counted."""
    rows = in_force(directory(actor)).filter(path__startswith=top.path).exclude(pk=top.pk)
    return (rows.filter(kind=kind) if kind else rows).order_by(*IN_FORCE_ORDER)


def ancestors(actor: Actor, below: OrgUnit) -> list[OrgUnit]:
    """From the root down to the parent."""
    found = directory(actor).in_bulk(below.ancestor_ids)
    return [found[pk] for pk in below.ancestor_ids if pk in found]


def counts_below(actor: Actor, top: OrgUnit) -> dict[UnitKind, int]:
    """How many units of each kind, classes too, are in force today below a unit."""
    if not access.can(actor, Permission.VIEW):
        return {}
    kinds = in_force(OrgUnit.objects.filter(path__startswith=top.path).exclude(pk=top.pk)).values_list("kind", flat=True)
    counted = Counter(kinds.order_by())
    return {kind: counted[kind] for kind in UnitKind if counted[kind]}


def codes(actor: Actor, of: OrgUnit) -> list[UnitCode]:
    """The codes of a unit, newest first in each system."""
    if not access.can(actor, Permission.VIEW):
        return []
    return list(UnitCode.objects.filter(unit=of).order_by("system", "-period"))


def editable_fields(actor: Actor, of: OrgUnit) -> frozenset[str]:
    """The fields of a unit that the actor may change (`operations.change_attributes`)."""
    return rules.open_fields(permission for permission in rules.FIELDS_OF_PERMISSION if access.can(actor, permission, of))


def may_edit(actor: Actor, of: OrgUnit) -> bool:
    """Whether the actor may rename, move, number and abolish a unit, and found units inside it."""
    return access.can(actor, Permission.EDIT, of)


def possible_parents(actor: Actor, of: OrgUnit) -> QuerySet[OrgUnit]:
    """Units of today to which the actor may move a unit."""
    found = units(actor, Permission.EDIT).filter(kind__in=rules.possible_parents(of.kind))
    return found.exclude(path__startswith=of.path).exclude(children=of)


def listing(actor: Actor) -> QuerySet[OrgUnit]:
    """The units in force today with their parents and school codes (`moet_code`), for lists and sheets."""
    codes = UnitCode.objects.filter(unit=OuterRef("pk"), system=CodeSystem.MOET, period__contains=clock.today())
    rows = in_force(directory(actor)).select_related("parent").annotate(moet_code=Subquery(codes.values("code")[:1]))
    return rows.order_by("sort_key", "pk")
