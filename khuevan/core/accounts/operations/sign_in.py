"""Signing in: who it is, a second proof where there is one, and what is written down.

Checking counts a failure although it refuses. So it is not one transaction, and must not be called inside one.
"""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from khuevan.core.audit import api as audit
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from .. import queries
from ..models import User
from ..queries import second_factor
from ..types import AccountIsLocked, WrongCode, WrongCredentials, WrongPassword
from . import guard


def check_credentials(actor: Actor, *, login: str, password: str) -> User:
    """The account with this name and password. Raises TooManyFailures, WrongCredentials, AccountIsLocked.

    A name that nobody has is answered the same way and in the same time as a wrong password.
    """
    user = queries.account_by_login(login)
    counted = guard.subjects(queries.subject_of(user, login), actor.address)
    until = guard.count_attempt(counted)
    if user is None:
        make_password(password)  # takes as long as checking one
    if user is None or not user.check_password(password):
        _refuse(actor, user=user, locked=until is not None)
        raise guard.too_many(until) if until else WrongCredentials()
    guard.forgive(counted)
    if not user.is_active:
        _refuse(actor, user=user, locked=False)
        raise AccountIsLocked()
    return user


def check_code(actor: Actor, *, user: User, code: str) -> Authenticator:
    """What a one-time or recovery code proves; it is spent. Raises TooManyFailures, WrongCode."""
    counted = guard.subjects(f"code:{user.pk}", actor.address)
    until = guard.count_attempt(counted)
    proof = _spend(user, code)
    if proof is None:
        _refuse(actor, user=user, locked=until is not None)
        raise guard.too_many(until) if until else WrongCode(field="code")
    guard.forgive(counted)
    return proof


def confirm_password(actor: Actor, *, password: str, field: str) -> User:
    """The actor's account, after he proved once more that he is its holder. Raises TooManyFailures, WrongPassword."""
    user = queries.own_account(actor)
    counted = guard.subjects(f"confirm:{user.pk}", actor.address)
    until = guard.count_attempt(counted)
    if not user.check_password(password):
        _refuse(actor, user=user, locked=until is not None)
        raise guard.too_many(until) if until else WrongPassword(field=field)
    guard.forgive(counted)
    return user


@operation
def note_sign_in(actor: Actor, *, user: User, session_key: str) -> None:
    """Write down a sign-in. Beyond `MOST_SESSIONS` the oldest sessions end: an account is one person's."""
    audit.record(actor, "accounts.signed_in", user)
    sessions = UserSession.objects.filter(user=user).exclude(session_key=session_key).order_by("-created_at")
    surplus = list(sessions[settings.MOST_SESSIONS - 1 :])
    for session in surplus:
        session.end()
    if surplus:
        audit.record(actor, "accounts.surplus_sessions_ended", user, changes={"sessions": [len(surplus), 0]})


def begin_session_anew(request: HttpRequest, *, user: User) -> None:
    """After all sessions of an account ended with its old password: the one that asked goes on under a new key."""
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)


@operation
def note_sign_out(actor: Actor, *, user: User) -> None:
    """Write down that somebody signed out."""
    audit.record(actor, "accounts.signed_out", user)


@operation
def _refuse(actor: Actor, *, user: User | None, locked: bool) -> None:
    """What was typed is not written down: it may be a password in the wrong box."""
    audit.record(actor, "accounts.sign_in_refused", user)
    if locked:
        audit.record(actor, "accounts.locked", user)


def _spend(user: User, code: str) -> Authenticator | None:
    """The authenticator that a code belongs to; the code is worth nothing afterwards. None for a wrong or spent one."""
    kept = Authenticator.objects.filter(user=user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES])
    return next((one for one in kept.order_by("-type") if one.wrap().validate_code(second_factor.plain_code(code))), None)
