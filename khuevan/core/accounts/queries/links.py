"""Links that are sent by e-mail: signed, short-lived, and worth nothing once used."""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.urls import reverse

from ..models import User

EMAIL_SALT = "accounts.email-change"
EMAIL_LINK_SECONDS = 24 * 60 * 60


def password_link(user: User) -> str:
    """Where the holder sets a new password; good for `PASSWORD_RESET_TIMEOUT` seconds and until the next sign-in."""
    token = default_token_generator.make_token(user)
    return absolute(reverse("accounts:set_password", kwargs={"uid": user.uid, "token": token}))


def email_link(user: User, email: str) -> str:
    """Where the holder confirms a new address."""
    token = signing.dumps([user.pk, user.email, email], salt=EMAIL_SALT)
    return absolute(reverse("accounts:confirm_email", kwargs={"token": token}))


def read_email_token(token: str, user: User) -> str:
    """The confirmed address. Raises signing.BadSignature when altered, expired, somebody else's or already used."""
    holder, earlier, email = signing.loads(token, salt=EMAIL_SALT, max_age=EMAIL_LINK_SECONDS)
    if (holder, earlier) != (user.pk, user.email):
        raise signing.BadSignature
    return email


def absolute(path: str) -> str:
    return urljoin(settings.SITE_URL, path)
