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
REPORTED_CHIPS = {
    True: Status(_("Đã báo cáo"), Tone.OK, "check"),
    False: Status(_("Chưa báo cáo"), Tone.WARN, "clock"),
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
    measured_at = tables.Moment(_("Đo lúc"), orderable=False)
    version = tables.Number(_("Theo định nghĩa bản"), orderable=False)


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


def children_table(unit: MeasureUnit) -> type[ChildrenTable]:
    """A count has no share of anything: its table shows the number alone."""
    if unit == MeasureUnit.PERCENT:
        return ChildrenTable

    class CountTable(ChildrenTable):
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
    """Base: rows about a reported measure; `address` says where one opens."""

    def __init__(self, rows: Any, *, address: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)
        self.address = address


class DutyTable(OfMeasures):
    """What a unit has to report."""

    caption = _("Số liệu phải báo cáo")
    name = tables.Text(_("Số liệu"), accessor="spec__name", orderable=False, width=60)
    answer = Worded(_("Báo cáo gần nhất"), said=lambda line: queries.answer(line.spec, line.last), css="kv-strong", width=24)
    as_of = tables.Date(_("Tính đến ngày"), accessor="last__as_of", orderable=False)
    who = tables.Text(_("Người báo cáo"), accessor="last__reported_by_name", orderable=False, width=28)
    reported_at = tables.Moment(_("Báo cáo lúc"), accessor="last__reported_at", orderable=False)
    state = tables.Chip(_("Tình trạng"), accessor="is_answered", statuses=REPORTED_CHIPS, orderable=False)

    def render_name(self, value: str, record: Duty) -> Any:
        link = format_html('<a class="kv-row-link" href="{}">{}</a>', self.address(record), value)
        return format_html('{}<div class="kv-cap">{}</div>', link, record.spec.asking.question)


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
        return format_html('<a class="kv-row-link" href="{}">{}</a>', self.measure(record), value)

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
    code = tables.Text(_("Mã"), accessor="spec__code", css="kv-mono kv-quiet", orderable=False, width=30)

    def render_name(self, value: str, record: Duty) -> Any:
        return format_html('<a class="kv-row-link" href="{}">{}</a>', self.address(record), value)


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
