"""What the tree announces."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class UnitCreated:
    unit_id: int
    kind: str
    on: date


@dataclass(frozen=True)
class UnitRenamed:
    unit_id: int
    on: date


@dataclass(frozen=True)
class UnitMoved:
    unit_id: int
    from_parent_id: int | None
    to_parent_id: int | None
    on: date


@dataclass(frozen=True)
class UnitAbolished:
    unit_id: int
    last_day: date


@dataclass(frozen=True)
class ReorganisationApplied:
    """`ended` are all units that ended; `successions` the pairs (unit, successor), several for one unit at times; `moved` the
    pairs (unit, new parent): among them the classes of a school that was merged into another.
    """

    reorganisation_id: int
    effective_on: date
    ended: tuple[int, ...]
    successions: tuple[tuple[int, int], ...]
    moved: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class ReorganisationReversed:
    reorganisation_id: int
    effective_on: date
