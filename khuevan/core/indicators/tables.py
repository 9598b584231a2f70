"""Tables of the indicators room."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from khuevan.core.org.types import UnitKind
from khuevan.kernel.manifest import Text as Wording
from khuevan.web import markup, numbers, tables
from khuevan.web.types import Action, Status, Tone

from . import queries
from .types import Duty, Measure, MeasureUnit, RowColumn, Source, Standing

SOURCE_CHIPS = {
    Source.MEASURED: Status(Source.MEASURED.label, Tone.INFO, "database"),
    Source.REPORTED: Status(Source.REPORTED.label, Tone.WARN, "clipboard-text"),
}
DUTY_CHIPS = {
    "answered": Status(_("Đã báo cáo"), Tone.OK, "check"),
    "silent": Status(_("Chưa báo cáo"), Tone.WARN, "clock"),
    "optional": Status(_("Không bắt buộc"), Tone.MUTE, "minus"),
}
STATE_CHIPS = {
    "current": Status(_("Đang dùng"), Tone.OK, "check"),
    "earlier": Status(_("Của ngày trước"), Tone.MUTE, "history"),
    "corrected": Status(_("Đã được sửa"), Tone.MUTE, "pencil"),
}


class CatalogueTable(tables.Table):
    """One line per measure, with its figure at the unit looked at."""

    caption = _("Chỉ tiêu đo tự động")
    name = tables.Link(_("Chỉ tiêu"), to=lambda row: row["url"], caption="code", orderable=False, width=50)
    source = tables.Chip(_("Nguồn"), statuses=SOURCE_CHIPS, orderable=False)
    written = tables.Text(_("Đo được"), css="rt kv-strong", orderable=False)
    bar = tables.Bar(_("Tỷ lệ"), accessor="percent", exported=False)
    counted = tables.Text(_("Số đếm"), caption="coverage", css="rt", orderable=False)
    measured = tables.Text(_("Đo lúc"), caption="made_by", css=tables.Moment.css, orderable=False)


class CatalogueSheet(CatalogueTable):
    """The same in a sheet: every figure in a cell of its own."""

    coverage = tables.Text(_("Đơn vị đã báo cáo"), width=26)
    measured = tables.Moment(_("Đo lúc"), accessor="measured_at")
    version = tables.Number(_("Bản định nghĩa"))


class ChildrenTable(tables.Table):
    """The units below, each leading further down."""

    caption = _("Đơn vị trực thuộc")
    name = tables.Link(_("Đơn vị"), to=lambda row: row.url, width=40, order_by="name")
    kind = tables.Text(_("Loại"))
    percent = tables.Percent(_("Tỷ lệ"), css="rt kv-strong")
    bar = tables.Bar(_("So sánh"), accessor="percent", exported=False)
    numerator = tables.Number(_("Đạt"))
    missing = tables.Number(_("Chưa đạt"))
    denominator = tables.Number(_("Tổng số"))

    def render_kind(self, value: str) -> str:
        return str(UnitKind(value).label)

    def value_kind(self, value: str) -> str:
        return str(UnitKind(value).label)


class ReportedChildrenTable(ChildrenTable):
    """The same of a reported measure: how many units stand behind each figure."""

    coverage = tables.Text(_("Đơn vị đã báo cáo"), css="rt", orderable=False)


def children_table(spec: Measure) -> type[ChildrenTable]:
    """A count has no share of anything: its table shows the number alone."""
    shared = ReportedChildrenTable if spec.reporting else ChildrenTable
    if spec.unit == MeasureUnit.PERCENT:
        return shared

    class CountTable(shared):  # type: ignore[misc, valid-type]
        numerator = tables.Number(_("Số lượng"), css="rt kv-strong")

        class Meta:
            exclude = ("percent", "bar", "missing", "denominator")

    return CountTable


class Said(tables.Text):
    """A text that is made from the row, and leads somewhere if `link` says so."""

    def __init__(self, verbose_name: Wording, *, said: Callable[[Any], str], link: Callable[[Any], str] | None) -> None:
        super().__init__(verbose_name, empty_values=(), orderable=False, width=40)
        self.said, self.address = said, link

    def render(self, record: Any) -> Any:
        said = self.said(record)
        return format_html('<a href="{}">{}</a>', self.address(record), said) if self.address and said else said

    def value(self, record: Any) -> str:
        return self.said(record)


def rows_table(columns: tuple[RowColumn, ...]) -> type[tables.Table]:
    """A table for the rows behind a figure."""
    attributes: dict[str, object] = {"number": tables.RowNumber()}
    attributes |= {f"column_{position}": _column(column) for position, column in enumerate(columns)}
    return type("RowsTable", (tables.Table,), attributes)


def _column(column: RowColumn) -> tables.Text:
    if not isinstance(column.accessor, str):
        return Said(column.label, said=column.accessor, link=column.link)
    shared: dict[str, Any] = {"accessor": column.accessor.replace(".", "__"), "orderable": column.order_by != "", "width": 26}
    if column.order_by:
        shared["order_by"] = column.order_by
    return tables.Link(column.label, to=column.link, **shared) if column.link else tables.Text(column.label, **shared)


class Worded(tables.Column):
    """A cell made from the row; the same text in a sheet."""

    def __init__(self, verbose_name: Wording, *, said: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(verbose_name, empty_values=(), orderable=False, **kwargs)
        self.said = said

    def render(self, record: Any) -> str:
        return self.said(record)

    def value(self, record: Any) -> str:
        return self.said(record)


class OfMeasures(tables.Table):
    """Base: rows about a reported measure; `address` says where one opens. A sheet has the names without their links."""

    def __init__(self, rows: Any, *, address: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)
        self.address = address

    def value_name(self, value: Any) -> str:
        return str(value)


class DutyTable(OfMeasures):
    """What a unit has to report."""

    caption = _("Số liệu phải báo cáo")
    name = tables.Text(_("Số liệu"), accessor="spec__name", orderable=False, width=60)
    answer = Worded(_("Báo cáo gần nhất"), said=lambda line: queries.answer(line.spec, line.last), css="kv-strong", width=24)
    who = tables.Text(_("Người báo cáo"), accessor="last__reported_by_name", orderable=False, width=28)
    state = tables.Chip(_("Tình trạng"), statuses=DUTY_CHIPS, orderable=False)

    def render_name(self, value: str, record: Duty) -> Any:
        link = format_html('<a class="kv-row-link" href="{}">{}</a>', self.address(record), value)
        return format_html('{}<div class="kv-cap">{}</div>', link, record.spec.asking.question)

    def value_answer(self, record: Duty) -> str:
        return queries.answer(record.spec, record.last)

    def render_answer(self, record: Duty) -> Any:
        said = queries.answer(record.spec, record.last)
        if record.last is None:
            return said
        until = _g("tính đến %s") % numbers.day(record.last.as_of)
        return format_html('{}<div class="kv-cap">{}</div>', said, until)

    def value_who(self, value: str) -> str:
        return value

    def render_who(self, value: str, record: Duty) -> Any:
        return format_html('{}<div class="kv-cap">{}</div>', value, numbers.moment(record.last.reported_at))


class DutySheet(DutyTable):
    """The same in a sheet: every figure in a cell of its own."""

    question = tables.Text(_("Câu hỏi"), accessor="spec__asking__question", width=90)
    as_of = tables.Date(_("Tính đến ngày"), accessor="last__as_of")
    reported_at = tables.Moment(_("Báo cáo lúc"), accessor="last__reported_at")
    code = tables.Text(_("Mã"), accessor="spec__code", width=30)


class StandingTable(OfMeasures):
    """How many units have reported each measure."""

    caption = _("Số liệu các đơn vị báo cáo")
    name = tables.Text(_("Số liệu"), accessor="spec__name", orderable=False, width=60)
    answered = tables.Number(_("Đã báo cáo"))
    asked = tables.Number(_("Phải báo cáo"))
    bar = tables.Bar(_("Tỷ lệ đã báo cáo"), accessor="percent", exported=False)
    silent = tables.Number(_("Chưa báo cáo"))

    def __init__(self, rows: Any, *, measure: Callable[[Standing], str], **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)
        self.measure = measure

    def render_name(self, value: str, record: Standing) -> Any:
        link = format_html('<a class="kv-row-link" href="{}">{}</a>', self.measure(record), value)
        note = _g("Chỉ kế hoạch tham khảo hỏi, không bắt buộc") if record.spec.asking.is_optional else ""
        return format_html('{}<div class="kv-cap">{}</div>', link, note) if note else link

    def value_silent(self, value: int) -> int:
        return value

    def render_silent(self, value: int, record: Standing) -> Any:
        if not value:
            return numbers.number(value)
        return format_html('<a href="{}">{}</a>', self.address(record), numbers.number(value))


class SilentTable(OfMeasures):
    """Units that have not reported."""

    caption = _("Đơn vị chưa báo cáo")
    number = tables.RowNumber()
    name = tables.Text(_("Đơn vị"), accessor="unit__name", order_by="unit__sort_key", width=40)
    parent = tables.Text(_("Đơn vị quản lý"), accessor="unit__parent__name", order_by="unit__parent__sort_key", width=32)
    measure = tables.Text(_("Số liệu"), accessor="spec__name", order_by="spec__code", width=60)

    def render_name(self, value: str, record: Duty) -> Any:
        return format_html('<a class="kv-row-link" href="{}">{}</a>', self.address(record), value)


class SilentSheet(SilentTable):
    """The same in a sheet, with what is asked."""

    question = tables.Text(_("Câu hỏi"), accessor="spec__asking__question", width=90)
    code = tables.Text(_("Mã"), accessor="spec__code", width=30)


class HistoryTable(tables.Table):
    """Everything a unit has said of a measure; `last` is what counts, `files` the evidence by the key of the value."""

    caption = _("Những lần báo cáo")
    as_of = tables.Date(_("Tính đến ngày"), orderable=False)
    answer = tables.Text(_("Số liệu"), accessor="numerator", css="kv-strong", orderable=False, width=24)
    state = tables.Chip(_("Tình trạng"), empty_values=(), orderable=False)
    who = tables.Text(_("Người báo cáo"), accessor="reported_by_name", orderable=False, width=28)
    reported_at = tables.Moment(_("Báo cáo lúc"), orderable=False)
    evidence = tables.Text(_("Minh chứng"), accessor="evidence_note", empty_values=(), orderable=False, width=60)
    actions = tables.RowActions(lambda value: [])

    def __init__(
        self, rows: Any, *, spec: Measure, last: Any, files: dict[int, list[Any]], may_answer: bool, **kwargs: Any
    ) -> None:
        super().__init__(rows, **kwargs)
        self.spec, self.last, self.files = spec, last, files
        self.columns["actions"].column.actions = self._ways if may_answer else lambda value: []

    def render_answer(self, record: Any) -> str:
        return queries.answer(self.spec, record)

    def value_answer(self, record: Any) -> str:
        return queries.answer(self.spec, record)

    def render_state(self, record: Any) -> Any:
        return markup.status_chip(STATE_CHIPS[self._state(record)])

    def value_state(self, record: Any) -> str:
        return str(STATE_CHIPS[self._state(record)].word)

    def render_evidence(self, record: Any) -> Any:
        links = [
            format_html('<a href="{}">{}</a>', reverse("files:download", args=[file.uid]), file.name)
            for file in self.files[record.pk]
        ]
        return (
            format_html_join("", "<div>{}</div>", ((part,) for part in [record.evidence_note, *links] if part)) or numbers.DASH
        )

    def value_evidence(self, record: Any) -> str:
        return "; ".join(filter(None, [record.evidence_note, *(file.name for file in self.files[record.pk])]))

    def _state(self, value: Any) -> str:
        if value.superseded_at is not None:
            return "corrected"
        return "current" if self.last and value.pk == self.last.pk else "earlier"

    def _ways(self, value: Any) -> list[Action]:
        if value.superseded_at is not None:
            return []
        return [Action(_g("Sửa"), reverse("indicators:report_correct", args=[value.uid]), "pencil")]
