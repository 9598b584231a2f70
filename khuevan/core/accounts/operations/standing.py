"""What the administrator of accounts does: lock, unlock, end sessions, forgive failures, tidy up."""

from datetime import timedelta

from allauth.idp.oidc.models import Token
from allauth.usersessions.models import UserSession
from django.db.models import OuterRef

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation

from .. import queries
from ..events import AccountLocked
from ..models import ApiToken, ClientToken, FailureCount, PastPassword, SlipBatch, User
from ..queries.validators import REMEMBERED
from ..types import Permission, Warrant
from .authority import require_over


@operation
def lock_account(actor: Actor, *, user: User, reason: str, warrant: Warrant | None = None) -> None:
    """Nobody signs in with it any more; its sessions and keys end at once. Raises NotAllowed, Outranked, OwnAccount."""
    require_over(actor, user, warrant)
    User.objects.filter(pk=user.pk).update(is_active=False)
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=clock.now())
    end_all_access(user)
    audit.record(actor, "accounts.account_locked", user, changes={"is_active": [True, False], "reason": [None, reason]})
    publish(AccountLocked(user_id=user.pk))


@operation
def unlock_account(actor: Actor, *, user: User, reason: str, warrant: Warrant | None = None) -> None:
    """Open it again, with the password it had. Raises NotAllowed, Outranked, OwnAccount."""
    require_over(actor, user, warrant)
    User.objects.filter(pk=user.pk).update(is_active=True)
    audit.record(actor, "accounts.account_unlocked", user, changes={"is_active": [False, True], "reason": [None, reason]})


@operation
def end_sessions(actor: Actor, *, user: User, warrant: Warrant | None = None) -> int:
    """Sign somebody out everywhere; returns of how many places. Raises NotAllowed, Outranked, OwnAccount."""
    require_over(actor, user, warrant)
    ended = end_all_access(user)
    audit.record(actor, "accounts.sessions_ended", user, changes={"sessions": [ended, 0]})
    return ended


@operation
def forgive_failures(actor: Actor, *, user: User, warrant: Warrant | None = None) -> None:
    """Listen again to an account that failed too often. Raises NotAllowed, Outranked, OwnAccount."""
    require_over(actor, user, warrant)
    FailureCount.objects.filter(subject__in=[queries.subject_of(user), f"code:{user.pk}"]).delete()
    audit.record(actor, "accounts.failures_forgiven", user)


@operation
def purge(actor: Actor) -> None:
    """Delete what has had its time: slips, tokens, counters, old password hashes. Raises NotAllowed."""
    access.require(actor, Permission.MANAGE)
    now = clock.now()
    SlipBatch.objects.filter(expires_at__lte=now).delete()
    ClientToken.objects.filter(expires_at__lte=now).delete()
    Token.objects.expired().delete()
    FailureCount.objects.filter(last_at__lt=now - timedelta(days=1)).delete()
    newest = PastPassword.objects.filter(user=OuterRef("user")).order_by("-replaced_at").values("pk")[:REMEMBERED]
    PastPassword.objects.exclude(pk__in=newest).delete()


def end_all_access(user: User) -> int:
    """End sessions here and with the software that signs in through us; returns how many sessions."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    Token.objects.filter(user=user).delete()
    return len(sessions)
