"""Tables of the indicators room."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from khuevan.core.org.types import UnitKind
from khuevan.kernel.manifest import Text as Wording
from khuevan.web import tables

from .types import MeasureUnit, RowColumn


class CatalogueTable(tables.Table):
    """One line per measure, with its figure at the unit looked at."""

    caption = _("Chỉ tiêu đo tự động")
    name = tables.Link(_("Chỉ tiêu"), to=lambda row: row["url"], caption="code", orderable=False, width=50)
    written = tables.Text(_("Đo được"), css="rt kv-strong", orderable=False)
    bar = tables.Bar(_("Tỷ lệ"), accessor="percent", exported=False)
    counted = tables.Text(_("Số đếm"), css="rt", orderable=False)
    measured_at = tables.Moment(_("Đo lúc"), orderable=False)


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
