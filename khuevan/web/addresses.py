"""Addresses of pages, remembered: `reverse` goes through its tables anew for every link of every page."""

from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, URLResolver, get_resolver, get_script_prefix, get_urlconf, reverse

Site = tuple[URLResolver, str]
# Keys that stand in for any other of their type while an address is taken apart.
SAMPLES = {int: 7_295_063_184, UUID: UUID("7f2c9d3e-51b8-4a06-9c47-e18d2b60a5f3")}


def address(name: str) -> str:
    """The address of a page without arguments; "" when there is none of that name."""
    return _address(name, *site())


def addresses_about(name: str) -> Callable[[Any], str]:
    """The addresses of a page about one thing each, by its key. What is returned is for one request; it raises NoReverseMatch."""
    here = site()

    def address_about(key: Any) -> str:
        sample = SAMPLES.get(type(key))
        if sample is None or (type(key) is int and key < 0):
            return reverse(name, args=[key])
        before, after = _around(name, sample, *here)
        return f"{before}{key}{after}"

    return address_about


def site() -> Site:
    """What addresses depend on. None of the house depends on the language."""
    return get_resolver(get_urlconf()), get_script_prefix()


@cache
def _address(name: str, resolver: URLResolver, prefix: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@cache
def _around(name: str, sample: Any, resolver: URLResolver, prefix: str) -> tuple[str, str]:
    before, _key, after = reverse(name, args=[sample]).partition(str(sample))
    return before, after
