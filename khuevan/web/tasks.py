"""Nightly: forget receipts and counters that nobody will ask for again."""

from datetime import timedelta

from khuevan.kernel import clock
from khuevan.kernel.actor import Actor

from . import idempotency, throttle

RECEIPTS_KEPT = timedelta(days=30)
COUNTERS_KEPT = timedelta(days=1)


def forget(actor: Actor, timestamp: object) -> None:
    idempotency.forget_before(clock.now() - RECEIPTS_KEPT)
    throttle.forget_before(clock.now() - COUNTERS_KEPT)
