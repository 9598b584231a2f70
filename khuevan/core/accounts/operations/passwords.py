"""Passwords: changed by the holder, set anew by somebody else, or through a link sent by e-mail."""

import secrets

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError

from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation

from .. import queries, rules
from ..events import PasswordChanged, PasswordResetRequested
from ..models import PastPassword, User
from ..types import AccountIsLocked, LinkExpired, OpenedAccount, Warrant, WeakPassword
from . import guard
from .authority import require_over
from .sign_in import confirm_password
from .standing import end_all_access

REQUEST = "reset:"


def change_password(actor: Actor, *, current: str, new: str) -> User:
    """The holder's own change; every session ends, the page that asked begins a new one. Raises TooManyFailures,
    WrongPassword, WeakPassword.

    A wrong current password is counted, so it must not be called inside a transaction.
    """
    user = confirm_password(actor, password=current, field="current")
    _change(actor, user=user, new=new)
    return user


@operation
def reset_password(actor: Actor, *, user: User, key: int = 0, warrant: Warrant | None = None) -> OpenedAccount:
    """Give somebody a one-time password to be printed on a slip; he must change it at once, and is signed out everywhere.

    `key` comes back with the account. Raises NotAllowed, Outranked, OwnAccount, AccountIsLocked.
    """
    require_over(actor, user, warrant)
    if not user.is_active:
        raise AccountIsLocked()
    password = rules.one_time_password(secrets.choice)
    _keep_past(user)
    user.password, user.password_set_at, user.must_change_password = make_password(password), clock.now(), True
    user.save(update_fields=["password", "password_set_at", "must_change_password"])
    end_all_access(user)
    audit.record(actor, "accounts.password_reset", user)
    publish(PasswordChanged(user_id=user.pk, by_holder=False))
    return OpenedAccount(key, user.pk, user.username, user.full_name, password)


def request_password_reset(actor: Actor, *, login: str) -> None:
    """Send a link by e-mail if the account has one. Says nothing about what it found. Raises TooManyFailures.

    Counted like a failure, and never forgiven, so it must not be called inside a transaction.
    """
    user = queries.account_by_login(login)
    guard.count_attempt(guard.subjects(f"{REQUEST}{queries.subject_of(user, login)}", actor.address))
    if user and user.is_active and user.email:
        _promise_link(actor, user=user)


@operation
def reset_password_by_link(actor: Actor, *, user: User | None, token: str, new: str) -> User:
    """A new password by whoever holds the link. Raises LinkExpired, WeakPassword."""
    if user is None or not user.is_active or not default_token_generator.check_token(user, token):
        raise LinkExpired()
    _set(user, new, field="new")
    end_all_access(user)
    audit.record(actor, "accounts.password_reset_by_link", user)
    publish(PasswordChanged(user_id=user.pk, by_holder=True))
    return user


@operation
def _change(actor: Actor, *, user: User, new: str) -> None:
    _set(user, new, field="new")
    end_all_access(user)
    audit.record(actor, "accounts.password_changed", user)
    publish(PasswordChanged(user_id=user.pk, by_holder=True))


@operation
def _promise_link(actor: Actor, *, user: User) -> None:
    audit.record(actor, "accounts.password_link_requested", user)
    publish(PasswordResetRequested(user_id=user.pk))


def _set(user: User, new: str, *, field: str) -> None:
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages), field=field) from error
    _keep_past(user)
    user.set_password(new)
    user.password_set_at, user.must_change_password = clock.now(), False
    user.save(update_fields=["password", "password_set_at", "must_change_password"])


def _keep_past(user: User) -> None:
    if user.has_usable_password():
        PastPassword.objects.create(user=user, password=user.password, replaced_at=clock.now())
