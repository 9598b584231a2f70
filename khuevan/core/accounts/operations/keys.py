"""Keys for programs: personal tokens, and clients that act in their own name (OAuth 2.0, RFC 6749 section 4.4)."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from hmac import compare_digest
from uuid import UUID

from django.conf import settings

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor, Grant
from khuevan.kernel.errors import NotFound
from khuevan.kernel.operations import operation

from .. import queries
from ..models import ApiClient, ApiToken, ClientToken, User
from ..types import ApiScope, BadClient, BearerHolder, IssuedSecret, Permission, ScopeNotGranted

HINT_LENGTH = 4
CONSOLE = "khuevan token"
USE_NOTED_EVERY = timedelta(minutes=10)


@operation
def issue_api_token(actor: Actor, *, user_id: int, label: str, scopes: Sequence[ApiScope], days: int) -> IssuedSecret:
    """A key with which programs act as an account: the actor's own, or anybody's for the administrator. Raises NotAllowed."""
    if user_id != actor.user_id:
        access.require(actor, Permission.MANAGE)
    secret, now = _secret("kvt"), clock.now()
    token = ApiToken.objects.create(
        user=User.objects.get(pk=user_id), label=label, digest=queries.digest_of(secret), hint=secret[-HINT_LENGTH:],
        scopes=sorted(scopes), created_at=now, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    audit.record(actor, "accounts.api_token_issued", token, changes={"scopes": [None, token.scopes]})
    return IssuedSecret(str(token.uid), secret, token.expires_at)


def issue_token_for(username: str, *, label: str, days: int) -> str:
    """For the command line: the secret of a token that may read and write. Raises NotFound for an unknown name."""
    user = queries.account_by_login(username)
    if user is None:
        raise NotFound()
    console = Actor(
        name=CONSOLE, grants=(Grant(0, "system", CONSOLE, 0, "", "", frozenset([Permission.MANAGE])),), via="console"
    )
    return issue_api_token(console, user_id=user.pk, label=label, scopes=list(ApiScope), days=days).secret


@operation
def revoke_api_token(actor: Actor, *, uid: UUID) -> None:
    """The key of the actor's account opens nothing from now on. Raises NotFound."""
    token = queries.own_api_tokens(actor).filter(uid=uid).first()
    if token is None:
        raise NotFound()
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    audit.record(actor, "accounts.api_token_revoked", token)


@operation
def note_token_use(actor: Actor, *, holder: BearerHolder) -> None:
    """Remember when a personal token was used last, to ten minutes."""
    now = clock.now()
    tokens = ApiToken.objects.filter(pk=holder.token_id or 0)
    tokens.exclude(last_used_at__gt=now - USE_NOTED_EVERY).update(last_used_at=now)


@operation
def register_api_client(actor: Actor, *, name: str, contact: str, scopes: Sequence[ApiScope]) -> tuple[ApiClient, IssuedSecret]:
    """Software that calls the API in its own name. What it may do where is given by `core.roles`. Raises NotAllowed."""
    access.require(actor, Permission.CONNECT)
    secret = _secret("kvs")
    client = ApiClient.objects.create(
        name=name,
        contact=contact,
        secret_digest=queries.digest_of(secret),
        scopes=sorted(scopes),
        registered_by=queries.own_account(actor),
    )
    audit.record(actor, "accounts.api_client_registered", client, changes={"scopes": [None, client.scopes]})
    return client, IssuedSecret(str(client.uid), secret)


@operation
def renew_client_secret(actor: Actor, *, client: ApiClient) -> IssuedSecret:
    """A new secret; the earlier one and its tokens open nothing from now on. Raises NotAllowed."""
    access.require(actor, Permission.CONNECT)
    secret = _secret("kvs")
    client.secret_digest = queries.digest_of(secret)
    client.save(update_fields=["secret_digest", "updated_at"])
    client.tokens.all().delete()
    audit.record(actor, "accounts.api_client_secret_renewed", client)
    return IssuedSecret(str(client.uid), secret)


@operation
def withdraw_api_client(actor: Actor, *, client: ApiClient, reason: str) -> None:
    """The software is listened to no more. Raises NotAllowed."""
    access.require(actor, Permission.CONNECT)
    client.withdrawn_at = clock.now()
    client.save(update_fields=["withdrawn_at", "updated_at"])
    client.tokens.all().delete()
    audit.record(actor, "accounts.api_client_withdrawn", client, changes={"reason": [None, reason]})


@operation
def issue_client_token(actor: Actor, *, client_id: str, client_secret: str, scopes: Sequence[str] = ()) -> IssuedSecret:
    """A token for an hour in exchange for the client's secret; all its scopes when none is named. The actor is the caller,
    anonymous, with his address. Raises BadClient, ScopeNotGranted.
    """
    client = _client(client_id, client_secret)
    missing = sorted(set(scopes) - set(client.scopes))
    if missing:
        raise ScopeNotGranted(scope=", ".join(missing))
    secret, now = _secret("kvc"), clock.now()
    token = ClientToken.objects.create(
        client=client, digest=queries.digest_of(secret), scopes=sorted(scopes) or client.scopes,
        issued_at=now, expires_at=now + timedelta(seconds=settings.CLIENT_TOKEN_SECONDS),
    )  # fmt: skip
    audit.record(actor, "accounts.client_token_issued", client)
    return IssuedSecret(str(client.uid), secret, token.expires_at)


def _client(client_id: str, client_secret: str) -> ApiClient:
    try:
        uid = UUID(client_id)
    except ValueError:
        raise BadClient() from None
    client = ApiClient.objects.filter(uid=uid, withdrawn_at=None).first()
    if client is None or not compare_digest(client.secret_digest, queries.digest_of(client_secret)):
        raise BadClient()
    return client


def _secret(prefix: str) -> str:
    """256 random bits; the prefix lets scanners of leaked secrets know whose it is."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"
