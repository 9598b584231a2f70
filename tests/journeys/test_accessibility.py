"""axe-core on every page: each named address that answers 200 to somebody in the access tables is drawn and examined.

A page is made by Django's test client inside the test's own transaction and handed to the browser at the network's edge, policy
header and all. So it costs no server and no rebuilt world, and a new page is examined as soon as it has a row.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests import world as small_world
from tests.access.table import Row
from tests.access.test_tables import tables

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
FILES: dict[str, dict] = {}
ADDRESS = "http://khuevan.test"
# A phone as high as its page: what lies under the bar at the foot can be scrolled from under it, axe counts it as covered.
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 8000}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PRACTICE = [
    "empty-table-header",
    "heading-order",
    "label-title-only",
    "landmark-one-main",
    "landmark-unique",
    "page-has-heading-one",
    "region",
    "skip-link",
    "table-duplicate-name",
    "tabindex",
]
# What depends on the width of the window; all else is the same document and is examined once.
LAYOUT = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
# Somebody of each kind: the home page is another one for each of them.
EVERY_KIND = ("giamdoc", "ha", "xa", "hieutruong", "tuan", "mai", "vanthu", "hanh", "nguyet", "quantri", "kiemtoan")
RUN = """async options => (await axe.run(options)).violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.target.join(" ")}: ${node.html.slice(0, 160)}`))"""
OVERFLOW = "() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"


def pages() -> list[tuple[Row, str]]:
    """One visitor for each address: the first of its table who gets the page. The home page for everybody."""
    found: dict[str, tuple[Row, str]] = {}
    for row in tables():
        visitors = [name for name, status in row.statuses.items() if status == 200]
        if row.method == "get" and visitors:
            found.setdefault(row.name, (row, visitors[0]))
    home, _ = found.pop("portal:home")
    return [*((home, name) for name in EVERY_KIND), *found.values()]


@pytest.fixture
def world(db):
    """The small world within this test's transaction: no server in another thread has to see it."""
    return small_world.load()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="vi-VN", reduced_motion="reduce", viewport=DESK)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("row", "username"), [pytest.param(*it, id=f"{it[0].name}-{it[1] or 'anonymous'}") for it in pages()])
def test_page_keeps_the_rules_of_accessibility(row, username, world, page):
    client = Client()
    if username:
        client.force_login(world.users[username])
    path = reverse(row.name, kwargs=row.kwargs(world))
    answer = client.get(path)
    is_page = answer.headers["Content-Type"].startswith("text/html")

    broken = examine(page, path, answer) if is_page else []

    assert (answer.status_code, "\n".join(broken)) == (200, "")


def examine(page: Page, path: str, answer: HttpResponse) -> list[str]:
    """What is wrong with a page at a desk and on a phone: one line a fault, with its rule and its element."""
    page.unroute_all()
    page.route(f"{ADDRESS}{settings.STATIC_URL}**", lambda route: route.fulfill(**served(urlsplit(route.request.url).path)))
    page.route(ADDRESS + path, lambda route: route.fulfill(**fulfilment(answer)))
    page.set_viewport_size(DESK)
    page.goto(ADDRESS + path)
    page.evaluate(AXE.read_text())
    everything = {"runOnly": {"type": "tag", "values": WCAG}, "rules": {rule: {"enabled": True} for rule in PRACTICE}}
    faults = page.evaluate(RUN, {**everything, "resultTypes": ["violations"]})
    page.set_viewport_size(PHONE)
    faults += page.evaluate(RUN, {"runOnly": {"type": "rule", "values": LAYOUT}, "resultTypes": ["violations"]})
    sideways = page.evaluate(OVERFLOW)
    return faults + [f"{sideways} px wider than a phone"] * bool(sideways)


def served(path: str) -> dict:
    """A file of the front end, as the browser wants it; made once. It comes from no database: this runs outside the transaction."""
    if path not in FILES:
        FILES[path] = fulfilment(Client().get(path))
    return FILES[path]


def fulfilment(answer: HttpResponse) -> dict:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return {"status": answer.status_code, "headers": dict(answer.headers), "body": body}
