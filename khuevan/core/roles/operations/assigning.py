"""Giving a person a role at a unit, and ending it."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.manifest import permission_specs
from khuevan.kernel.operations import operation

from .. import queries, rules
from ..events import RoleAssigned, RoleEnded
from ..models import RoleAssignment
from ..types import (
    AlreadyAssigned,
    AlreadyEnded,
    BasisMissing,
    BeyondOwnPowers,
    Ground,
    NotYourself,
    NotYoursToGive,
    Permission,
    Role,
    RoleDoesNotFit,
    UnitHasEnded,
    WrongDates,
)

NAMED_AT_MOST = 3


@operation
def assign_role(
    actor: Actor, *, person_id: int, role: str, unit: Any, starts_on: date, ends_on: date | None = None, basis: str = ""
) -> RoleAssignment:
    """Give a person a role at a unit (an OrgUnit), for a span of days. `basis` is the decision, compulsory for an appointment.

    Raises NotAllowed, NotYourself, RoleDoesNotFit, NotYoursToGive, BeyondOwnPowers, BasisMissing, WrongDates, UnitHasEnded,
    AlreadyAssigned.
    """
    _require_ground(actor, role, unit, person_id=person_id, basis=basis)
    if ends_on is not None and ends_on < starts_on:
        raise WrongDates(field="ends_on")
    if unit.valid_to is not None and unit.valid_to < starts_on:
        raise UnitHasEnded(field="unit")
    span = {"starts_on": starts_on, "ends_on": ends_on}
    post = _create(person_id=person_id, role=role, unit=unit, basis=basis, assigned_by_id=actor.user_id, **span)
    changes = {"role": [None, role], "starts_on": [None, starts_on.isoformat()], "basis": [None, basis]}
    audit.record(actor, "roles.role_assigned", post, changes=changes)
    publish(RoleAssigned(post.pk, person_id, role, unit.pk, starts_on))
    return post


@operation
def end_assignment(actor: Actor, *, post: RoleAssignment, last_day: date, reason: str) -> None:
    """Let a post end after a day. Whoever may give the role there may end it.

    Raises NotAllowed, NotYourself, NotYoursToGive, AlreadyEnded, WrongDates.
    """
    _require_ground(actor, post.role, post.unit, person_id=post.person_id, basis=reason)
    if post.ends_on is not None and post.ends_on < clock.today():
        raise AlreadyEnded()
    if last_day < post.starts_on:
        raise WrongDates(field="last_day")
    changes = {"ends_on": [post.ends_on and post.ends_on.isoformat(), last_day.isoformat()], "reason": [None, reason]}
    post.ends_on = last_day
    post.save(update_fields=["ends_on"])
    audit.record(actor, "roles.role_ended", post, changes=changes)
    publish(RoleEnded(post.pk, post.person_id, post.role, post.unit_id, last_day))


def _require_ground(actor: Actor, role: str, unit: Any, *, person_id: int, basis: str) -> None:
    access.require(actor, Permission.ASSIGN, unit)
    if person_id == actor.person_id:
        raise NotYourself()
    if not rules.fits(role, unit.kind):
        raise RoleDoesNotFit(role=_label(role), field="role")
    ground = rules.ground((grant.role for grant in queries.grants_over(actor, Permission.ASSIGN, unit.path)), role)
    if ground is None:
        raise NotYoursToGive(role=_label(role), field="role")
    if ground is Ground.DELEGATION:
        _require_own_powers(actor, role, unit)
    if ground is Ground.APPOINTMENT and not basis.strip():
        raise BasisMissing(field="basis")


def _require_own_powers(actor: Actor, role: str, unit: Any) -> None:
    own = {code for grant in actor.grants if unit.path.startswith(grant.path) for code in grant.permissions}
    if beyond := rules.beyond(queries.permissions_of(role), own):
        specs = permission_specs()
        named = "; ".join(str(specs[code].label) if code in specs else code for code in beyond[:NAMED_AT_MOST])
        raise BeyondOwnPowers(permissions=named, field="role")


def _create(**fields: Any) -> RoleAssignment:
    same = RoleAssignment.objects.filter(person_id=fields["person_id"], role=fields["role"], unit=fields["unit"])
    later = Q(ends_on__isnull=True) | Q(ends_on__gte=fields["starts_on"])
    if fields["ends_on"] is not None:
        same = same.filter(starts_on__lte=fields["ends_on"])
    if same.filter(later).exists():
        raise AlreadyAssigned()
    try:
        with transaction.atomic():
            return RoleAssignment.objects.create(**fields)
    except IntegrityError as error:
        raise AlreadyAssigned() from error


def _label(role: str) -> str:
    return str(Role(role).label)
