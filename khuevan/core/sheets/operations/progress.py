"""How long work says how far it is."""

from typing import Protocol


class Progress(Protocol):
    def __call__(self, done: int, total: int, note: str, /) -> None: ...


def silent(done: int, total: int, note: str, /) -> None:
    """For work that nobody waits for."""
