"""Changing what a role may do on this installation."""

from khuevan.core.access import api as access
from khuevan.core.accounts import api as accounts
from khuevan.core.audit import api as audit
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.manifest import permission_specs
from khuevan.kernel.operations import operation

from .. import queries, rules
from ..events import RoleAdjusted
from ..models import RoleAdjustment
from ..types import KeptApart, NothingToChange, NotYourself, Permission, UnknownPermission


@operation
def adjust_role(actor: Actor, *, role: str, permission: str, granted: bool, reason: str) -> RoleAdjustment:
    """Give a permission to a role, or take it away, for everybody who holds it. Nobody changes a role that he holds himself.

    Raises NotAllowed, UnknownPermission, NotYourself, KeptApart, NothingToChange.
    """
    access.require(actor, Permission.ADJUST)
    spec = permission_specs().get(permission)
    if spec is None:
        raise UnknownPermission()
    if any(grant.role == role for grant in actor.grants):
        raise NotYourself()
    if granted and not rules.may_be_given(role, spec.roles):
        raise KeptApart()
    held = permission in queries.permissions_of(role)
    if held == granted:
        raise NothingToChange()
    adjustment = RoleAdjustment.objects.create(
        role=role, permission=permission, granted=granted, reason=reason, made_by=accounts.own_account(actor)
    )
    changes = {"role": [role, role], permission: [held, granted], "reason": [None, reason]}
    audit.record(actor, "roles.role_adjusted", adjustment, changes=changes)
    publish(RoleAdjusted(role=role, permission=permission, granted=granted))
    return adjustment
