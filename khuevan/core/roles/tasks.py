"""Work of roles on a schedule."""

from datetime import datetime

from khuevan.kernel.actor import Actor

from . import operations


def close_expired_support(actor: Actor, timestamp: datetime) -> None:
    operations.close_expired_support(actor)
