"""Plain Python values as JSON and back, so that an event or an argument is the same after its journey through the queue."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

_TAG = "$type"
_WRITERS: dict[type, tuple[str, Callable[[Any], Any]]] = {
    datetime: ("datetime", datetime.isoformat),
    date: ("date", date.isoformat),
    UUID: ("uuid", str),
    Decimal: ("decimal", str),
    tuple: ("tuple", lambda value: [encode(item) for item in value]),
    frozenset: ("frozenset", lambda value: [encode(item) for item in value]),
    set: ("set", lambda value: [encode(item) for item in value]),
}
_READERS: dict[str, Callable[[Any], Any]] = {
    "dict": lambda items: {key: decode(item) for key, item in items.items()},
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "uuid": UUID,
    "decimal": Decimal,
    "tuple": lambda items: tuple(decode(item) for item in items),
    "frozenset": lambda items: frozenset(decode(item) for item in items),
    "set": lambda items: {decode(item) for item in items},
}


def encode(value: Any) -> Any:
    """A value made of what JSON knows. Raises TypeError for anything that is not plain (a model, a function)."""
    if isinstance(value, dict):
        written = {key: encode(item) for key, item in value.items()}
        return {_TAG: "dict", "value": written} if _TAG in value else written
    if isinstance(value, list):
        return [encode(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    for kind, (tag, write) in _WRITERS.items():
        if isinstance(value, kind):
            return {_TAG: tag, "value": write(value)}
    raise TypeError(f"{type(value).__name__} cannot travel through the queue: give its id")


def decode(value: Any) -> Any:
    """The inverse of `encode`."""
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if _TAG in value:
        return _READERS[value[_TAG]](value["value"])
    return {key: decode(item) for key, item in value.items()}
