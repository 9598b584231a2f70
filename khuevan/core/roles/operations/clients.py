"""What an API client may do where."""

from typing import Any

from django.db import IntegrityError, transaction

from khuevan.core.access import api as access
from khuevan.core.accounts.api import Permission as AccountPermission
from khuevan.core.audit import api as audit
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound
from khuevan.kernel.operations import operation

from .. import rules
from ..models import ClientPost
from ..types import SYSTEM_ROLES, AlreadyAssigned, KeptApart, Role, RoleDoesNotFit


@operation
def add_client_post(actor: Actor, *, client: Any, role: str, unit: Any, basis: str) -> ClientPost:
    """Let a client (an ApiClient of accounts) act with a role at a unit. Raises NotAllowed, RoleDoesNotFit, KeptApart,
    AlreadyAssigned.
    """
    access.require(actor, AccountPermission.CONNECT)
    if not rules.fits(role, unit.kind):
        raise RoleDoesNotFit(role=str(Role(role).label), field="role")
    if role in SYSTEM_ROLES:
        raise KeptApart(field="role")
    try:
        with transaction.atomic():
            post = ClientPost.objects.create(client=client, role=role, unit=unit)
    except IntegrityError as error:
        raise AlreadyAssigned() from error
    audit.record(actor, "roles.client_post_added", post, changes={"client": [None, client.name], "basis": [None, basis]})
    return post


@operation
def remove_client_post(actor: Actor, *, pk: int) -> int:
    """Returns the client's id. Raises NotAllowed, NotFound."""
    access.require(actor, AccountPermission.CONNECT)
    post = ClientPost.objects.select_related("client", "unit").filter(pk=pk).first()
    if post is None:
        raise NotFound()
    audit.record(actor, "roles.client_post_removed", post, changes={"client": [post.client.name, None]})
    post.delete()
    return post.client_id
