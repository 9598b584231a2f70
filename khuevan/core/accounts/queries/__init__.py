"""Every read of accounts."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.core.internal.httpkit import get_client_ip
from allauth.idp.oidc.models import Client
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound
from khuevan.kernel.text import InvalidText, normalize_phone

from .. import rules
from ..models import ApiClient, ApiToken, ClientToken, FailureCount, SlipBatch, User
from ..types import BearerHolder, Permission, SessionLine, SoftwareRegistration
from . import second_factor


def client_address(request: HttpRequest) -> str:
    """The visitor's network address; behind proxies of ours (`KHUEVAN_PROXIES`) what they say. "" when unknown."""
    return get_client_ip(request) or ""


def account_by_login(login: str) -> User | None:
    """The account that signs in by this user name, e-mail or phone; a user name goes first."""
    text = login.strip().lower()
    named = Q(username=text) | Q(email=text)
    if phone := _phone(text):
        named |= Q(phone=phone)
    return max(User.objects.filter(named), key=lambda user: user.username == text, default=None)


def user_id_by_login(login: str) -> int | None:
    """For the command line and for imports."""
    user = account_by_login(login)
    return user.pk if user else None


def account_by_uid(uid: UUID) -> User | None:
    """For who comes with a signed link."""
    return User.objects.filter(uid=uid).first()


def account_by_pk(pk: int) -> User | None:
    """For receivers of events."""
    return User.objects.filter(pk=pk).first()


def own_account(actor: Actor) -> User:
    """Raises NotFound for an actor without an account."""
    user = User.objects.filter(pk=actor.user_id).first() if actor.user_id else None
    if user is None:
        raise NotFound()
    return user


def accounts(actor: Actor) -> QuerySet[User]:
    """Every account, for the administrator: with `has_second_factor`, `session_count` and `address_count`."""
    sessions = UserSession.objects.filter(user=OuterRef("pk")).order_by().values("user")
    return access.scope(actor, Permission.MANAGE, User.objects.all()).annotate(
        has_second_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)),
        session_count=Coalesce(Subquery(sessions.annotate(n=Count("pk")).values("n")), 0),
        address_count=Coalesce(Subquery(sessions.annotate(n=Count("ip", distinct=True)).values("n")), 0),
    )


def account(actor: Actor, uid: UUID) -> User:
    """One account for the administrator. Raises NotFound."""
    return access.get(actor, Permission.MANAGE, accounts(actor), uid=uid)


def locked_until(user: User) -> datetime | None:
    """Until when the account is not listened to after too many failures; None when it is."""
    found = FailureCount.objects.filter(subject=subject_of(user), locked_until__gt=clock.now()).first()
    return found.locked_until if found else None


def subject_of(user: User | None, login: str = "") -> str:
    """Whose failures are counted: the account's whatever name it was called by, or those of a name that nobody has."""
    return f"account:{user.pk}" if user else f"name:{digest_of(login.strip().lower())}"


def own_sessions(actor: Actor, *, current_key: str | None) -> list[SessionLine]:
    """Where the actor's account is signed in, the newest first."""
    return [_line(row, current_key) for row in UserSession.objects.filter(user_id=actor.user_id).order_by("-created_at", "-pk")]


def sessions_of(actor: Actor, user: User) -> list[SessionLine]:
    """The same of anybody's account, for the administrator."""
    access.require(actor, Permission.MANAGE)
    return [_line(row, None) for row in UserSession.objects.filter(user=user).order_by("-created_at", "-pk")]


def own_api_tokens(actor: Actor) -> QuerySet[ApiToken]:
    """Keys of the actor's account that still open something, the newest first."""
    return ApiToken.objects.filter(user_id=actor.user_id or 0, revoked_at=None, expires_at__gt=clock.now()).order_by(
        "-created_at"
    )


def own_slips(actor: Actor, uid: UUID) -> SlipBatch:
    """A batch of slips that the actor made and may still open. Raises NotFound."""
    found = SlipBatch.objects.filter(made_by_id=actor.user_id, uid=uid, expires_at__gt=clock.now()).first()
    if found is None:
        raise NotFound()
    return found


def software(actor: Actor) -> QuerySet[Client]:
    """Software registered for single sign-on."""
    rows = Client.objects.order_by("name", "pk")
    return rows if actor.holds(Permission.CONNECT) else rows.none()


def one_software(actor: Actor, client_id: str) -> Client:
    """Raises NotFound."""
    found = software(actor).filter(pk=client_id).first()
    if found is None:
        raise NotFound()
    return found


def registration_of(client: Client) -> SoftwareRegistration:
    """What was registered, for a form."""
    return SoftwareRegistration(
        name=client.name,
        redirect_uris=tuple(client.get_redirect_uris()),
        logout_uris=tuple(client.get_post_logout_redirect_uris()),
        scopes=tuple(client.get_scopes()),
        is_public=client.type == Client.Type.PUBLIC,
        trusted=client.skip_consent,
    )


def api_clients(actor: Actor) -> QuerySet[ApiClient]:
    """Software registered for the API, withdrawn ones last."""
    return access.scope(actor, Permission.CONNECT, ApiClient.objects.order_by(F("withdrawn_at").asc(nulls_first=True), "name"))


def has_second_factor(user_id: int) -> bool:
    return second_factor.is_on(user_id)


def second_factor_required(actor: Actor) -> bool:
    """Whether a post of the actor opens personal data of others, on an installation that demands a second factor for it."""
    return settings.REQUIRE_SECOND_FACTOR and any(actor.grants_for(code) for code in settings.SECOND_FACTOR_PERMISSIONS)


def api_client(actor: Actor, pk: int) -> ApiClient:
    """Raises NotFound."""
    return access.get(actor, Permission.CONNECT, api_clients(actor), pk=pk)


def password_is_expired(user: User) -> bool:
    return rules.is_expired(user.password_set_at, settings.PASSWORD_DAYS, clock.now())


def bearer_holder(secret: str) -> BearerHolder | None:
    """Whose an API secret is; None when it opens nothing (unknown, expired, revoked, account locked)."""
    digest = digest_of(secret)
    token = ApiToken.objects.filter(digest=digest, revoked_at=None, expires_at__gt=clock.now(), user__is_active=True).first()
    if token:
        return BearerHolder(frozenset(token.scopes), user_id=token.user_id, token_id=token.pk)
    of_client = ClientToken.objects.filter(digest=digest, expires_at__gt=clock.now(), client__withdrawn_at=None)
    found = of_client.select_related("client").first()
    if found:
        return BearerHolder(frozenset(found.scopes), client_id=found.client_id, name=found.client.name)
    return None


def digest_of(secret: str) -> str:
    """SHA-256 in hexadecimal: enough for secrets of 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def highest_numbers(stems: set[str]) -> dict[str, int]:
    """For each stem in use, the highest number that follows it among user names; 1 for the bare stem."""
    stem = Func(F("username"), Value("0123456789"), function="rtrim")
    taken: dict[str, int] = {}
    for name, found in User.objects.annotate(stem=stem).filter(stem__in=stems).values_list("username", "stem"):
        taken[found] = max(taken.get(found, 0), int(name[len(found) :] or 1))
    return taken


def _phone(text: str) -> str | None:
    try:
        return normalize_phone(text)
    except InvalidText:
        return None


def _line(row: Any, current_key: str | None) -> SessionLine:
    device = rules.device_name(row.user_agent) or _("Thiết bị khác")
    return SessionLine(row.pk, device, row.ip, row.created_at, row.session_key == current_key)
