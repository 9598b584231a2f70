"""Turning the second factor on and off."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from khuevan.core.audit import api as audit
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation

from .. import queries
from ..events import SecondFactorChanged
from ..models import User
from ..queries import second_factor
from ..types import AlreadyOn, SecondFactorRequired, Warrant, WrongCode
from .authority import require_over
from .sign_in import confirm_password
from .standing import end_all_access


@operation
def turn_on_second_factor(actor: Actor, *, secret: str, code: str) -> list[str]:
    """Demand a one-time code at sign-in from now on; returns the recovery codes, to be shown once.

    `secret` is what the holder's app was given, `code` what it shows now. Raises AlreadyOn, WrongCode.
    """
    user = User.objects.select_for_update().get(pk=queries.own_account(actor).pk)
    if second_factor.is_on(user.pk):
        raise AlreadyOn()
    if not second_factor.fits_secret(secret, code):
        raise WrongCode(field="code")
    TOTP.activate(user, secret)
    codes = _new_recovery_codes(user)
    audit.record(actor, "accounts.second_factor_on", user)
    publish(SecondFactorChanged(user_id=user.pk, is_on=True))
    return codes


def turn_off_second_factor(actor: Actor, *, password: str) -> None:
    """Sign in with the password alone again. Raises SecondFactorRequired, TooManyFailures, WrongPassword."""
    if queries.second_factor_required(actor):
        raise SecondFactorRequired()
    _turn_off(actor, user=confirm_password(actor, password=password, field="password"))


def renew_recovery_codes(actor: Actor, *, password: str) -> list[str]:
    """New recovery codes, to be shown once; the earlier ones end. Raises NotFound when off, TooManyFailures, WrongPassword."""
    if not second_factor.is_on(queries.own_account(actor).pk):
        raise NotFound()
    return _renew(actor, user=confirm_password(actor, password=password, field="password"))


@operation
def reset_second_factor(actor: Actor, *, user: User, reason: str, warrant: Warrant | None = None) -> None:
    """For somebody who lost the phone and the recovery codes; he is signed out. Raises NotAllowed, Outranked, OwnAccount."""
    require_over(actor, user, warrant)
    Authenticator.objects.filter(user=user).delete()
    end_all_access(user)
    audit.record(actor, "accounts.second_factor_reset", user, changes={"reason": [None, reason]})
    publish(SecondFactorChanged(user_id=user.pk, is_on=False))


@operation
def _turn_off(actor: Actor, *, user: User) -> None:
    Authenticator.objects.filter(user=user).delete()
    audit.record(actor, "accounts.second_factor_off", user)
    publish(SecondFactorChanged(user_id=user.pk, is_on=False))


@operation
def _renew(actor: Actor, *, user: User) -> list[str]:
    codes = _new_recovery_codes(user)
    audit.record(actor, "accounts.recovery_codes_renewed", user)
    return codes


def _new_recovery_codes(user: User) -> list[str]:
    """Codes of one use each; earlier ones end."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    return RecoveryCodes.activate(user).generate_codes()
