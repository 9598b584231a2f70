"""Addresses of what Vite built, from its manifest. Absent in a tree that was never built: pages then come without style.

Everything is read and put together once per process; during development once per build.
"""

import json
from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

MAIN = "frontend/main.ts"
SPRITE = "icons.svg"
FONTS = ("latin-400-normal", "vietnamese-400-normal")


def stylesheets(entry: str = MAIN) -> SafeString:
    return _stylesheets(entry, _built_at())


def scripts(entry: str = MAIN) -> SafeString:
    return _scripts(entry, _built_at())


def preloads() -> SafeString:
    """The two font files that every page needs at once."""
    return _preloads(_built_at())


def sprite() -> str:
    """The address of the icons."""
    return _sprite(_built_at())


def _built_at() -> float:
    """The time of the build while it may change, otherwise 0."""
    path = settings.VITE_MANIFEST
    return path.stat().st_mtime if settings.DEBUG and path.exists() else 0


@cache
def _stylesheets(entry: str, built_at: float) -> SafeString:
    return _tags('<link rel="stylesheet" href="{}">', _entry(entry, built_at).get("css", []))


@cache
def _scripts(entry: str, built_at: float) -> SafeString:
    found = _entry(entry, built_at)
    return _tags('<script type="module" src="{}"></script>', [found["file"]] if found else [])


@cache
def _preloads(built_at: float) -> SafeString:
    fonts = [name for name in _entry(MAIN, built_at).get("assets", []) if any(part in name for part in FONTS)]
    return _tags('<link rel="preload" as="font" type="font/woff2" crossorigin href="{}">', fonts)


@cache
def _sprite(built_at: float) -> str:
    found = _entry(SPRITE, built_at)
    return static(f"dist/{found['file']}") if found else ""


def _entry(entry: str, built_at: float) -> dict:
    return _manifest(built_at).get(entry, {})


def _tags(markup: str, names: list[str]) -> SafeString:
    return format_html_join("\n", markup, ((static(f"dist/{name}"),) for name in names))


@cache
def _manifest(built_at: float) -> dict:
    path = settings.VITE_MANIFEST
    return json.loads(path.read_text()) if path.exists() else {}
