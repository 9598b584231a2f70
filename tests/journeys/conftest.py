"""Journeys: a real browser against a real server, with the small world in the database.

Pictures go to `var/screens/`, and with KHUEVAN_SCREENS=1 into `docs/screens/`, from where the guides show them.
"""

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# The browser's driver runs an event loop in this thread; the tests themselves are not asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / ("docs/screens" if os.environ.get("KHUEVAN_SCREENS") == "1" else "var/screens")
SYSTEM_CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DEED_MS = 120_000
WIDTHS = {"phone": (360, 740), "desk": (1440, 900)}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = str(SYSTEM_CHROMIUM) if SYSTEM_CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


class Visitor:
    """Somebody at a browser. `page` is what he looks at; `shoot` takes its picture."""

    def __init__(self, context: BrowserContext, address: str, width: str) -> None:
        self.context, self.address, self.width = context, address, width
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> int:
        """Go to a path of the site; returns the status."""
        response = self.page.goto(self.address + path)
        self.page.wait_for_load_state("networkidle")
        return response.status if response else 0

    def press(self, name: str, *, role: str = "button") -> None:
        """Press the button or link with this name, and wait for what comes."""
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.page.wait_for_load_state("networkidle")

    def submit(self, name: str) -> None:
        """Press a button that sends a form, and wait for the page that follows, however long the deed takes."""
        with self.page.expect_navigation(timeout=DEED_MS):
            self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state("networkidle")

    def shoot(self, name: str) -> None:
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{name}-{WIDTHS[self.width][0]}.png")


@pytest.fixture
def visit(browser, live_server, transactional_db) -> Iterator[Callable[..., Visitor]]:
    """`visit("tuan")` is Tuấn, signed in, at a desk; `visit("", width="phone")` somebody unknown with a phone."""
    contexts: list[BrowserContext] = []

    def visit(username: str = "", *, width: str = "desk") -> Visitor:
        size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
        context = browser.new_context(viewport=size, locale="vi-VN", accept_downloads=True)
        contexts.append(context)
        if username:
            context.add_cookies([_signed_in(username, live_server.url)])
        return Visitor(context, live_server.url, width)

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def world(transactional_db):
    """The small world, committed, so that the server sees it."""
    from tests import world as small_world

    return small_world.load()


def _signed_in(username: str, address: str) -> dict:
    from khuevan.core.accounts.models import User

    user = User.objects.get(username=username)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": address}
