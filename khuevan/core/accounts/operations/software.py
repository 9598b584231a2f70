"""Software of the sector that signs its users in through Khuê Văn (OpenID Connect)."""

import re
from urllib.parse import urlsplit

from allauth.idp.oidc.models import Client
from django.utils.crypto import get_random_string

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from ..types import BadAddress, IssuedSecret, Permission, SoftwareRegistration

GRANTS = [Client.GrantType.AUTHORIZATION_CODE, Client.GrantType.REFRESH_TOKEN]
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECRET_LENGTH = 48
HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[::1\](:\d+)?")
PLAIN = re.compile(r"[A-Za-z0-9.\-_~:/?\[\]@!$&'()+,=%]+")


@operation
def register_software(actor: Actor, *, registration: SoftwareRegistration) -> IssuedSecret:
    """Returns the client id and, on this occasion only, its secret ("" for a public client). Raises NotAllowed, BadAddress."""
    access.require(actor, Permission.CONNECT)
    client = Client(owner_id=actor.user_id)
    client.set_grant_types(GRANTS)
    _describe(client, registration)
    secret = _new_secret(client)
    client.save(force_insert=True)
    audit.record(actor, "accounts.software_registered", client, changes={"name": [None, client.name]})
    return IssuedSecret(client.pk, secret)


@operation
def change_software(actor: Actor, *, client: Client, registration: SoftwareRegistration) -> None:
    """Raises NotAllowed, BadAddress."""
    access.require(actor, Permission.CONNECT)
    before = [client.name, client.get_redirect_uris(), client.get_scopes(), client.skip_consent]
    _describe(client, registration)
    client.save()
    after = [client.name, client.get_redirect_uris(), client.get_scopes(), client.skip_consent]
    audit.record(actor, "accounts.software_changed", client, changes={"registration": [before, after]})


@operation
def renew_software_secret(actor: Actor, *, client: Client) -> IssuedSecret:
    """A new secret; the earlier one opens nothing from now on. Raises NotAllowed."""
    access.require(actor, Permission.CONNECT)
    secret = _new_secret(client)
    client.save(update_fields=["secret"])
    audit.record(actor, "accounts.software_secret_renewed", client)
    return IssuedSecret(client.pk, secret)


@operation
def remove_software(actor: Actor, *, client: Client, reason: str) -> None:
    """Nobody signs in to it through us any more. Raises NotAllowed."""
    access.require(actor, Permission.CONNECT)
    audit.record(actor, "accounts.software_removed", client, changes={"name": [client.name, None], "reason": [None, reason]})
    client.delete()


def _describe(client: Client, registration: SoftwareRegistration) -> None:
    for address in (*registration.redirect_uris, *registration.logout_uris):
        _require_plain(address)
    client.name = registration.name
    client.type = Client.Type.PUBLIC if registration.is_public else Client.Type.CONFIDENTIAL
    client.skip_consent = registration.trusted
    client.set_redirect_uris(list(registration.redirect_uris))
    client.set_post_logout_redirect_uris(list(registration.logout_uris))
    client.set_scopes(list(registration.scopes))


def _require_plain(address: str) -> None:
    """https, or an app's own scheme such as vn.edu.app, or http on the same machine (RFC 8252); no fragment, no wildcard."""
    parts = urlsplit(address)
    on_the_web = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    of_an_app = "." in parts.scheme
    if not (of_an_app or (on_the_web and HOST.fullmatch(parts.netloc))) or not PLAIN.fullmatch(address):
        raise BadAddress(address=address, field="redirect_uris")


def _new_secret(client: Client) -> str:
    if client.type == Client.Type.PUBLIC:
        client.set_secret(get_random_string(SECRET_LENGTH))
        return ""
    secret = get_random_string(SECRET_LENGTH)
    client.set_secret(secret)
    return secret
