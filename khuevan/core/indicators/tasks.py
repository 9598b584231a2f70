"""Measuring every night, so that the morning opens with fresh figures."""

from khuevan.kernel.actor import Actor

from . import operations


def measure_nightly(actor: Actor, timestamp: int) -> None:
    """Measure everything for today. Running it again the same day replaces the day's figures."""
    operations.measure_all(actor)
