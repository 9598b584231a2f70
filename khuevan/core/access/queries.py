"""Every decision about who may see and do what. Nobody else looks at grants, paths or ties.

A post counts for its unit and everything below it; a tie opens rows about oneself or one's child. There is no third way.
"""

from functools import reduce
from operator import or_
from typing import Any, TypeVar, cast

from django.db.models import Model, Q, QuerySet

from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotAllowed, NotFound

from .types import Place

M = TypeVar("M", bound=Model)
Placed = Any


def can(actor: Actor, permission: str, obj: Placed | None = None) -> bool:
    """Whether the actor holds the permission on the object (anywhere, when no object is given)."""
    if obj is None or (obj.place.unit is None and obj.place.person is None):
        return actor.holds(permission)
    place = obj.place
    if place.person and permission in actor.tied_permissions and _follow(obj, place.person) in actor.ties:
        return True
    if place.unit is None:
        return False
    path = _follow(obj, place.unit + "__path" if place.unit else "path")
    return path is not None and any(path.startswith(prefix) for prefix in actor.paths(permission))


def require(actor: Actor, permission: str, obj: Model | None = None) -> None:
    """First line of an operation. Raises NotAllowed when the actor sees the object's place otherwise, and always the same."""
    if not can(actor, permission, obj):
        raise NotAllowed()


def scope(actor: Actor, permission: str, queryset: QuerySet[M]) -> QuerySet[M]:
    """The rows of a queryset that the actor holds the permission on: every list, count, export, search and choice."""
    place: Place = cast(Placed, queryset.model).place
    if place.unit is None and place.person is None:
        return queryset if actor.holds(permission) else queryset.none()
    conditions = _conditions(actor, permission, place)
    return queryset.filter(reduce(or_, conditions)) if conditions else queryset.none()


def get(actor: Actor, permission: str, queryset: QuerySet[M], **lookup: Any) -> M:
    """Load one row, or raise NotFound: absent and forbidden look alike."""
    found = scope(actor, permission, queryset).filter(**lookup).first()
    if found is None:
        raise NotFound()
    return found


def within(actor: Actor, permission: str, path: str) -> bool:
    """Whether a unit's path lies in the actor's reach for the permission."""
    return any(path.startswith(prefix) for prefix in actor.paths(permission))


def _conditions(actor: Actor, permission: str, place) -> list[Q]:
    conditions = []
    if place.unit is not None:
        conditions += [Q(**{f"{place.path_lookup}__startswith": path}) for path in actor.paths(permission)]
    if place.person is not None and actor.ties and permission in actor.tied_permissions:
        conditions.append(Q(**{f"{place.person}__in": sorted(actor.ties)}))
    return conditions


def _follow(obj: Any, lookup: str) -> Any:
    for name in lookup.split("__"):
        obj = getattr(obj, name)
        if obj is None:
            return None
    return obj
