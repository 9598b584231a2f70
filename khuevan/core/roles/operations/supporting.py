"""Support sessions: the only way in for whoever keeps the system running."""

from datetime import timedelta
from typing import Any

from khuevan.core.access import api as access
from khuevan.core.accounts import api as accounts
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation

from .. import rules
from ..events import SupportSessionClosed, SupportSessionOpened
from ..models import SupportSession
from ..types import SYSTEM_ROLES, KeptApart, Permission, Role, RoleDoesNotFit, SupportOpenAlready, TooLong

MOST_HOURS = 4


@operation
def open_support_session(actor: Actor, *, role: str, unit: Any, reason: str, hours: int) -> SupportSession:
    """Work with a role at a unit (an OrgUnit) for some hours. The unit's head is told; everything done is marked.

    Raises NotAllowed, TooLong, RoleDoesNotFit, KeptApart, SupportOpenAlready.
    """
    access.require(actor, Permission.SUPPORT, unit)
    if not 0 < hours <= MOST_HOURS:
        raise TooLong(hours=MOST_HOURS, field="hours")
    if not rules.fits(role, unit.kind):
        raise RoleDoesNotFit(role=str(Role(role).label), field="role")
    if role in SYSTEM_ROLES:
        raise KeptApart(field="role")
    _close_expired(actor, supporter_id=actor.user_id)
    if SupportSession.objects.filter(supporter_id=actor.user_id, closed_at=None).exists():
        raise SupportOpenAlready()
    now = clock.now()
    session = SupportSession.objects.create(
        supporter=accounts.own_account(actor),
        role=role,
        unit=unit,
        reason=reason,
        opened_at=now,
        expires_at=now + timedelta(hours=hours),
    )
    changes = {"role": [None, role], "reason": [None, reason], "expires_at": [None, session.expires_at.isoformat()]}
    audit.record(actor, "roles.support_opened", session, changes=changes)
    publish(SupportSessionOpened(session.pk, session.supporter_id, role, unit.pk, session.expires_at))
    return session


@operation
def close_support_session(actor: Actor, *, pk: int) -> None:
    """The supporter is done. Raises NotFound when the session is not his, or closed."""
    session = SupportSession.objects.select_for_update().filter(pk=pk, supporter_id=actor.user_id, closed_at=None).first()
    if session is None:
        raise NotFound()
    _close(actor, session)


@operation
def close_expired_support(actor: Actor) -> int:
    """Mark sessions as closed whose time is up (they open nothing any more); returns how many. Raises NotAllowed."""
    access.require(actor, Permission.SUPPORT)
    return _close_expired(actor)


def _close_expired(actor: Actor, **of: Any) -> int:
    expired = SupportSession.objects.select_for_update().filter(closed_at=None, expires_at__lte=clock.now(), **of)
    sessions = list(expired)
    for session in sessions:
        _close(actor, session)
    return len(sessions)


def _close(actor: Actor, session: SupportSession) -> None:
    session.closed_at = min(clock.now(), session.expires_at)
    session.save(update_fields=["closed_at"])
    audit.record(actor, "roles.support_closed", session)
    publish(SupportSessionClosed(session_id=session.pk, unit_id=session.unit_id))
