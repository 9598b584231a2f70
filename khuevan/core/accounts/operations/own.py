"""What a holder changes of his own account."""

from allauth.usersessions.models import UserSession
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from khuevan.core.audit import api as audit
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation

from .. import queries
from ..events import EmailChangeRequested
from ..models import User
from ..queries import links
from ..types import LinkExpired, NameTaken
from .sign_in import confirm_password

PHONE_TAKEN = _("Số điện thoại này đang là tên đăng nhập của một tài khoản khác. Nhập số khác, hoặc để trống.")
EMAIL_TAKEN = _("Thư điện tử này đang là tên đăng nhập của một tài khoản khác. Nhập địa chỉ khác.")


@operation
def edit_account(actor: Actor, *, phone: str | None, language: str) -> User:
    """Phone to sign in with (ten digits, None for none) and language. Raises NameTaken."""
    user = queries.own_account(actor)
    changes: dict[str, list[str | None]] = {"language": [user.language, language]}
    if phone != user.phone:
        changes["phone"] = [_masked(user.phone), _masked(phone)]
    user.phone, user.language = phone, language
    _save(user, ["phone", "language"], NameTaken(PHONE_TAKEN, field="phone"))
    audit.record(actor, "accounts.account_edited", user, changes=changes)
    return user


def request_email_change(actor: Actor, *, email: str, password: str) -> None:
    """A new e-mail address, used once the link sent to it was opened. Raises TooManyFailures, WrongPassword, NameTaken."""
    user = confirm_password(actor, password=password, field="password")
    email = email.strip().lower()
    if User.objects.exclude(pk=user.pk).filter(email=email).exists():
        raise NameTaken(EMAIL_TAKEN, field="email")
    _promise_email_link(actor, user=user, email=email)


@operation
def confirm_email_change(actor: Actor, *, token: str) -> User:
    """Use the new address: its link came back from the same holder. Raises LinkExpired, NameTaken."""
    user = queries.own_account(actor)
    try:
        email = links.read_email_token(token, user)
    except signing.BadSignature as error:
        raise LinkExpired() from error
    changes = {"email": [_masked(user.email), _masked(email)]}
    user.email = email
    _save(user, ["email"], NameTaken(EMAIL_TAKEN))
    audit.record(actor, "accounts.email_changed", user, changes=changes)
    return user


@operation
def end_own_session(actor: Actor, *, pk: int) -> None:
    """Sign out on one other device. Raises NotFound."""
    session = UserSession.objects.filter(user_id=actor.user_id, pk=pk).first()
    if session is None:
        raise NotFound()
    session.end()
    audit.record(actor, "accounts.session_ended", session.user, changes={"address": [session.ip, None]})


@operation
def end_other_sessions(actor: Actor, *, current_key: str | None) -> int:
    """Sign out everywhere else; returns of how many places."""
    user = queries.own_account(actor)
    others = list(UserSession.objects.filter(user=user).exclude(session_key=current_key))
    for session in others:
        session.end()
    audit.record(actor, "accounts.sessions_ended", user, changes={"sessions": [len(others), 0]})
    return len(others)


@operation
def _promise_email_link(actor: Actor, *, user: User, email: str) -> None:
    audit.record(actor, "accounts.email_change_requested", user)
    publish(EmailChangeRequested(user_id=user.pk, email=email))


def _save(user: User, fields: list[str], refusal: NameTaken) -> None:
    try:
        with transaction.atomic():
            user.save(update_fields=fields)
    except IntegrityError as error:
        raise refusal from error


def _masked(value: str | None) -> str | None:
    return f"…{value[-4:]}" if value else None
