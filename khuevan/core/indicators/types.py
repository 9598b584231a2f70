"""What a measure is, and what other rooms may know of its values."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from khuevan.kernel.actor import Actor

STEP = Decimal("0.1")


class Permission(StrEnum):
    VIEW = "indicators.view"
    RECOMPUTE = "indicators.recompute"
    REPORT = "indicators.report"


class MeasureUnit(StrEnum):
    PERCENT = "percent"
    COUNT = "count"


class Which(StrEnum):
    """Which of the rows behind a figure: those that count, those that are missing, or all."""

    MET = "met"
    MISSING = "missing"
    ALL = "all"


@dataclass(frozen=True)
class RowColumn:
    """A column of the rows behind a figure: `accessor` is a path (`a.b`) from the row, or makes the cell's text from the row;
    `order_by` is a field path to sort by.
    """

    label: Any
    accessor: str | Callable[[Any], str]
    link: Callable[[Any], str] | None = None
    order_by: str = ""


@dataclass(frozen=True)
class RowSource:
    """How a figure opens down to its rows.

    `rows(actor, unit_path, which, part)` returns what is in reach: a queryset, or a list of rows worked out;
    `permission` is what the reader must hold.
    """

    permission: str
    rows: "Callable[[Actor, str, Which, Slice], QuerySet | list]"
    columns: tuple[RowColumn, ...]


@dataclass(frozen=True)
class Measure:
    """An indicator measured from daily work.

    `sql` returns one row per leaf unit and combination of `breakdowns`: columns `unit_id`, each breakdown, `numerator`,
    `denominator`; it may use %(day)s. Ownership and area of the leaf unit are added by the roll-up. For counts the
    denominator is NULL. `version` grows when the definition changes; snapshots say which version made them.
    `explained_by` are codes of measures that say why this one falls short: they are shown beside it. `noun` is what is
    counted: "3.982/4.096 người học".
    """

    code: str
    name: Any
    unit: MeasureUnit
    grain: str
    sql: str
    definition: Any
    legal_source: Any
    version: int = 1
    breakdowns: tuple[str, ...] = ()
    rows: RowSource | None = None
    explained_by: tuple[str, ...] = ()
    noun: Any = ""


@dataclass(frozen=True)
class Value:
    """A measured figure of one unit on one day. `numerator` alone for counts."""

    measure: str
    unit_id: int
    day: date
    numerator: int
    denominator: int | None
    measured_at: datetime
    version: int
    breakdown: str = ""
    is_reported: bool = False

    @property
    def percent(self) -> Decimal | None:
        """0–100 with one decimal, half up, but 0 and 100 only when exactly so; None when there is nothing to divide by."""
        if not self.denominator:
            return None
        rounded = (Decimal(100 * self.numerator) / self.denominator).quantize(STEP, ROUND_HALF_UP)
        if rounded == 0 and self.numerator > 0:
            return STEP
        return 100 - STEP if rounded == 100 and self.numerator < self.denominator else rounded


@dataclass(frozen=True)
class Slice:
    """Which part of a unit's figure is meant: levels and ownerships that count; empty means all."""

    levels: frozenset[str] = field(default_factory=frozenset)
    ownerships: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, levels: str = "", ownership: str = "") -> "Slice":
        """From the way it stands in an address: codes joined by commas."""
        return cls(frozenset(filter(None, levels.split(","))), frozenset(filter(None, ownership.split(","))))

    @property
    def is_everything(self) -> bool:
        return not self.levels and not self.ownerships

    @property
    def query(self) -> dict[str, str]:
        """The way back into an address."""
        pairs = {"levels": ",".join(sorted(self.levels)), "ownership": ",".join(sorted(self.ownerships))}
        return {name: text for name, text in pairs.items() if text}


@dataclass(frozen=True)
class Figure:
    """What is asked for: a measure, and which part of it."""

    code: str
    part: Slice = Slice()


@dataclass(frozen=True)
class UnitValue:
    """A line of a comparison: a unit below, with its figure (None: not measured there)."""

    unit_id: int
    name: str
    kind: str
    value: Value | None

    @property
    def percent(self) -> Decimal | None:
        return self.value.percent if self.value else None

    @property
    def numerator(self) -> int | None:
        return self.value.numerator if self.value else None

    @property
    def denominator(self) -> int | None:
        return self.value.denominator if self.value else None
