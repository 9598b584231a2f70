"""How far a plan is: the status and forecast of a target, and the shapes that screens and the API show."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from khuevan.core.indicators.types import Figure, Value

from .document import Entry

if TYPE_CHECKING:
    from khuevan.core.org.models import OrgUnit

    from ..models import Plan, PlanTarget, PlanTask, ReportingDuty


class Permission(StrEnum):
    VIEW = "plans.view"


class Status(TextChoices):
    """BELOW is said of a plan of another place: its deadline is not ours, only the level can be compared.

    INCOMPLETE is said of a reported figure that is at its mark while some of those asked are silent: it may not stay there.
    """

    MET = "met", _("Đạt")
    ON_TRACK = "on_track", _("Đúng tiến độ")
    LATE = "late", _("Chậm")
    AT_RISK = "at_risk", _("Nguy cơ")
    BELOW = "below", _("Dưới mức này")
    INCOMPLETE = "incomplete", _("Chưa đủ báo cáo")
    UNMEASURED = "unmeasured", _("Chưa đo")


class Outlook(TextChoices):
    """What the trend of a figure says. ON_DAY and BEYOND come with a day; NONE: there is nothing to forecast."""

    REACHED = "reached", _("đã đạt")
    ON_DAY = "on_day", _("có dự báo")
    BEYOND = "beyond", _("còn xa")
    NOT_RISING = "not_rising", _("chưa có đà tăng")
    TOO_LITTLE = "too_little", _("chưa đủ số liệu")
    NONE = "none", "—"


class Unmeasured(TextChoices):
    """Why a target has no status."""

    NO_MEASURE = "no_measure", _("Chưa có số đo tự động cho chỉ tiêu này")
    NOT_IN_RELEASE = "not_in_release", _("Số đo chưa có trong bản phần mềm này")
    NOT_REPORTED = "not_reported", _("Chưa đơn vị nào báo cáo")
    NOT_YET = "not_yet", _("Chưa đo lần nào; đo lúc 05:30 hằng ngày")
    NOTHING_HERE = "nothing_here", _("Đơn vị này không có đối tượng thuộc phạm vi chỉ tiêu")
    NO_LEVEL = "no_level", _("Kế hoạch không ghi mức phải đạt")


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

    `shown` is the measured level with as many decimals as it takes not to look better, or worse, than it is.
    `was_met` is whether it was met a month before; None when it was not measured then. `is_past_due` on the day asked for.
    `answered` of the `asked` units have reported; both None when the figure is measured from daily work.
    """

    target: "PlanTarget"
    due: date
    status: Status
    forecast: Forecast
    figure: Figure | None = None
    value: Value | None = None
    shown: Decimal | None = None
    reason: Unmeasured | None = None
    is_past_due: bool = False
    was_met: bool | None = None
    is_reported: bool = False
    answered: int | None = None
    asked: int | None = None


@dataclass(frozen=True)
class Progress:
    """The figures above a plan's targets. `gained`: how many more are met than a month before (None: not measured then)."""

    total: int
    met: int
    measured: int
    at_risk: tuple[TargetLine, ...]
    below: int
    gained: int | None
    measured_at: datetime | None


@dataclass(frozen=True)
class UnitLine:
    """A unit below, with its figure held against the target.

    `is_met` is None where nothing is counted; `is_at_mark` says that the figure alone would do, were nobody silent.
    """

    unit_id: int
    name: str
    kind: str
    value: Value
    shown: Decimal | None
    is_met: bool | None
    is_at_mark: bool = False

    @property
    def numerator(self) -> int | None:
        return None if self.value.is_empty else self.value.numerator

    @property
    def denominator(self) -> int | None:
        return None if self.value.is_empty else self.value.denominator

    @property
    def state(self) -> str | None:
        if self.is_met is None:
            return None
        return "met" if self.is_met else "incomplete" if self.is_at_mark else "short"


@dataclass(frozen=True)
class TaskLine:
    """A task with its last day; None: it comes round."""

    task: "PlanTask"
    due_on: date | None
    is_past: bool


@dataclass(frozen=True)
class DutyLine:
    """A reporting duty with its next last day. `is_over`: it had some, but the plan's years have passed."""

    duty: "ReportingDuty"
    next_due: date | None
    is_over: bool
