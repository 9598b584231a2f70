"""Addresses of what Vite built, from its manifest. Absent in a tree that was never built: pages then come without style."""

import json
from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

MAIN = "frontend/main.ts"
SPRITE = "icons.svg"


def stylesheets(entry: str = MAIN) -> SafeString:
    return _tags('<link rel="stylesheet" href="{}">', _entry(entry).get("css", []))


def scripts(entry: str = MAIN) -> SafeString:
    return _tags('<script type="module" src="{}"></script>', _files(entry))


def preloads() -> SafeString:
    """The two font files that every page needs at once."""
    wanted = ("latin-400-normal", "vietnamese-400-normal")
    fonts = [name for name in _entry(MAIN).get("assets", []) if any(part in name for part in wanted)]
    return _tags('<link rel="preload" as="font" type="font/woff2" crossorigin href="{}">', fonts)


def sprite() -> str:
    """The address of the icons."""
    return next((static(f"dist/{name}") for name in _files(SPRITE)), "")


def _files(entry: str) -> list[str]:
    return [found["file"]] if (found := _entry(entry)) else []


def _entry(entry: str) -> dict:
    path = settings.VITE_MANIFEST
    return _manifest(path.stat().st_mtime if settings.DEBUG and path.exists() else 0).get(entry, {})


def _tags(markup: str, names: list[str]) -> SafeString:
    return format_html_join("\n", markup, ((static(f"dist/{name}"),) for name in names))


@cache
def _manifest(written: float) -> dict:
    """Read once per process; during development once per build."""
    path = settings.VITE_MANIFEST
    return json.loads(path.read_text()) if path.exists() else {}
