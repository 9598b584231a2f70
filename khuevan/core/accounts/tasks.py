"""Work of accounts on a schedule."""

from datetime import datetime

from khuevan.kernel.actor import Actor

from . import operations


def purge(actor: Actor, timestamp: datetime) -> None:
    operations.purge(actor)
