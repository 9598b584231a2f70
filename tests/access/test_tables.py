"""Every room's access table, run against the site; and no address without a row."""

from importlib import import_module
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests.access.table import Row

HOUSE = Path(__file__).resolve().parents[2] / "khuevan"
FOREIGN_NAMESPACES = {"api", "idp"}
# Django's own view: it only takes a posted language, from anybody.
FOREIGN_NAMES = {"portal:set_language"}


def tables() -> list[Row]:
    paths = sorted(HOUSE.rglob("tests/access.py"))
    modules = [import_module(".".join(path.relative_to(HOUSE.parent).with_suffix("").parts)) for path in paths]
    return [row for module in modules for row in module.ACCESS]


ROWS = [(row, username) for row in tables() for username in row.statuses]


@pytest.mark.parametrize(
    ("row", "username"), ROWS, ids=[f"{row.method}-{row.name}-{name or 'anonymous'}" for row, name in ROWS]
)
def test_address_answers_each_person_as_the_table_says(row, username, world):
    client = Client(raise_request_exception=False)
    if username:
        client.force_login(world.users[username])

    response = getattr(client, row.method)(reverse(row.name, kwargs=row.kwargs(world)))

    assert response.status_code == row.statuses[username]


def names(resolver=None, namespace: str = "") -> set[str]:
    found: set[str] = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace not in FOREIGN_NAMESPACES:
                found |= names(entry, ":".join(filter(None, [namespace, entry.namespace])))
        elif entry.name and namespace:
            found.add(f"{namespace}:{entry.name}")
    return found


def test_every_named_address_has_a_row():
    assert names() - {row.name for row in tables()} - FOREIGN_NAMES == set()


@pytest.mark.parametrize("name", sorted({row.name for row in tables()}))
def test_address_is_tried_by_somebody_who_may_not_or_is_open_to_everybody(name):
    rows = [row for row in tables() if row.name == name]
    answers = {status for row in rows for status in row.statuses.values()}

    assert len(answers) > 1 or any(row.statuses.get("") == 200 for row in rows)
