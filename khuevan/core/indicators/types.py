"""What a measure is, and what other rooms may know of its values."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import Refusal

STEP = Decimal("0.1")


def share_of(numerator: int, denominator: int | None) -> Decimal | None:
    """0–100 with one decimal, half up, but 0 and 100 only when exactly so; None when there is nothing to divide by."""
    if not denominator:
        return None
    rounded = (Decimal(100 * numerator) / denominator).quantize(STEP, ROUND_HALF_UP)
    if rounded == 0 and numerator > 0:
        return STEP
    return 100 - STEP if rounded == 100 and numerator < denominator else rounded


class Permission(StrEnum):
    VIEW = "indicators.view"
    RECOMPUTE = "indicators.recompute"
    VIEW_REPORTS = "indicators.view_reports"
    REPORT = "indicators.report"
    REPORT_COMMUNE = "indicators.report_commune"
    REPORT_DEPARTMENT = "indicators.report_department"


class MeasureUnit(StrEnum):
    PERCENT = "percent"
    COUNT = "count"


class Which(StrEnum):
    """Which of the rows behind a figure: those that count, those that are missing, or all; of reported measures also the
    units that have said nothing.
    """

    MET = "met"
    MISSING = "missing"
    SILENT = "silent"
    ALL = "all"


class Source(TextChoices):
    """Where a figure comes from."""

    MEASURED = "measured", _("Đo từ dữ liệu")
    REPORTED = "reported", _("Đơn vị tự báo cáo")


class ReportKind(StrEnum):
    """What a unit answers: yes or no, a part of a whole, or a number."""

    YES_NO = "yes_no"
    SHARE = "share"
    COUNT = "count"


class ReportPeriod(StrEnum):
    """How long an answer holds: until the next one, or until its year is over."""

    ANY = "any"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"


#: The permission to answer, by the kind of unit that is asked. A commune reports for itself and not for its schools.
REPORTERS = {
    "school": Permission.REPORT,
    "commune": Permission.REPORT_COMMUNE,
    "department": Permission.REPORT_DEPARTMENT,
}


@dataclass(frozen=True)
class Reporting:
    """What units are asked where no daily work tells.

    `by` is the kind of unit that answers (a key of `REPORTERS`); of schools, those with one of `levels` and `ownerships`
    (empty: all). `numerator` and `denominator` name the two numbers of a share; `evidence` says what would prove the answer.
    `is_optional`: only plans of other places ask it, so nobody is reminded.
    """

    question: Any
    kind: ReportKind = ReportKind.YES_NO
    by: str = "school"
    levels: frozenset[str] = frozenset()
    ownerships: frozenset[str] = frozenset()
    period: ReportPeriod = ReportPeriod.ANY
    numerator: Any = ""
    denominator: Any = ""
    evidence: Any = ""
    is_optional: bool = False

    @property
    def permission(self) -> Permission:
        return REPORTERS[self.by]

    def asks(self, kind: str, levels: Iterable[str], ownership: str) -> bool:
        """Whether a unit of that kind, with those levels and that ownership, is asked."""
        of_scope = (not self.levels or not self.levels.isdisjoint(levels)) and (
            not self.ownerships or ownership in self.ownerships
        )
        return kind == self.by and of_scope


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
    """An indicator measured from daily work or, with `reporting`, from what units say of themselves.

    `sql` returns one row per leaf unit and combination of `breakdowns`: columns `unit_id`, each breakdown, `numerator`,
    `denominator`; it may use %(day)s. Ownership of the leaf unit is added by the roll-up, and its area where daily work is
    measured. For counts the denominator is NULL. A reported measure also returns `answered` (1 when the unit has said
    something) and `asked` (1); `api.reported` makes it. `version` grows when the definition changes; snapshots say which
    version made them. `explained_by` are codes of measures that say why this one falls short: they are shown beside it. `noun`
    is what is counted: "3.982/4.096 người học".
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
    reporting: Reporting | None = None

    @property
    def asking(self) -> Reporting:
        """What units are asked. Raises TypeError for a measure that daily work tells."""
        if self.reporting is None:
            raise TypeError(f"{self.code} is not reported")
        return self.reporting


@dataclass(frozen=True)
class Value:
    """A measured figure of one unit on one day. `numerator` alone for counts.

    Of a reported measure the figure is that of the units which have answered: `answered` of the `asked`. Both are None for
    what is measured from daily work.
    """

    measure: str
    unit_id: int
    day: date
    numerator: int
    denominator: int | None
    measured_at: datetime
    version: int
    breakdown: str = ""
    answered: int | None = None
    asked: int | None = None

    @property
    def is_reported(self) -> bool:
        return self.asked is not None

    @property
    def is_complete(self) -> bool:
        """Whether nobody who was asked is silent; always so for what is measured from daily work."""
        return self.answered == self.asked

    @property
    def is_empty(self) -> bool:
        """Whether nobody has answered, so that there is no figure."""
        return self.is_reported and not self.answered

    @property
    def percent(self) -> Decimal | None:
        """0–100 with one decimal; None when there is nothing to divide by."""
        return share_of(self.numerator, self.denominator)


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
        return self.value.numerator if self.value and not self.value.is_empty else None

    @property
    def denominator(self) -> int | None:
        return self.value.denominator if self.value and not self.value.is_empty else None


@dataclass(frozen=True)
class Duty:
    """A reported measure at a unit that is asked, with what it has said last (None: nothing that still holds)."""

    spec: Measure
    unit: Any
    last: Any = None

    @property
    def state(self) -> str:
        """ "answered", "optional" (not answered, and nobody minds) or "silent"."""
        if self.last is not None:
            return "answered"
        return "optional" if self.spec.asking.is_optional else "silent"


@dataclass(frozen=True)
class Standing:
    """How many of the units at and below one have answered a reported measure."""

    spec: Measure
    answered: int
    asked: int

    @property
    def silent(self) -> int:
        return self.asked - self.answered

    @property
    def percent(self) -> Decimal | None:
        return share_of(self.answered, self.asked)


class NotAsked(Refusal):
    code = "indicators_not_asked"
    message = _("Đơn vị này không thuộc diện báo cáo số liệu này.")


class DayAhead(Refusal):
    code = "indicators_day_ahead"
    message = _("Ngày của số liệu còn ở phía trước. Ghi ngày hôm nay hoặc một ngày đã qua.")


class PartAboveWhole(Refusal):
    code = "indicators_part_above_whole"
    message = _("Số đạt lớn hơn tổng số. Xem lại hai số.")


class NothingCounted(Refusal):
    code = "indicators_nothing_counted"
    message = _("Tổng số phải lớn hơn 0 mới tính được tỷ lệ.")


class NoEvidence(Refusal):
    code = "indicators_no_evidence"
    message = _("Chưa có minh chứng. Ghi vài dòng về minh chứng, hoặc gửi kèm một tệp.")


class AlreadyReported(Refusal):
    code = "indicators_already_reported"
    status = 409
    message = _("Ngày này đã có số liệu. Mở số liệu đó và bấm «Sửa», hoặc ghi ngày khác.")


class AlreadyCorrected(Refusal):
    code = "indicators_already_corrected"
    status = 409
    message = _("Số liệu này đã được sửa bằng một bản mới hơn. Xem bản mới rồi sửa lại.")
