"""A measured figure, what was asked of it, and the bare limit it is compared with."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass


@dataclass
class Figure:
    """`value` in `unit`; `wanted` is the limit asked for (`at_least`: the value should be above it); `bare` is the same work alone."""

    name: str
    value: float
    unit: str
    wanted: float | None = None
    at_least: bool = False
    bare: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        if self.wanted is None:
            return None
        return self.value >= self.wanted if self.at_least else self.value <= self.wanted

    @property
    def ratio(self) -> float | None:
        """How many times the bare limit."""
        return self.value / self.bare if self.bare else None

    def as_dict(self) -> dict:
        return {**asdict(self), "met": self.met, "ratio": self.ratio}


def median_ms(work: Callable[[], object], *, runs: int = 41, warm: int = 20) -> float:
    """Median time of one run in milliseconds, after some runs that are not counted."""
    for _ in range(warm):
        work()
    return statistics.median(_ms(work) for _ in range(runs))


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """`with stopwatch() as seconds: …; seconds()`."""
    started = time.perf_counter()
    ended: list[float] = []
    yield lambda: (ended or [time.perf_counter()])[0] - started
    ended.append(time.perf_counter())


def _ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def table(figures: list[Figure]) -> str:
    """The figures as text, one line each."""
    rows = [("phép đo", "đo được", "yêu cầu", "đạt", "giới hạn trần", "gấp", "ghi chú")]
    rows += [_row(figure) for figure in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    sign = "≥" if figure.at_least else "≤"
    return (
        figure.name,
        f"{figure.value:,.1f} {figure.unit}",
        f"{sign} {figure.wanted:,g}" if figure.wanted is not None else "",
        {True: "đạt", False: "CHƯA", None: ""}[figure.met],
        f"{figure.bare:,.1f}" if figure.bare else "",
        f"{figure.ratio:.1f}×" if figure.ratio else "",
        figure.note,
    )
