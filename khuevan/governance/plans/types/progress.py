"""How far a plan is: the status and forecast of a target, and the shapes that screens and the API show."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from khuevan.core.indicators.types import Figure, Value

from .document import Entry

if TYPE_CHECKING:
    from khuevan.core.org.models import OrgUnit

    from ..models import Plan, PlanTarget, ReportingDuty


class Permission(StrEnum):
    VIEW = "plans.view"


class Status(StrEnum):
    """BELOW is said of a plan of another place: its deadline is not ours, only the level can be compared."""

    MET = "met"
    ON_TRACK = "on_track"
    LATE = "late"
    AT_RISK = "at_risk"
    BELOW = "below"
    UNMEASURED = "unmeasured"


class Outlook(StrEnum):
    """What the trend of a figure says. ON_DAY and BEYOND come with a day; NONE: there is nothing to forecast."""

    REACHED = "reached"
    ON_DAY = "on_day"
    BEYOND = "beyond"
    NOT_RISING = "not_rising"
    TOO_LITTLE = "too_little"
    NONE = "none"


class Unmeasured(StrEnum):
    """Why a target has no status."""

    NO_MEASURE = "no_measure"
    NOT_IN_RELEASE = "not_in_release"
    NOT_YET = "not_yet"
    NOTHING_HERE = "nothing_here"
    NO_LEVEL = "no_level"


@dataclass(frozen=True, kw_only=True)
class Thresholds(Entry):
    """Where one status ends and the next begins; `data/README.md` explains each."""

    window_days: int
    least_days: int
    least_rise_per_year: int
    horizon_months: int
    late_months: int
    shortfall_percent: int


@dataclass(frozen=True)
class Forecast:
    """When the trend reaches the target. BEYOND: not before `day`."""

    outlook: Outlook
    day: date | None = None


@dataclass(frozen=True)
class PlanAtUnit:
    """A plan looked at from a unit. `is_own`: the unit lies in the plan's territory, so its figures are the plan's progress."""

    plan: "Plan"
    unit: "OrgUnit"
    is_own: bool


@dataclass(frozen=True)
class TargetLine:
    """A target with what was measured at a unit.

    `percent` is what to show of the measured share: as many decimals as it takes not to look better, or worse, than it is.
    `was_met` is whether it was met a month before; None when it was not measured then.
    """

    target: "PlanTarget"
    figure: Figure | None
    value: Value | None
    status: Status
    forecast: Forecast
    percent: Decimal | None = None
    reason: Unmeasured | None = None
    was_met: bool | None = None


@dataclass(frozen=True)
class Progress:
    """The figures above a plan's targets. `gained` is how many more are met than a month before (None: not measured then)."""

    total: int
    met: int
    measured: int
    at_risk: tuple[TargetLine, ...]
    gained: int | None
    measured_at: datetime | None


@dataclass(frozen=True)
class Duty:
    """A reporting duty with its next last day; None: the plan sets none, or its period is over."""

    duty: "ReportingDuty"
    next_due: date | None
