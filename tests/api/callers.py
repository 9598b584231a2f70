"""Who calls the API in tests."""

from django.test import Client

from khuevan.core.accounts.api import issue_api_token
from khuevan.core.accounts.operations import register_api_client
from khuevan.core.accounts.types import ApiScope
from khuevan.core.roles.operations import add_client_post


def caller(world, username: str, *scopes: ApiScope) -> Client:
    """A program with a personal key of somebody of the small world; all scopes when none is named. "" has no key."""
    if not username:
        return Client()
    actor = world.actor(username)
    issued = issue_api_token(actor, user_id=actor.user_id, label="thử", scopes=scopes or list(ApiScope), days=1)
    return Client(headers={"Authorization": f"Bearer {issued.secret}"})


def software(world, unit: str, *scopes: ApiScope) -> dict[str, str]:
    """The form with which software that holds the post of a focal point at a unit asks for a token."""
    administrator = world.actor("quantri")
    client, issued = register_api_client(administrator, name="Kho dữ liệu", contact="Sở", scopes=scopes or list(ApiScope))
    add_client_post(administrator, client=client, role="it_focal_point", unit=world.units[unit], basis="CV 1")
    return {"grant_type": "client_credentials", "client_id": issued.public_id, "client_secret": issued.secret}


def with_token(form: dict[str, str]) -> Client:
    """A program that exchanged its secret for a token."""
    token = Client().post("/api/v1/oauth/token", form).json()["access_token"]
    return Client(headers={"Authorization": f"Bearer {token}"})
