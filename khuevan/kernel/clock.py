"""The only clock. Rules take dates as arguments; operations ask here; tests freeze it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """Aware time in Viet Nam."""
    return _frozen.get() or datetime.now(VIETNAM)


def today() -> date:
    return now().date()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Let time stand still at an aware moment (tests, and demo data of a given day)."""
    token = _frozen.set(moment.astimezone(VIETNAM))
    try:
        yield
    finally:
        _frozen.reset(token)
