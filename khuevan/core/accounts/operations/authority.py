"""Whether an actor may handle somebody's account."""

from django.conf import settings
from django.utils.module_loading import import_string

from khuevan.core.access import api as access
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotAllowed

from ..models import User
from ..types import Outranked, OwnAccount, Permission, Warrant


def require_over(actor: Actor, user: User, warrant: Warrant | None) -> None:
    """The administrator of accounts, or who holds the warrant's permission where the person is kept and is not outranked.

    Raises NotAllowed, Outranked, OwnAccount.
    """
    if user.pk == actor.user_id:
        raise OwnAccount()
    require_warrant(actor, warrant)
    if warrant and import_string(settings.OUTRANKS)(actor, user.pk, path=warrant.path):
        raise Outranked()


def require_warrant(actor: Actor, warrant: Warrant | None) -> None:
    """Raises NotAllowed."""
    if warrant is None:
        access.require(actor, Permission.MANAGE)
    elif not access.within(actor, warrant.permission, warrant.path):
        raise NotAllowed()
