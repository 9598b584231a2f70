"""Announcements between modules.

An event is a frozen dataclass of plain values, in the past tense. `publish` hands it to the transport
(the job queue, set by `core.jobs`) in the caller's transaction: one job row per subscriber, so an event is
neither lost nor early. Subscribers are idempotent.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from typing import Any, TypeVar

E = TypeVar("E")
Subscriber = Callable[[Any], None]
Transport = Callable[[str, str, dict], None]

_subscribers: dict[str, dict[str, Subscriber]] = defaultdict(dict)
_types: dict[str, type] = {}
_transport: list[Transport] = []


def name_of(event_type: type) -> str:
    return f"{event_type.__module__}.{event_type.__qualname__}"


def receives(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Subscribe a function of `receivers.py` to an event type."""
    if not is_dataclass(event_type):
        raise TypeError(f"{event_type} is not an event")

    def subscribe(function: Callable[[E], None]) -> Callable[[E], None]:
        event = name_of(event_type)
        _types[event] = event_type
        _subscribers[event][f"{function.__module__}.{function.__qualname__}"] = function
        return function

    return subscribe


def use_transport(transport: Transport) -> None:
    """Set how deliveries travel: `transport(event_name, subscriber_name, payload)`."""
    _transport[:] = [transport]


def publish(event: Any) -> None:
    """Announce an event to every subscriber, within the current transaction."""
    event_name = name_of(type(event))
    for subscriber in _subscribers.get(event_name, {}):
        _transport[0](event_name, subscriber, asdict(event))


def deliver(event_name: str, subscriber: str, payload: dict) -> None:
    """Run one subscriber; called by the job queue."""
    _subscribers[event_name][subscriber](_types[event_name](**payload))
