"""Lists of the API: whole, in order, at one number of queries whatever they hold, and free when nothing changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.portal.rest import api

from .callers import caller

LISTS = ("units", "people", "learners", "classes", "imports", "indicators", "plans")


@pytest.mark.parametrize("name", LISTS)
def test_a_page_of_three_costs_as_many_queries_as_a_page_of_one(name, world):
    reader, counts = caller(world, "tuan"), []
    reader.get(f"/api/v1/{name}")

    for limit in (1, 3):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert reader.get(f"/api/v1/{name}?limit={limit}").status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", LISTS)
def test_pages_of_one_row_are_the_whole_list_in_its_order(name, world):
    reader = caller(world, "ha")
    whole = reader.get(f"/api/v1/{name}?limit=1000").json()

    items, address = [], f"/api/v1/{name}?limit=1"
    while address:
        page = reader.get(address).json()
        items += page["items"]
        address = page["next"]

    assert (whole["complete"], whole["next"], page["complete"], items) == (True, None, True, whole["items"])


@pytest.mark.parametrize(
    "path",
    sorted(path for path, methods in api.get_openapi_schema()["paths"].items() if "get" in methods and "{" not in path),
)
def test_what_has_not_changed_costs_no_bytes(path, world):
    reader = caller(world, "ha")
    etag = reader.get(path)["ETag"]

    again = reader.get(path, headers={"If-None-Match": etag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_a_filter_stays_in_the_address_of_the_next_page(world):
    page = caller(world, "ha").get("/api/v1/units?kind=school&limit=2&as_of=2026-09-05").json()

    assert page["next"].startswith("/api/v1/units?kind=school&limit=2&as_of=2026-09-05&cursor=")


def test_classes_and_plans_are_filtered(world):
    reader = caller(world, "tuan")

    found = {
        address: [item.get("name", item.get("code")) for item in reader.get(f"/api/v1/{address}").json()["items"]]
        for address in (
            "classes?grade=9",
            "classes?school_year=2026-2027&grade=7",
            "classes?school_year=1999-2000",
            "plans?year=1990",
        )
    }

    assert found == {
        "classes?grade=9": ["9A"],
        "classes?school_year=2026-2027&grade=7": ["7A1", "7A2"],
        "classes?school_year=1999-2000": [],
        "plans?year=1990": [],
    }
