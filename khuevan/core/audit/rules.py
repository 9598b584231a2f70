"""The chain of days, and how a line of the journal is worded. No database, no clock."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from khuevan.kernel.clock import VIETNAM

from .types import Change

NOTHING = ""


def bounds(day: date) -> tuple[datetime, datetime]:
    """From midnight to midnight in Viet Nam; the end does not belong to the day."""
    start = datetime.combine(day, time(), tzinfo=VIETNAM)
    return start, start + timedelta(days=1)


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def digest_of(lines: Iterable[tuple[Any, ...]]) -> str:
    """SHA-256 over lines, each as one line of JSON with its keys in order."""
    content = hashlib.sha256()
    for line in lines:
        content.update(json.dumps(line, ensure_ascii=False, sort_keys=True, default=_as_text).encode())
        content.update(b"\n")
    return content.hexdigest()


def changes_of(changes: Mapping[str, Any], labels: Mapping[str, str]) -> tuple[Change, ...]:
    """`{field: [old, new]}` as shown, fields by their labels; anything else than a pair is shown as the new value."""
    return tuple(Change(labels.get(field, field), *_pair(value)) for field, value in changes.items())


def _pair(value: Any) -> tuple[str, str]:
    if isinstance(value, list) and len(value) == 2:
        return _shown(value[0]), _shown(value[1])
    return NOTHING, _shown(value)


def _shown(value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"{type(value).__name__} is no value of the journal")
