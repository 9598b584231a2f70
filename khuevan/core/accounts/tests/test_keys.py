"""Keys for programs: personal tokens, and clients that act in their own name."""

from datetime import timedelta

import pytest
from django.urls import reverse

from khuevan.core.accounts import operations, queries
from khuevan.core.accounts.models import ApiToken, ClientToken
from khuevan.core.accounts.types import ApiScope, BadClient, ScopeNotGranted
from khuevan.core.audit.models import JournalEntry
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotAllowed, NotFound

from .factories import ADDRESS, with_password

CALLER = Actor(address=ADDRESS)


@pytest.fixture
def issued(world):
    actor = world.actor("tuan")
    return operations.issue_api_token(actor, user_id=actor.user_id, label="Bảng tính", scopes=[ApiScope.READ], days=30)


@pytest.fixture
def client_of_store(world):
    return operations.register_api_client(world.actor("quantri"), name="Kho dữ liệu", contact="Sở", scopes=["read", "write"])


def test_token_opens_what_its_scopes_say(world, issued):
    holder = queries.bearer_holder(issued.secret)

    assert (holder.user_id, holder.scopes) == (world.users["tuan"].pk, {"read"})


def test_only_the_digest_of_a_token_is_kept(issued):
    kept = ApiToken.objects.values().get()

    assert issued.secret not in str(kept)
    assert kept["hint"] == issued.secret[-4:]


def test_expired_token_opens_nothing(issued):
    with clock.frozen(clock.now() + timedelta(days=30)):
        assert queries.bearer_holder(issued.secret) is None


def test_revoked_token_opens_nothing(world, issued):
    operations.revoke_api_token(world.actor("tuan"), uid=issued.public_id)

    assert queries.bearer_holder(issued.secret) is None


def test_token_of_a_locked_account_opens_nothing_even_later(world, issued):
    operations.lock_account(world.actor("quantri"), user=world.users["tuan"], reason="nghỉ việc")
    operations.unlock_account(world.actor("quantri"), user=world.users["tuan"], reason="nhầm")

    assert queries.bearer_holder(issued.secret) is None


@pytest.mark.parametrize("secret", ["", "kvt_", "kvt_khong-co-that"])
def test_unknown_secret_opens_nothing(db, secret):
    assert queries.bearer_holder(secret) is None


def test_nobody_revokes_or_issues_for_others(world, issued):
    with pytest.raises(NotFound):
        operations.revoke_api_token(world.actor("mai"), uid=issued.public_id)
    with pytest.raises(NotAllowed):
        operations.issue_api_token(world.actor("mai"), user_id=world.users["tuan"].pk, label="x", scopes=["read"], days=1)

    assert ApiToken.objects.filter(revoked_at=None).count() == 1


def test_command_line_issues_a_token_by_name(world):
    secret = operations.issue_token_for("tuan", label="khuevan token", days=1)

    assert queries.bearer_holder(secret).scopes == {"read", "write"}
    assert JournalEntry.objects.get(verb="accounts.api_token_issued").via == "console"


def test_use_of_a_token_is_noted_every_ten_minutes(world, issued):
    holder, actor, now = queries.bearer_holder(issued.secret), world.actor("tuan"), clock.now()
    noted = []
    for minutes in (0, 9, 11):
        with clock.frozen(now + timedelta(minutes=minutes)):
            operations.note_token_use(actor, holder=holder)
        noted.append(ApiToken.objects.get().last_used_at - now)

    assert noted == [timedelta(0), timedelta(0), timedelta(minutes=11)]


def test_token_is_shown_once_and_listed_by_its_end(world, client):
    client.force_login(with_password(world.users["tuan"]))

    answer = client.post(reverse("accounts:api_token"), {"label": "Bảng tính", "scopes": ["read"], "days": "30"})
    profile = client.get(reverse("accounts:profile")).content.decode()

    token = ApiToken.objects.get()
    assert "kvt_" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "kvt_" not in profile
    assert f"…{token.hint}" in profile


def test_client_gets_a_token_for_an_hour(client_of_store):
    client, registered = client_of_store
    now = clock.now()
    with clock.frozen(now):
        token = operations.issue_client_token(CALLER, client_id=str(client.uid), client_secret=registered.secret)

    holder = queries.bearer_holder(token.secret)
    assert (holder.client_id, holder.name, holder.scopes) == (client.pk, "Kho dữ liệu", {"read", "write"})
    with clock.frozen(now + timedelta(hours=1)):
        assert queries.bearer_holder(token.secret) is None


def test_client_may_ask_for_less_but_not_for_more(world):
    client, registered = operations.register_api_client(world.actor("quantri"), name="Kho", contact="Sở", scopes=["read"])
    credentials = {"client_id": str(client.uid), "client_secret": registered.secret}

    token = operations.issue_client_token(CALLER, **credentials, scopes=["read"])
    with pytest.raises(ScopeNotGranted):
        operations.issue_client_token(CALLER, **credentials, scopes=["read", "write"])

    assert queries.bearer_holder(token.secret).scopes == {"read"}
    assert ClientToken.objects.count() == 1


def test_wrong_client_or_secret_gets_nothing(client_of_store):
    client, registered = client_of_store
    for client_id, secret in ((str(client.uid), "sai"), ("khong-phai-uuid", registered.secret), (str(client.uid), "")):
        with pytest.raises(BadClient):
            operations.issue_client_token(CALLER, client_id=client_id, client_secret=secret)

    assert ClientToken.objects.count() == 0


def test_withdrawn_client_and_its_tokens_open_nothing(world, client_of_store):
    client, registered = client_of_store
    credentials = {"client_id": str(client.uid), "client_secret": registered.secret}
    token = operations.issue_client_token(CALLER, **credentials)

    operations.withdraw_api_client(world.actor("quantri"), client=client, reason="hết hợp đồng")

    assert queries.bearer_holder(token.secret) is None
    with pytest.raises(BadClient):
        operations.issue_client_token(CALLER, **credentials)


def test_new_secret_ends_the_earlier_one(world, client_of_store):
    client, registered = client_of_store
    token = operations.issue_client_token(CALLER, client_id=str(client.uid), client_secret=registered.secret)

    renewed = operations.renew_client_secret(world.actor("quantri"), client=client)

    assert queries.bearer_holder(token.secret) is None
    with pytest.raises(BadClient):
        operations.issue_client_token(CALLER, client_id=str(client.uid), client_secret=registered.secret)
    assert operations.issue_client_token(CALLER, client_id=str(client.uid), client_secret=renewed.secret).secret


def test_only_the_administrator_registers_clients(world, client_of_store):
    client, _registered = client_of_store
    for username in ("hieutruong", "tuan", "nguyet"):
        actor = world.actor(username)
        with pytest.raises(NotAllowed):
            operations.register_api_client(actor, name="x", contact="y", scopes=["read"])
        with pytest.raises(NotAllowed):
            operations.renew_client_secret(actor, client=client)
        with pytest.raises(NotAllowed):
            operations.withdraw_api_client(actor, client=client, reason="x")

    assert list(queries.api_clients(world.actor("quantri"))) == [client]
    assert client.withdrawn_at is None
