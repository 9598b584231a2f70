"""The API's frame: who calls, what errors look like, pages that say when they are complete, ETags."""

import pytest
from django.test import Client

from khuevan.core.accounts.api import issue_token_for
from khuevan.core.audit.models import JournalEntry


@pytest.fixture
def api(world):
    """A client with a reading key of Hà, who works at the Department."""
    return Client(headers={"Authorization": f"Bearer {issue_token_for('ha', label='thử', days=1)}"})


def test_without_a_key_the_problem_says_what_to_send(db):
    response = Client().get("/api/v1/units")

    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")
    assert response["WWW-Authenticate"] == "Bearer"
    assert response.json()["type"] == "/api/v1/loi/unauthenticated"


def test_a_revoked_or_invented_key_opens_nothing(db):
    response = Client(headers={"Authorization": "Bearer kvt_khong_co_that"}).get("/api/v1/units")

    assert response.status_code == 401


def test_somebody_signed_in_reads_in_his_browser(client, world):
    client.force_login(world.users["ha"])

    assert client.get("/api/v1/indicators").status_code == 200


def test_what_one_may_not_see_is_refused_and_journaled_nowhere(client, world):
    client.force_login(world.users["nguyet"])

    response = client.get("/api/v1/indicators")

    assert (response.status_code, response.json()["remedy"]) == (403, "fix")
    assert not JournalEntry.objects.filter(verb__startswith="indicators.").exists()


def test_pages_follow_one_another_without_gap_and_the_last_says_it_is_complete(api):
    whole = api.get("/api/v1/units?limit=1000").json()

    items, address = [], "/api/v1/units?limit=5"
    while address:
        page = api.get(address).json()
        items += page["items"]
        address = page["next"]

    assert (whole["complete"], whole["next"], page["complete"]) == (True, None, True)
    assert items == whole["items"]


@pytest.mark.parametrize("cursor", ["zz", "cGs6", "cGs6LTE", "x" * 99, "cGs6OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_cursor_of_ones_own_making_is_refused(api, cursor):
    response = api.get("/api/v1/units", {"cursor": cursor})

    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "query.cursor")


def test_wrong_parameters_are_named_in_the_language_asked_for(api):
    vietnamese = api.get("/api/v1/units?as_of=hom-qua").json()
    english = api.get("/api/v1/units?as_of=hom-qua", headers={"Accept-Language": "en"}).json()

    assert vietnamese["errors"] == [
        {"pointer": "query.as_of", "message": "Phải là ngày dạng năm-tháng-ngày, ví dụ 2026-09-05."}
    ]
    assert english["errors"] == [
        {"pointer": "query.as_of", "message": "Must be a date as year-month-day, for example 2026-09-05."}
    ]


def test_an_unchanged_answer_costs_no_bytes(api):
    first = api.get("/api/v1/indicators")

    second = api.get("/api/v1/indicators", headers={"If-None-Match": first["ETag"]})

    assert (second.status_code, second.content) == (304, b"")


def test_a_day_of_which_the_tree_knows_nothing_is_refused_with_the_first_it_knows(api):
    responses = [api.get(address) for address in ("/api/v1/units?as_of=1999-01-01", "/api/v1/units/1?as_of=0001-01-01")]

    assert [(response.status_code, response.json()["errors"]) for response in responses] == [
        (
            422,
            [
                {
                    "pointer": "query.as_of",
                    "message": "Cây tổ chức chỉ có dữ liệu từ ngày 01/01/2020. Chọn ngày từ đó trở đi.",
                }
            ],
        )
    ] * 2


def test_the_description_is_openapi_3_1_and_every_operation_has_a_summary(client, db):
    schema = client.get("/api/v1/openapi.json").json()

    operations = [operation for methods in schema["paths"].values() for operation in methods.values()]

    assert schema["openapi"] == "3.1.0"
    assert [operation["operationId"] for operation in operations if not operation.get("summary")] == []
