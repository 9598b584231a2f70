"""Keys: scopes, exchange of a client's secret for a token, and how often one may call."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client

from khuevan.core.accounts.types import ApiScope
from khuevan.kernel import clock
from khuevan.web.models import Quota

from .callers import caller, software, with_token

TOKEN = "/api/v1/oauth/token"


@pytest.fixture
def limits(settings) -> Iterator[None]:
    """Tight ones, in a minute that does not end."""
    settings.API_LIMITS = {"read": 3, "write": 2, "attempt": 2}
    with clock.frozen(clock.now()):
        yield


def statuses(api: Client, times: int, address: str = "/api/v1/units", method: str = "get", **options) -> list[int]:
    return [getattr(api, method)(address, **options).status_code for _ in range(times)]


def test_software_exchanges_its_secret_for_a_token_and_reads_where_it_is_let(world):
    found = with_token(software(world, "lower_a")).get("/api/v1/learners").json()["items"]

    assert {item["school_id"] for item in found} == {world.units["lower_a"].pk}


def test_software_may_say_who_it_is_in_http_basic(world):
    form = software(world, "lower_a")
    encoded = b64encode(f"{form.pop('client_id')}:{form.pop('client_secret')}".encode()).decode()

    response = Client().post(TOKEN, form, headers={"Authorization": f"Basic {encoded}"})

    assert (response.status_code, response.json()["token_type"], response["Cache-Control"]) == (200, "Bearer", "no-store")


@pytest.mark.parametrize("header", ["Basic", "Basic ???", "Basic /w==", f"Basic {b64encode(b'chi-mot-nua').decode()}"])
def test_broken_basic_credentials_are_no_credentials(header, world):
    response = Client().post(TOKEN, {"grant_type": "client_credentials"}, headers={"Authorization": header})

    assert (response.status_code, response.json()["type"]) == (401, "/api/v1/loi/invalid_client")


def test_a_scope_that_software_was_not_given_is_refused(world):
    response = Client().post(TOKEN, software(world, "lower_a", ApiScope.READ) | {"scope": "read write"})

    assert (response.status_code, response.json()["type"]) == (403, "/api/v1/loi/insufficient_scope")


def test_a_key_that_may_only_write_does_not_read(world):
    response = caller(world, "tuan", ApiScope.WRITE).get("/api/v1/units")

    assert (response.status_code, response.json()["detail"]) == (
        403,
        "Khóa này không có phạm vi “read”. Cấp khóa mới có phạm vi đó.",
    )


def test_a_wrong_key_is_refused_even_in_a_browser_that_is_signed_in(client, world):
    client.force_login(world.users["ha"])

    response = client.get("/api/v1/units", headers={"Authorization": "Bearer kvt_sai"})

    assert response.status_code == 401


def test_reads_and_writes_of_a_key_are_counted_apart(limits, world):
    api = caller(world, "tuan")

    reads = statuses(api, 4)
    writes = statuses(api, 3, "/api/v1/imports", "post")

    assert (reads, writes) == ([200, 200, 200, 429], [422, 422, 429])


def test_who_called_too_often_is_told_when_to_come_back(limits, world):
    with clock.frozen(datetime(2026, 9, 7, 10, 15, 42, tzinfo=clock.VIETNAM)):
        api = caller(world, "tuan")
        statuses(api, 3)

        response = api.get("/api/v1/units")

    assert (response.status_code, response["Content-Type"], response["Retry-After"]) == (429, "application/problem+json", "18")
    assert (response.json()["remedy"], response.json()["title"]) == ("wait", "Gọi quá nhiều lần")


def test_each_key_is_counted_for_itself_and_software_by_itself_whatever_token_it_uses(limits, world):
    form = software(world, "lower_a")
    one, other = with_token(form), with_token(form)

    mine = [statuses(caller(world, "tuan"), 3) for _ in range(2)]
    of_software = statuses(one, 2) + statuses(other, 2)

    assert (mine, of_software) == ([[200, 200, 200]] * 2, [200, 200, 200, 429])


def test_a_browser_session_is_counted_by_its_account(limits, client, world):
    client.force_login(world.users["ha"])

    assert statuses(client, 4) == [200, 200, 200, 429]


def test_attempts_without_a_right_key_are_counted_by_address(limits, db):
    guesses = [Client(headers={"Authorization": f"Bearer kvt_{number}"}) for number in range(3)]

    found = [guess.get("/api/v1/units").status_code for guess in guesses]
    asked = Client().post(TOKEN, {"grant_type": "client_credentials"}).status_code

    assert (found, asked) == ([401, 401, 429], 429)


def test_without_any_key_nothing_is_counted(limits, db):
    assert statuses(Client(), 5) == [401] * 5
    assert not Quota.objects.exists()
