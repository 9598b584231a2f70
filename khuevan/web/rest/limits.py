"""How often one caller may call: reads and writes are counted apart, in PostgreSQL, per minute."""

from django.conf import settings
from django.http import HttpRequest

from .. import throttle

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def spend_call(request: HttpRequest, caller: str) -> None:
    """Count a call of somebody known. Raises TooMany."""
    kind = "read" if request.method in READING else "write"
    throttle.spend(f"api_{kind}", caller, settings.API_LIMITS[kind])


def spend_attempt(address: str) -> None:
    """Count an attempt of somebody unknown at an address: a wrong key, or asking for a token. Raises TooMany."""
    throttle.spend("api_attempt", address, settings.API_LIMITS["attempt"])
