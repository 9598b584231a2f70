"""Tables: a class with columns and a default order. It receives a scoped queryset and booleans; it knows no permissions."""

from collections.abc import Iterator
from typing import Any

import django_tables2 as tables
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from khuevan.kernel.manifest import Text as Wording

from . import numbers
from .columns import (
    Bar,
    Chip,
    Column,
    Date,
    Link,
    MaskedId,
    Moment,
    Money,
    Number,
    Percent,
    PersonName,
    RowActions,
    RowNumber,
    Select,
    Text,
)

__all__ = [
    "Bar", "Chip", "Column", "Date", "Link", "MaskedId", "Moment", "Money", "Number", "Percent", "PersonName",
    "RowActions", "RowNumber", "Select", "Table", "Text",
]  # fmt: skip


class Table(tables.Table):
    """Base of every table. `caption` is spoken by screen readers; columns are in `khuevan.web.columns`."""

    caption: Wording = ""

    def __init__(self, *args, **kwargs) -> None:
        kwargs.setdefault("template_name", "web/table.html")
        kwargs.setdefault("order_by_field", "sort")
        kwargs.setdefault("attrs", {"class": "kv-table"})
        kwargs.setdefault("default", numbers.DASH)
        super().__init__(*args, **kwargs)

    def lines(self) -> Iterator[SafeString]:
        """The rows of the page as `<tr>`: made here and not in a template, because there are many."""
        cells = [(column.name, _opening(column)) for column in self.columns]
        for row in self.paginated_rows:
            start = format_html("<tr {}>", row.attrs.as_html()) if self.row_attrs else "<tr>"
            inside = "</td>".join(opening + conditional_escape(row.get_cell(name)) for name, opening in cells)
            yield mark_safe(f"{start}{inside}</td></tr>")  # noqa: S308 - every part is escaped above


def _opening(column: Any) -> SafeString:
    """The `<td>` of a column, the same for every row."""
    css = column.column.attrs.get("td", {}).get("class", "")
    return format_html('<td class="{}">', css) if css else SafeString("<td>")
