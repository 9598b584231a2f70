"""A GET of the API cannot write, as on the screens."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest

from khuevan.kernel.database import read_only

READING = frozenset({"GET", "HEAD"})


def reading_only(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator of every endpoint: reading ones run while PostgreSQL refuses writes. Signing in comes before and may write."""

    @wraps(endpoint)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method not in READING:
            return endpoint(request, *args, **kwargs)
        with read_only():
            return endpoint(request, *args, **kwargs)

    return guarded
