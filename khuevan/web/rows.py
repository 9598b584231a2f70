"""Rows of tables, many at once: what django-tables2 works out anew for every cell is worked out once for every column.

A cell says what django-tables2 would have it say (a test compares them), but for a `Chip` of a field with choices. A `render`
or `value` that wants nothing but `value` is asked once for each distinct text, number or day of the page.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from functools import lru_cache, partial, partialmethod
from inspect import Parameter, getattr_static, signature
from itertools import islice
from operator import attrgetter, itemgetter
from types import NoneType
from typing import Any

from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django_tables2.rows import BoundRow
from django_tables2.utils import Accessor

from .markup import attributes, escaped, icon

# Types whose equal values are written alike. A Decimal is none of them: 1.0 equals 1.00.
PLAIN = frozenset({str, int, bool, date})
# What a `render` or `value` may want: what changes from row to row, and what does not.
CHANGING = frozenset({"value", "record", "bound_row"})
LASTING = frozenset({"column", "bound_column", "table"})
CHUNK = 2000


class Reader:
    """Reads from records what an accessor names, as `Accessor.resolve` does. How, is found once for each kind of record."""

    def __init__(self, accessor: str) -> None:
        self.accessor = Accessor(accessor)
        self._ways: dict[type, Callable[[Any], Any]] = {}

    def __call__(self, record: Any) -> Any:
        """Raises what `Accessor.resolve` raises."""
        try:
            value = self._way(record)(record)
        except (AttributeError, KeyError):
            return self.accessor.resolve(record)
        return self.accessor.resolve(record) if callable(value) else value

    def or_none(self, record: Any) -> Any:
        """None where there is nothing to read, such as beyond a missing relation."""
        try:
            return self(record)
        except Exception:
            return None

    def all(self, records: list[Any]) -> list[Any]:
        """`or_none` of each record."""
        try:
            found = list(map(self._way(records[0]), records))
        except Exception:
            return [self.or_none(record) for record in records]
        return [self.or_none(record) for record in records] if any(map(callable, found)) else found

    def _way(self, record: Any) -> Callable[[Any], Any]:
        known = self._ways.get(type(record))
        if known is not None:
            return known
        way = self.accessor.resolve
        if isinstance(record, dict) and self.accessor in record:
            way = itemgetter(str(self.accessor))
        elif self.accessor and not hasattr(record, "__getitem__"):
            way = attrgetter(self.accessor.replace(Accessor.SEPARATOR, "."))
        self._ways[type(record)] = way
        return way


def headings(table: Any, address: Callable[[str], str]) -> SafeString:
    """The headings as `<th>`; one that sorts is a link to `address` of the order it leads to."""
    return mark_safe("".join(_heading(bound, address) for bound in table.columns))  # noqa: S308 -- every part is escaped


def _heading(bound: Any, address: Callable[[str], str]) -> str:
    words, arrow, order = escaped(bound.header), "", bound.order_by_alias
    attrs = dict(bound.column.attrs.get("th", {}))
    if css := bound.get_th_class(attrs):
        attrs["class"] = css
    if bound.is_ordered:
        attrs["aria-sort"] = "descending" if order.is_descending else "ascending"
        arrow = icon("arrow-down" if order.is_descending else "arrow-up")
    if bound.orderable:
        to = escaped(address(order.next))
        words = f'<a href="{to}" hx-get="{to}" hx-target="#results" hx-push-url="true">{words}{arrow}</a>'
    return f'\n<th scope="col"{attributes(attrs)}>{words}</th>'


def as_html(table: Any) -> SafeString:
    """The rows of the page as `<tr>` lines."""
    rows = list(table.paginated_rows)
    if not rows:
        return SafeString("")
    starts = [format_html("<tr {}>", row.attrs.as_html()) for row in rows] if table.row_attrs else ["<tr>"] * len(rows)
    cells = zip(*(_shown(bound, rows) for bound in table.columns), strict=True)
    lines = (f"\n{start}{'</td>'.join(row)}</td></tr>" for start, row in zip(starts, cells, strict=True))
    return mark_safe("".join(lines))  # noqa: S308 -- every cell is escaped


def as_values(table: Any, names: list[str], records: Iterable[Any]) -> Iterator[tuple]:
    """What a sheet has of each record in the columns named; None for a cell that stays empty."""
    columns = [table.columns[name] for name in names]
    left = iter(records)
    while rows := [BoundRow(record, table) for record in islice(left, CHUNK)]:
        yield from zip(*(_noted(bound, rows) for bound in columns), strict=True)


def _shown(bound: Any, rows: list[BoundRow]) -> list[str]:
    """The cells of a column on a page, escaped, each with its `<td>`."""
    css = bound.column.attrs.get("td", {}).get("class", "")
    opening = _opening(bound, css)

    def finish(said: Any) -> str:
        return opening + escaped(said)

    blank = _opening(bound, f"{css} kv-none".strip()) + escaped(bound.default)
    if _is_foreign(bound):
        found = (row.get_cell(bound.name) for row in rows)
        return [blank if said == bound.default else finish(said) for said in found]
    read = _reader(bound, rows[0].record, bound.column.takes_code)
    return _answers(bound, rows, read, bound.render, blank, finish)


def _opening(bound: Any, css: str) -> str:
    """The `<td>` of a cell; it says its heading again, for phones that show a row as a card."""
    return f"<td{attributes({'class': css or False, 'data-label': getattr(bound.column, 'card_label', '') or False})}>"


def _noted(bound: Any, rows: list[BoundRow]) -> list[Any]:
    """The cells of a column in a sheet."""
    if _is_foreign(bound):
        return [row.get_cell_value(bound.name) for row in rows]
    read = _reader(bound, rows[0].record, lambda code: False)
    return _answers(bound, rows, read, bound.value, None, lambda said: said)


def _is_foreign(bound: Any) -> bool:
    """Whether a column is not of this house; then it is left to django-tables2."""
    return bool(bound.link) or not hasattr(bound.column, "takes_code")


def _answers(
    bound: Any, rows: list[BoundRow], read: Callable[[list], list], ask: Callable, blank: Any, finish: Callable[[Any], Any]
) -> list[Any]:
    """What `ask` says of the value in each row, finished; `blank` where there is none."""
    empty, wanted = bound.column.empty_values, _arguments(ask)
    found = read([row.record for row in rows]) if empty or "value" in wanted else [None] * len(rows)
    if wanted == {"value"}:
        return _of_each(found, lambda value: blank if value in empty else finish(ask(value=value)))
    call = _call(bound, ask, wanted)
    return [blank if value in empty else finish(call(value, row)) for value, row in zip(found, rows, strict=True)]


def _of_each(found: list[Any], answer: Callable[[Any], Any]) -> list[Any]:
    """`answer` of every value, asked once for equal ones when they are plain and of one type."""
    kinds = set(map(type, found)) - {NoneType}
    if len(kinds) == 1 and kinds <= PLAIN:
        answers = {value: answer(value) for value in set(found)}
        return [answers[value] for value in found]
    return [answer(value) for value in found]


def _call(bound: Any, ask: Callable, wanted: frozenset[str]) -> Callable[[Any, BoundRow], Any]:
    """`ask` as a function of value and row, given the arguments that it wants."""
    if not wanted <= CHANGING | LASTING:
        return lambda value, row: None  # as django-tables2 has it
    lasting = {"column": bound.column, "bound_column": bound, "table": bound._table}
    ask = partial(ask, **{name: lasting[name] for name in wanted & LASTING})
    names = wanted & CHANGING
    if names == {"record"}:
        return lambda value, row: ask(record=row.record)
    if names == {"value", "record"}:
        return lambda value, row: ask(value=value, record=row.record)

    def call(value: Any, row: BoundRow) -> Any:
        changing = {"value": value, "record": row.record, "bound_row": row}
        return ask(**{name: changing[name] for name in names})

    return call


def _arguments(ask: Callable) -> frozenset[str]:
    """Names of the arguments that a method wants, besides `self`."""
    function = getattr(ask, "__func__", None)
    return frozenset(_parameters(function)[1:] if function else _parameters(ask))


@lru_cache(maxsize=1000)
def _parameters(function: Callable) -> tuple[str, ...]:
    kinds = {one.name: one.kind for one in signature(function).parameters.values()}
    names = tuple(name for name, kind in kinds.items() if kind not in (Parameter.VAR_KEYWORD, Parameter.VAR_POSITIONAL))
    return (*names, *CHANGING, *LASTING) if Parameter.VAR_KEYWORD in kinds.values() else names


def _reader(bound: Any, sample: Any, takes_code: Callable[[Hashable], bool]) -> Callable[[list], list]:
    """Reads a column's value from records like `sample`; from a field with choices the words, or the code if taken."""
    path, _separator, name = bound.accessor.rpartition(Accessor.SEPARATOR)
    if name.startswith("get_") and name.endswith("_display"):
        name = name.removeprefix("get_").removesuffix("_display")
    field = Accessor(f"{path}{Accessor.SEPARATOR}{name}" if path else name).get_field(sample)
    display = f"get_{name}_display"
    if getattr(field, "choices", None) and hasattr(field.model, display):
        return partial(_words, path=path, attribute=field.attname, display=display, takes_code=takes_code)
    return Reader(bound.accessor).all


def _words(records: list[Any], *, path: str, attribute: str, display: str, takes_code: Callable[[Hashable], bool]) -> list[Any]:
    """Django goes through all choices for the words of a code, for every record anew: here once for each code.

    Words that a model makes by a method of its own may depend on more than the code.
    """
    known: dict[tuple[type, Hashable], Any] = {}

    def word(owner: Any) -> Any:
        if not isinstance(owner, Model):
            return None
        key = type(owner), getattr(owner, attribute)
        if key in known:
            return known[key]
        words = key[1] if takes_code(key[1]) else getattr(owner, display)()
        if isinstance(getattr_static(type(owner), display), partialmethod):
            known[key] = words
        return words

    return [word(owner) for owner in (Reader(path).all(records) if path else records)]
