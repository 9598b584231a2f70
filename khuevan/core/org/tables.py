"""Tables of units and of reorganisations. A column is handed what the signature of its function names."""

from typing import Any

from django.db.models import Choices
from django.utils.translation import gettext_lazy as _

from khuevan.web import numbers, tables
from khuevan.web.types import Status, Tone

from . import rules
from .types import Area, Change, Level, ReorganisationState, UnitKind

STATES = {
    ReorganisationState.DRAFT: Status(ReorganisationState.DRAFT.label, Tone.INFO, "edit"),
    ReorganisationState.APPLIED: Status(ReorganisationState.APPLIED.label, Tone.OK, "check"),
    ReorganisationState.REVERSED: Status(ReorganisationState.REVERSED.label, Tone.MUTE, "arrow-back-up"),
}
AREAS = {
    Area.DIFFICULT: Status(Area.DIFFICULT.label, Tone.WARN, "mountain"),
    Area.EXTREMELY_DIFFICULT: Status(Area.EXTREMELY_DIFFICULT.label, Tone.BAD, "mountain"),
}


class Words(tables.Text):
    """A coded value, or several, in the words of a list of choices."""

    def __init__(self, verbose_name: Any, choices: type[Choices], **kwargs: Any) -> None:
        super().__init__(verbose_name, **kwargs)
        self.words = dict(choices.choices)

    def render(self, value: Any, record: Any) -> str:
        return self.value(value) or numbers.DASH

    def value(self, value: Any) -> str:
        codes = value if isinstance(value, list | tuple) else [value]
        return ", ".join(str(self.words.get(code, code)) for code in codes)


class KindColumn(tables.Text):
    """The kind of an agency, the type of a school."""

    def render(self, value: Any, record: Any) -> str:
        return self.value(value, record)

    def value(self, value: Any, record: Any) -> str:  # type: ignore[override]
        if record.kind == UnitKind.SCHOOL:
            return str(rules.institution_type(record.levels, record.flags).label)
        return str(record.get_kind_display())


class UnitTable(tables.Table):
    caption = _("Đơn vị, trường học")

    name = tables.Link(_("Tên"), to="org:unit", order_by=("sort_key",), width=40)
    kind = KindColumn(_("Loại"), width=22)
    parent = tables.Text(_("Đơn vị cấp trên"), order_by=("parent__sort_key",), width=30)
    levels = Words(_("Cấp học"), Level, orderable=False, width=26)
    ownership = tables.Text(_("Loại hình"), css="kv-num")
    affiliation = tables.Text(_("Trực thuộc"), width=24)
    area = tables.Chip(_("Khu vực"), statuses=AREAS)
    moet_code = tables.Text(_("Mã trường"), css="kv-mono", width=14)


class ReorganisationTable(tables.Table):
    caption = _("Sắp xếp đơn vị")

    title = tables.Link(_("Phương án"), to="org:reorganisation", width=50)
    decision_number = tables.Text(_("Số quyết định"), width=22)
    effective_on = tables.Date(_("Có hiệu lực từ"))
    step_count = tables.Number(_("Số bước"))
    state = tables.Chip(_("Trạng thái"), statuses=STATES)


class PreviewTable(tables.Table):
    """Rows of `types.PreviewRow`."""

    caption = _("Trước và sau")

    changes = Words(_("Thay đổi"), Change, orderable=False, width=24, css="kv-num")
    kind = Words(_("Loại"), UnitKind, css="kv-num")
    name_before = tables.Text(_("Tên trước"), width=36)
    parent_before = tables.Text(_("Thuộc"), width=28)
    name_after = tables.Text(_("Tên sau"), width=36)
    parent_after = tables.Text(_("Thuộc"), width=28)
    successors = tables.Text(_("Đơn vị tiếp nhận"), orderable=False, width=40)

    def render_successors(self, value: tuple[str, ...]) -> str:
        return ", ".join(value)

    def value_successors(self, value: tuple[str, ...]) -> str:
        return ", ".join(value)
