"""Tables: a class with columns and a default order. It receives a scoped queryset and booleans; it knows no permissions."""

import django_tables2 as tables
from django.utils.safestring import SafeString

from khuevan.kernel.manifest import Text as Wording

from . import numbers, rows
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

    def body(self) -> SafeString:
        """The rows of the page: made in Python and not in a template, because there are many."""
        return rows.as_html(self)
