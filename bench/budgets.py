"""Bytes of a first visit and of a later page, compressed as a browser gets them."""

import gzip
import re
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from . import people
from .figures import Figure

ASSET = re.compile(r'(?:href|src)="(/static/[^"#]+)')
FONT = re.compile(r"url\(([^)]+\.woff2)\)")


def measure() -> list[Figure]:
    """The sign-in page with everything it loads, and a school's list of 50 whose assets are already there."""
    page = people.client().get("/dang-nhap/").content
    assets = {address.split("?")[0] for address in ASSET.findall(page.decode())}
    files = assets | {font for address in assets for font in _fonts(address)}
    first = _compressed(page) + sum(map(_asset, files))
    client = people.client(people.focal_point())
    later = max(
        _compressed(client.get(address).content) for address in (reverse("portal:home"), people.learners_address(per_page=50))
    )
    return [
        Figure("tải lần đầu, nén", first / 1000, "kB", wanted=200, note=f"{len(files)} tệp"),
        Figure("trang sau, nén", later / 1000, "kB", wanted=30),
    ]


def _fonts(address: str) -> set[str]:
    """The fonts that a style sheet names."""
    found = FONT.findall(_content(address).decode()) if address.endswith(".css") else []
    return {urljoin(address, font) for font in found}


def _asset(address: str) -> int:
    """Fonts are compressed already."""
    content = _content(address)
    return len(content) if address.endswith(".woff2") else _compressed(content)


def _content(address: str) -> bytes:
    name = address.removeprefix(settings.STATIC_URL)
    found = finders.find(name) or str(settings.STATIC_ROOT / name)
    with open(found, "rb") as file:
        return file.read()


def _compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))
