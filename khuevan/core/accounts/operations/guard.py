"""Patience with failures: counted in PostgreSQL, so that every process counts together.

An attempt is counted before it is looked at and forgiven when it was right: many at once cannot outrun the count.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from khuevan.kernel import clock
from khuevan.web.numbers import clock_time

from .. import rules
from ..models import FailureCount
from ..rules import Patience
from ..types import TooManyFailures

FORGOTTEN_AFTER = timedelta(days=1)


def subjects(account: str, address: str) -> dict[str, Patience]:
    """Who is counted in one attempt, and with how much patience: a school's many pupils share one network address."""
    counted = {account: Patience.of(*settings.PATIENCE_WITH_ACCOUNT)}
    if address:
        counted[f"address:{address}"] = Patience.of(*settings.PATIENCE_WITH_ADDRESS)
    return counted


def count_attempt(counted: Mapping[str, Patience]) -> datetime | None:
    """Count one attempt; returns until when further ones are refused, if from now on they are. Raises TooManyFailures."""
    now = clock.now()
    with transaction.atomic():
        rows = _rows(counted, now)
        locked = [row.locked_until for row in rows if row.locked_until and row.locked_until > now]
        if not locked:
            for row in rows:
                _add(row, counted[row.subject], now)
            FailureCount.objects.bulk_update(rows, ["failures", "last_at", "locked_until"])
    if locked:
        raise too_many(max(locked))
    return max((row.locked_until for row in rows if row.locked_until), default=None)


def forgive(counted: Mapping[str, Patience]) -> None:
    """The attempt was right: the account starts afresh, its address has one failure less."""
    account, *address = counted
    FailureCount.objects.filter(subject=account).delete()
    FailureCount.objects.filter(subject__in=address).update(failures=Greatest(F("failures") - 1, 0), locked_until=None)


def too_many(until: datetime) -> TooManyFailures:
    return TooManyFailures(until=clock_time(until + timedelta(seconds=1)))


def _rows(counted: Mapping[str, Patience], now: datetime) -> list[FailureCount]:
    FailureCount.objects.bulk_create([FailureCount(subject=name, last_at=now) for name in counted], ignore_conflicts=True)
    return list(FailureCount.objects.select_for_update().filter(subject__in=counted).order_by("subject"))


def _add(row: FailureCount, patience: Patience, now: datetime) -> None:
    row.failures = 1 if row.last_at < now - FORGOTTEN_AFTER else row.failures + 1
    row.last_at = now
    pause = rules.wait(row.failures, patience)
    row.locked_until = now + pause if pause else None
