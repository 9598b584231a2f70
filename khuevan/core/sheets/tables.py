"""Lists of imports, and of the rows of one."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel.text import inside_sentence
from khuevan.web import numbers, tables
from khuevan.web.types import Status, Tone

from .queries import importer_of
from .rules import change_in_words, column_place, issue_in_words
from .types import Importer, Outcome, State

STATES = {
    State.UPLOADED: Status(State.UPLOADED.label, Tone.WARN, "columns"),
    State.PREVIEWED: Status(State.PREVIEWED.label, Tone.WARN, "eye"),
    State.APPLIED: Status(State.APPLIED.label, Tone.OK, "check"),
    State.UNDONE: Status(State.UNDONE.label, Tone.MUTE, "arrow-back-up"),
    State.DISCARDED: Status(State.DISCARDED.label, Tone.MUTE, "x"),
    State.FAILED: Status(State.FAILED.label, Tone.BAD, "alert-circle"),
}


def counts_in_words(counts: dict[str, int]) -> str:
    """«1.120 mới · 43 thay đổi · 37 cần sửa»."""
    shown = [
        f"{numbers.number(counts[outcome])} {inside_sentence(outcome.label)}"
        for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.REJECTED, Outcome.OVERTAKEN)
        if counts.get(outcome)
    ]
    return " · ".join(shown)


class RunTable(tables.Table):
    caption = gettext_lazy("Các lần nhập từ Excel")
    file_name = tables.Link(gettext_lazy("Tệp"), to="sheets:run", key="uid")
    kind = tables.Text(gettext_lazy("Dữ liệu"), orderable=False)
    unit = tables.Text(gettext_lazy("Đơn vị"), accessor="unit__name", order_by="unit__sort_key")
    state = tables.Chip(gettext_lazy("Tình trạng"), statuses=STATES)
    counts = tables.Text(gettext_lazy("Kết quả"), orderable=False)
    who = tables.Text(gettext_lazy("Người nhập"), accessor="started_by__full_name")
    created_at = tables.Moment(gettext_lazy("Lúc"))

    def render_kind(self, value: str) -> str:
        return str(importer_of(value).label)

    def render_counts(self, value: dict[str, int]) -> str:
        return counts_in_words(value)


class RowTable(tables.Table):
    """Rows of a preview or of a result: what is wrong with them, or what they change."""

    caption = gettext_lazy("Các dòng của tệp")
    row_no = tables.Text(gettext_lazy("Dòng"), css="rt")
    name = tables.Text("", empty_values=(), orderable=False, css="kv-strong kv-person")
    told = tables.Text(gettext_lazy("Nội dung"), empty_values=(), orderable=False, css="kv-told")

    def __init__(self, *args: Any, importer: Importer, letters: dict[str, str], **kwargs: Any) -> None:
        self.importer, self.letters = importer, letters
        super().__init__(*args, **kwargs)
        self.columns["name"].column.verbose_name = importer.column(importer.identify).label

    def render_name(self, record: Any) -> str:
        return record.values.get(self.importer.identify) or numbers.DASH

    def render_told(self, record: Any) -> Any:
        issues = sorted(record.issues, key=lambda issue: column_place(self.letters, issue["column"]))
        lines = ((issue["level"], issue_in_words(self.importer, self.letters, issue)) for issue in issues)
        told = format_html_join("", '<div class="kv-told-{}">{}</div>', lines)
        changes = (change_in_words(self.importer, code, change) for code, change in record.changes.items())
        changed = format_html_join("", '<div>{}: <del>{}</del> <span aria-hidden="true">→</span> <ins>{}</ins></div>', changes)
        if told or changed:
            return format_html("{}{}", told, changed)
        return self._summary(record)

    def _summary(self, record: Any) -> str:
        """A few values of a new row, so that one sees what comes in."""
        shown = [
            column.show(record.values[column.code])
            for column in self.importer.columns
            if column.code in record.values and column.code != self.importer.identify
        ]
        return " · ".join(shown[:6]) or _("Không có gì thay đổi")
