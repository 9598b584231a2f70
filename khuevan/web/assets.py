"""Addresses of what Vite built, from its manifest. Absent in a tree that was never built: pages then come without style."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

BUILT = Path(__file__).parent / "static" / "dist"
MAIN = "frontend/main.ts"


def stylesheets(entry: str = MAIN) -> SafeString:
    return _tags('<link rel="stylesheet" href="{}">', _entry(entry).get("css", []))


def scripts(entry: str = MAIN) -> SafeString:
    return _tags('<script type="module" src="{}"></script>', _files(entry))


def preloads() -> SafeString:
    """The two font files that every page needs at once."""
    wanted = ("latin-400-normal", "vietnamese-400-normal")
    fonts = [name for name in _entry(MAIN).get("assets", []) if any(part in name for part in wanted)]
    return _tags('<link rel="preload" as="font" type="font/woff2" crossorigin href="{}">', fonts)


def _files(entry: str) -> list[str]:
    return [found["file"]] if (found := _entry(entry)) else []


def _entry(entry: str) -> dict:
    manifest = _read_manifest() if settings.DEBUG else _manifest()
    return manifest.get(entry, {})


def _tags(markup: str, names: list[str]) -> SafeString:
    return format_html_join("\n", markup, ((static(f"dist/{name}"),) for name in names))


@cache
def _manifest() -> dict:
    return _read_manifest()


def _read_manifest() -> dict:
    path = BUILT / "manifest.json"
    return json.loads(path.read_text()) if path.exists() else {}
