"""The journal as a list."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from khuevan.web import tables

from . import queries


class Verb(tables.Link):
    """A verb in its Vietnamese wording; opens the line."""

    def render(self, value: str, record: Any) -> Any:
        return super().render(queries.wording(value), record)

    def value(self, value: str) -> str:
        return str(queries.wording(value))


class JournalTable(tables.Table):
    caption = _("Nhật ký")
    at = tables.Moment(_("Lúc"))
    actor_name = tables.Text(_("Người làm"), caption="acting_as", orderable=False, width=28)
    verb = Verb(_("Việc"), to="audit:entry", orderable=False, width=28)
    object_label = tables.Text(_("Đối tượng"), orderable=False, width=40)
    unit_label = tables.Text(_("Đơn vị"), orderable=False, width=28)
    address = tables.Text(_("Địa chỉ mạng"), orderable=False)
