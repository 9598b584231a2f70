"""Tables of plans, and how levels, statuses and forecasts are written."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khuevan.core.org.types import UnitKind
from khuevan.web import markup, numbers, tables
from khuevan.web.types import Status as StatusChip
from khuevan.web.types import Tone

from . import rules
from .types import (
    AssignmentRole,
    Comparison,
    DutyLine,
    Forecast,
    Outlook,
    Rhythm,
    Status,
    TargetLine,
    TargetUnit,
    TaskLine,
    UnitLine,
)

CHIPS = {
    Status.MET: StatusChip(Status.MET.label, Tone.OK, "check"),
    Status.ON_TRACK: StatusChip(Status.ON_TRACK.label, Tone.INFO, "progress-check"),
    Status.LATE: StatusChip(Status.LATE.label, Tone.WARN, "clock"),
    Status.AT_RISK: StatusChip(Status.AT_RISK.label, Tone.BAD, "alert-triangle"),
    Status.BELOW: StatusChip(Status.BELOW.label, Tone.WARN, "arrow-down"),
    Status.INCOMPLETE: StatusChip(Status.INCOMPLETE.label, Tone.WARN, "clipboard-text"),
    Status.UNMEASURED: StatusChip(Status.UNMEASURED.label, Tone.MUTE, "minus"),
}
UNIT_CHIPS = {
    "met": StatusChip(_("Đạt"), Tone.OK, "check"),
    "short": StatusChip(_("Chưa đạt"), Tone.WARN, "clock"),
    "incomplete": CHIPS[Status.INCOMPLETE],
}
OWN_CHIPS = {
    True: StatusChip(_("Của đơn vị bạn"), Tone.INFO, "target-arrow"),
    False: StatusChip(_("Tham khảo"), Tone.MUTE, "book-2"),
}

SIGNS = {Comparison.AT_LEAST: "≥", Comparison.MORE_THAN: ">", Comparison.EXACTLY: "="}
UNITS: dict[str, str | Promise] = {
    TargetUnit.PERCENT: _("%"),
    TargetUnit.PLATFORM: _("nền tảng"),
    TargetUnit.GRADE: _("khối lớp"),
    TargetUnit.CENTRE_PER_UNIT: _("trung tâm mỗi đơn vị"),
    TargetUnit.INDEX: _("chỉ số"),
    TargetUnit.MATURITY_LEVEL: _("mức độ"),
    TargetUnit.MODEL_UNIT: _("đơn vị điển hình"),
}
ROLES: dict[str, str | Promise] = {
    AssignmentRole.LEAD: _("chủ trì"),
    AssignmentRole.COORDINATE: _("phối hợp"),
    AssignmentRole.CARRY_OUT: _("thực hiện"),
    AssignmentRole.REQUESTED: _("được đề nghị"),
}
RHYTHMS: dict[str, str | Promise] = {
    Rhythm.MONTHLY: _("Hằng tháng"),
    Rhythm.QUARTERLY: _("Hằng quý"),
    Rhythm.YEARLY: _("Hằng năm"),
    Rhythm.MID_TERM: _("Sơ kết"),
    Rhythm.FINAL: _("Tổng kết"),
    Rhythm.BY_PHASE: _("Theo giai đoạn"),
    Rhythm.AS_SCHEDULED: _("Theo lịch hoặc quy định khác"),
    Rhythm.CONTINUOUS: _("Thường xuyên"),
    Rhythm.ON_REQUEST: _("Khi được yêu cầu"),
}


def level(value: Decimal | None, unit: str) -> str:
    """A level as written: "97,8 %", "99,96 %", "3 đơn vị điển hình", "mức độ 2"; — for none."""
    if value is None:
        return numbers.DASH
    places = rules.places(value)
    if unit == TargetUnit.PERCENT:
        return numbers.percent(value, max(places, 1))
    words = (UNITS[unit], numbers.number(value, places))
    return numbers.NO_BREAK.join(map(str, words if unit == TargetUnit.MATURITY_LEVEL else reversed(words)))


def aim(value: Decimal | None, comparison: str, unit: str) -> str:
    """A target as written: "≥ 80 %"."""
    return f"{SIGNS[Comparison(comparison)]}{numbers.NO_BREAK}{level(value, unit)}" if value is not None else numbers.DASH


def outlook(forecast: Forecast) -> str:
    """A forecast as written: "03/2027", "sau 11/2028", "đã đạt"."""
    if forecast.day is None:
        return str(Outlook(forecast.outlook).label)
    month = f"{forecast.day:%m/%Y}"
    return month if forecast.outlook == Outlook.ON_DAY else _g("sau %s") % month


def counted(line: TargetLine, noun: str | Promise) -> str:
    """What was counted: "1.371/1.402 cơ sở"; "" when nothing was."""
    value = line.value
    if value is None:
        return ""
    total = f"/{numbers.number(value.denominator)}" if value.denominator is not None else ""
    return f"{numbers.number(value.numerator)}{total} {noun}".strip()


def coverage(line: TargetLine) -> str:
    """How many of those asked have reported: "9/12 đơn vị đã báo cáo"; "" for what is measured from daily work."""
    if line.asked is None:
        return ""
    return _g("%(answered)s/%(asked)s đơn vị đã báo cáo") % {
        "answered": numbers.number(line.answered),
        "asked": numbers.number(line.asked),
    }


def remarks(line: TargetLine, noun: str | Promise) -> str:
    """The small line below a target: what was counted, why there is no status, whether the measure stands in for another."""
    parts = [
        counted(line, noun),
        str(line.reason.label) if line.reason else "",
        coverage(line),
        stand_in(line),
    ]
    return " · ".join(part for part in parts if part)


def stand_in(line: TargetLine) -> str:
    """That a figure is not measured from daily work, or answers a question that is not quite the plan's."""
    if line.is_reported:
        return _g("đơn vị tự báo cáo")
    return _g("số đo thay thế") if line.value and line.target.measure_note else ""


def target_bar(line: TargetLine) -> SafeString:
    """The measured level with the target as a tick; empty where the level is no percentage."""
    if line.target.unit != TargetUnit.PERCENT:
        return SafeString("")
    return markup.bar(line.shown, line.target.value, CHIPS[line.status].tone)


def assignment(line: dict[str, Any]) -> dict[str, Any]:
    """Who is to do what, as written."""
    return {
        "section": line["section"],
        "party": line["party"]["name"],
        "role": ROLES[line["role"]],
        "tasks": ", ".join(line["tasks"]),
    }


def names(parties: list[dict[str, str]]) -> str:
    return "; ".join(party["name"] for party in parties)


def deadline(rhythm: str, rule: dict[str, Any] | None) -> str:
    """A deadline as the plan words it: "trước ngày 20", "trước ngày 20 tháng cuối quý"."""
    if rule is None:
        return _g("văn bản không nêu hạn")
    match rhythm:
        case Rhythm.QUARTERLY:
            return _g("trước ngày %(day)s tháng cuối quý") % {"day": rule["before_day"]}
        case Rhythm.YEARLY:
            return _g("trước ngày %(day)s/%(month)s") % {"day": rule["before_day"], "month": rule["month"]}
        case Rhythm.MID_TERM:
            return _g("sau %(years)s năm thực hiện") % {"years": rule["after_years"]}
    return _g("trước ngày %(day)s") % {"day": rule["before_day"]}


class Joined(tables.Column):
    """Several names in one cell."""

    def __init__(self, verbose_name: Any, *, join: Callable[[Any], str] = "; ".join, **kwargs: Any) -> None:
        super().__init__(verbose_name, orderable=False, width=40, **kwargs)
        self.join = join

    def render(self, value: Any) -> str:
        return self.join(value) or numbers.DASH

    def value(self, value: Any) -> str:
        return self.join(value)


class Kind(tables.Column):
    """The kind of a unit, in words."""

    def render(self, value: str) -> str:
        return str(UnitKind(value).label)

    def value(self, value: str) -> str:
        return self.render(value)


class PlanTable(tables.Table):
    caption = _("Kế hoạch")
    title = tables.Link(_("Kế hoạch"), to="plans:plan", key="code", caption="area", width=70)
    number = tables.Text(_("Số"), css="kv-num")
    years = tables.Text(_("Thời kỳ"), accessor="years", order_by=("last_year", "first_year"), css="rt")
    is_own = tables.Chip(_("Với bạn"), statuses=OWN_CHIPS, orderable=False)
    target_count = tables.Number(pgettext_lazy("kế hoạch", "Chỉ tiêu"))
    measured_count = tables.Number(_("Có số đo"))
    task_count = tables.Number(_("Nhiệm vụ"))


class OfTargets(tables.Table):
    """Base: rows are TargetLines; `address` says where one opens, `noun` what its measure counts."""

    caption = pgettext_lazy("kế hoạch", "Chỉ tiêu")

    def __init__(
        self, rows: Any, *, address: Callable[[TargetLine], str], noun: Callable[[TargetLine], Any], **kwargs: Any
    ) -> None:
        super().__init__(rows, **kwargs)
        self.address, self.noun = address, noun


class TargetTable(OfTargets):
    ref = tables.Text(_("Mục"), accessor="target__ref", css="kv-mono kv-quiet", orderable=False)
    name = tables.Text(pgettext_lazy("kế hoạch", "Chỉ tiêu"), accessor="target__name", orderable=False)
    aim = tables.Text(_("Mục tiêu"), accessor="target", css="rt kv-aim", orderable=False)
    shown = tables.Number(_("Đo được"), css="rt kv-level")
    bar = tables.Bar(_("So với mục tiêu"), accessor="shown")
    status = tables.Chip(_("Trạng thái"), statuses=CHIPS, orderable=False)
    forecast = tables.Text(_("Dự báo đạt"), css="rt kv-forecast", orderable=False)

    def render_name(self, value: str, record: TargetLine) -> SafeString:
        link = format_html('<a class="kv-row-link" href="{}">{}</a>', self.address(record), value)
        return format_html('{}<div class="kv-cap">{}</div>', link, remarks(record, self.noun(record)))

    def render_aim(self, value: Any) -> str:
        return aim(value.value, value.comparison, value.unit)

    def render_shown(self, record: TargetLine) -> str:
        return level(record.shown, record.target.unit)

    def render_bar(self, record: TargetLine) -> SafeString:
        return target_bar(record)

    def render_forecast(self, record: TargetLine) -> SafeString:
        is_late = record.is_past_due and record.status in (Status.LATE, Status.AT_RISK)
        note = format_html('<div class="kv-cap">{}</div>', _g("quá hạn %s") % numbers.day(record.due)) if is_late else ""
        return format_html("{}{}", outlook(record.forecast), note)


class TargetSheet(OfTargets):
    """The same in a sheet: every figure in a cell of its own, and the words of the plan."""

    ref = tables.Text(_("Mục"), accessor="target__ref", width=12)
    name = tables.Text(pgettext_lazy("kế hoạch", "Chỉ tiêu"), accessor="target__name", width=60)
    text = tables.Text(_("Lời văn"), accessor="target__text", width=90)
    comparison = tables.Text(_("So sánh"), accessor="target__comparison", width=8)
    aim = tables.Number(_("Mục tiêu"), accessor="target__value")
    unit = tables.Text(_("Đơn vị tính"), accessor="target__unit")
    shown = tables.Number(_("Đo được"))
    numerator = tables.Number(_("Số đạt"), accessor="value__numerator")
    denominator = tables.Number(_("Tổng số"), accessor="value__denominator")
    answered = tables.Number(_("Đơn vị đã báo cáo"))
    asked = tables.Number(_("Đơn vị phải báo cáo"))
    measured_at = tables.Moment(_("Đo lúc"), accessor="value__measured_at")
    status = tables.Chip(_("Trạng thái"), statuses=CHIPS)
    due = tables.Date(_("Hạn"))
    forecast = tables.Text(_("Dự báo đạt"))
    remarks = tables.Text(_("Ghi chú"), accessor="target__measure_note", width=60)

    def value_unit(self, value: str) -> str:
        return str(UNITS[value])

    def value_forecast(self, value: Forecast) -> str:
        return outlook(value)

    def value_remarks(self, value: str, record: TargetLine) -> str:
        return value or (str(record.reason.label) if record.reason else "")


class UnitTable(tables.Table):
    """The units below a target, each leading further down. `line` is the target, `address` where a unit opens."""

    caption = _("Theo đơn vị trực thuộc")
    name = tables.Text(_("Đơn vị"), width=40)
    kind = Kind(_("Loại"))
    shown = tables.Number(_("Đo được"), css="rt kv-level")
    bar = tables.Bar(_("So với mục tiêu"), accessor="shown", exported=False)
    numerator = tables.Number(_("Số đạt"), accessor="numerator")
    denominator = tables.Number(_("Tổng số"), accessor="denominator")
    coverage = tables.Text(_("Đơn vị đã báo cáo"), accessor="value", css="rt", orderable=False)
    state = tables.Chip(_("Trạng thái"), statuses=UNIT_CHIPS, orderable=False)

    def __init__(self, rows: Any, *, line: TargetLine, address: Callable[[UnitLine], str], **kwargs: Any) -> None:
        super().__init__(rows, exclude=() if line.is_reported else ("coverage",), **kwargs)
        self.line, self.address = line, address

    def value_name(self, value: str) -> str:
        return value

    def render_name(self, value: str, record: UnitLine) -> SafeString:
        return format_html('<a class="kv-row-link" href="{}">{}</a>', self.address(record), value)

    def render_coverage(self, value: Any) -> str:
        return f"{numbers.number(value.answered)}/{numbers.number(value.asked)}"

    def value_coverage(self, value: Any) -> str:
        return self.render_coverage(value)

    def value_shown(self, value: Any) -> Any:
        return value

    def render_shown(self, value: Any) -> str:
        return level(value, self.line.target.unit)

    def render_bar(self, record: UnitLine) -> SafeString:
        return markup.bar(record.shown, self.line.target.value, Tone.OK if record.is_met else Tone.WARN)


class TaskTable(tables.Table):
    caption = _("Nhiệm vụ")
    ref = tables.Text(_("Mục"), accessor="task__ref", css="kv-mono kv-quiet", orderable=False, width=12)
    name = tables.Text(_("Nhiệm vụ"), accessor="task__name", orderable=False, width=60)
    lead = Joined(_("Chủ trì"), accessor="task__lead")
    cooperating = Joined(_("Phối hợp, thực hiện"), accessor="task__cooperating")
    output = tables.Text(_("Kết quả, sản phẩm"), accessor="task__output", orderable=False, width=40)
    due_on = tables.Date(_("Hết hạn"))

    def render_name(self, record: TaskLine) -> SafeString:
        task = record.task
        note = format_html('<p class="kv-cap">{}</p>', task.note) if task.note else ""
        return format_html('<details class="kv-more"><summary>{}</summary><p>{}</p>{}</details>', task.name, task.text, note)


class TaskSheet(TaskTable):
    """The same in a sheet, with the words of the plan."""

    text = tables.Text(_("Nội dung"), accessor="task__text", width=90)
    note = tables.Text(_("Ghi chú"), accessor="task__note", width=60)


class DutyTable(tables.Table):
    caption = _("Chế độ báo cáo")
    next_due = tables.Date(_("Hạn gần nhất"), orderable=False, empty_values=())
    rhythm = tables.Text(_("Kỳ"), accessor="duty__rhythm", orderable=False)
    content = tables.Text(_("Nội dung"), accessor="duty__content", orderable=False, width=60)
    senders = Joined(_("Người gửi"), accessor="duty__senders", join=names)
    receivers = Joined(_("Nơi nhận"), accessor="duty__receivers", join=names)
    how = tables.Text(_("Cách gửi"), accessor="duty__how", orderable=False, width=30)
    ref = tables.Text(_("Mục"), accessor="duty__ref", css="kv-mono kv-quiet", orderable=False, width=12)

    def render_next_due(self, value: date | None, record: DutyLine) -> str:
        return _g("hết thời kỳ") if record.is_over else numbers.day(value)

    def render_rhythm(self, value: str, record: DutyLine) -> SafeString:
        return format_html('{}<div class="kv-cap">{}</div>', RHYTHMS[value], deadline(value, record.duty.deadline))

    def value_rhythm(self, value: str, record: DutyLine) -> str:
        return f"{RHYTHMS[value]}, {deadline(value, record.duty.deadline)}"
