"""Many things in a table: filtered, sorted, paged, exported, their state in the address."""

import tempfile
from typing import Any, ClassVar

from django.core.paginator import Page as PageOfRows
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock

from .. import exports
from ..events import ListExported
from ..filters import Filtering
from ..tables import Table
from ..types import Action, Empty
from .base import Page

PAGE_SIZES = (25, 50, 100)
MOST = 1000
IN_MEMORY = 2 * 1024 * 1024


class ListPage(Page):
    """A table over a scoped queryset. Override `queryset`, `table_class`, `filterset_class`, `table_options` (booleans of what
    is allowed), `empty` (what to say of no rows) and `bulk_actions` (buttons for the rows chosen with a `Select` column).
    What depends on what the address names is set on the page by `load`.

    The address carries `sort`, `page`, `per_page` and the filters; `?export=xlsx` takes the whole filtered list out.
    """

    template_name = "web/list.html"
    partials: ClassVar[tuple[str, ...]] = ("results",)
    table_class: type[Table]
    filterset_class: type[Filtering] | None = None
    exportable: bool = True
    file_name: str = "danh-sach"

    def queryset(self) -> QuerySet | list:
        """The rows, scoped: a queryset, or a list of dataclasses or dicts where rows are worked out."""
        raise NotImplementedError

    def table_options(self) -> dict[str, Any]:
        return {}

    def empty(self) -> Empty:
        return Empty(_("Chưa có dòng nào."))

    def bulk_actions(self) -> list[Action]:
        return []

    def total(self, filterset: Filtering | None) -> int | None:
        """How many rows the filters leave, where that is known without counting them; None where it is not."""
        return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        filterset = self._filterset()
        table = self._table(filterset)
        if self.exportable and request.GET.get("export") == "xlsx":
            return self._export(table, filterset)
        rows = self._paginate(table, self.total(filterset))
        return self.render(
            table=table, rows=rows, filterset=filterset, filtered=bool(filterset and filterset.in_use),
            page_sizes=PAGE_SIZES, most=MOST, per_page=self._asked_size(),
        )  # fmt: skip

    def _filterset(self) -> Filtering | None:
        if self.filterset_class is None:
            return None
        return self.filterset_class(self.request.GET or None, queryset=self.queryset(), request=self.request)

    def _table(self, filterset: Filtering | None) -> Table:
        rows = filterset.qs if filterset else self.queryset()
        table = self.table_class(rows, **self.table_options())
        table.request = self.request
        asked = [name for name in self.request.GET.getlist("sort") if _is_column(table, name)]
        if asked:
            table.order_by = asked
        if isinstance(table.data.data, QuerySet):
            table.data.data = steady(table.data.data)
        return table

    def _paginate(self, table: Table, total: int | None) -> PageOfRows:
        size = self._asked_size()
        table.paginator = Pages(table.rows, size if isinstance(size, int) else MOST, total)
        table.page = table.paginator.get_page(self.request.GET.get("page"))
        return table.page

    def _asked_size(self) -> int | str:
        asked = self.request.GET.get("per_page", "")
        return "all" if asked == "all" else next((size for size in PAGE_SIZES if str(size) == asked), 50)

    def _export(self, table: Table, filterset: Filtering | None) -> FileResponse:
        chosen = filterset.form.chosen() if filterset and filterset.form.is_valid() else []
        head = exports.SheetHead(self.heading(), clock.now(), chosen)
        file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - FileResponse closes it
        written = exports.write_table(file, head, table)
        file.seek(0)
        self.announcements.append(
            ListExported(self.actor.user_id, self.request.resolver_match.view_name, self.request.GET.urlencode(), written)
        )
        name = f"{self.file_name}-{clock.now():%Y%m%d-%H%M}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=exports.CONTENT_TYPE)


class Pages(Paginator):
    """Pages of a table's rows. They are counted unless `total` says how many there are, or a first page that is not full."""

    def __init__(self, rows: Any, per_page: int, total: int | None) -> None:
        super().__init__(rows, per_page)
        if total is not None:
            self.count = total

    def get_page(self, number: Any) -> PageOfRows:
        if number not in (None, "", "1"):
            return super().get_page(number)
        first: Any = self.object_list[: self.per_page]
        found = len(first.data)
        if found < self.per_page:
            self.count = found
        return PageOfRows(first, 1, self)


def steady(rows: QuerySet) -> QuerySet:
    """The same order with the key last, so that no row is on two pages or none."""
    order = rows.query.order_by or rows.model._meta.ordering
    return rows if "pk" in order or "-pk" in order else rows.order_by(*order, "pk")


def _is_column(table: Table, name: str) -> bool:
    bare = name.removeprefix("-")
    return bare in table.columns.names() and table.columns[bare].orderable
