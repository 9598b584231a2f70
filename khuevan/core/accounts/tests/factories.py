"""Accounts in believable situations."""

from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.test import Client

from khuevan.core.accounts.models import User
from khuevan.core.accounts.operations import turn_on_second_factor
from khuevan.core.accounts.queries import second_factor
from khuevan.kernel.actor import Actor

PASSWORD = "lua-chin-vang-dong-que"
NEW_PASSWORD = "con-do-qua-song-buoi-som"
# What an address pays for being used in a test: nobody else signs in from here.
ADDRESS = "203.0.113.7"


def with_password(user: User, password: str = PASSWORD, **fields: Any) -> User:
    """The account can sign in by form."""
    user.set_password(password)
    for name, value in fields.items():
        setattr(user, name, value)
    user.save()
    return user


def actor_for(user: User) -> Actor:
    """The holder himself, without any post."""
    return Actor(user_id=user.pk, name=user.full_name, address=ADDRESS)


def sign_in(client: Client, login: str, password: str = PASSWORD, **data: str) -> Any:
    return client.post("/dang-nhap/", {"login": login, "password": password, **data}, REMOTE_ADDR=ADDRESS)


def code_now(secret: str) -> str:
    """What an authenticator app shows at this moment."""
    return format_hotp_value(hotp_value(secret, next(iter(list(yield_hotp_counters_from_time())[1:]))))


def with_second_factor(user: User) -> tuple[str, list[str]]:
    """Turns it on; returns the secret and the recovery codes."""
    secret = second_factor.new_secret()
    return secret, turn_on_second_factor(actor_for(user), secret=secret, code=code_now(secret))


def sign_in_session(user: User) -> UserSession:
    """One place where the account is signed in."""
    return UserSession.objects.create(user=user, ip=ADDRESS, session_key=f"cua-{user.username}", user_agent="")
