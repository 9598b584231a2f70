"""Columns of tables. Each says how it looks on screen (`render`) and what goes into a sheet (`value`, a typed value)."""

from collections.abc import Callable, Hashable, Mapping
from copy import copy
from datetime import datetime
from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.clock import VIETNAM
from khuevan.kernel.manifest import Text as Wording

from . import markup, numbers
from .addresses import addresses_about
from .rows import Reader
from .types import Action, Status

KEY = Reader("pk")
FULL_NAME, PLACE, DEEDS = _("Họ và tên"), _("STT"), _("Thao tác")


class Column(tables.Column):
    """Base: `css` is a class of the cell, `width` the width in a sheet (characters), `exported` whether it goes there.

    A `render` or `value` that wants only `value` is asked once for equal values of a page (see `rows`): one whose answer
    depends on more must name that too.
    """

    kind = "text"
    css = ""

    def __deepcopy__(self, memo: dict) -> "Column":
        """Every table of a request takes a copy of the columns; nothing in them changes."""
        return copy(self)

    @property
    def card_label(self) -> Wording:
        """What stands before the value where a row is shown as a card."""
        return self.verbose_name

    def takes_code(self, code: Hashable) -> bool:
        """Of a field with choices `render` is given the words; whether it shall be the code. A sheet has the words."""
        return False

    def __init__(self, verbose_name: Wording, *, css: str = "", width: int = 18, exported: bool = True, **kwargs: Any) -> None:
        css = css or self.css
        if css:
            kwargs.setdefault("attrs", {"th": {"class": css}, "td": {"class": css}})
        super().__init__(verbose_name=verbose_name, exclude_from_export=not exported, **kwargs)
        self.width = width


class Text(Column):
    """Plain text. `caption` is the accessor of a second, smaller line."""

    def __init__(self, verbose_name: Wording, *, caption: str = "", **kwargs: Any) -> None:
        super().__init__(verbose_name, **kwargs)
        self.caption = Reader(caption) if caption else None

    @property
    def render(self) -> Callable[..., Any]:
        """Only a text with a second line wants the record."""
        return self._with_caption if self.caption else self._alone

    def _alone(self, value: Any) -> Any:
        return value

    def _with_caption(self, value: Any, record: Any) -> Any:
        return with_caption(value, self.caption, record)

    def value(self, value: Any) -> str:
        return str(value)


class Link(Text):
    """A text that opens something. `to` is a URL name (the row's `key` field is its argument) or a function of the record."""

    css = "kv-strong"
    card_label = ""

    def __init__(self, verbose_name: Wording, *, to: str | Callable[[Any], str], key: str = "pk", **kwargs: Any) -> None:
        super().__init__(verbose_name, **kwargs)
        self.to, self.key = to, Reader(key)

    def render(self, value: Any, record: Any) -> Any:
        return with_caption(markup.row_link(self._address(record), value), self.caption, record)

    @cached_property
    def _address(self) -> Callable[[Any], str]:
        """Made once for each table: by its copy of the column."""
        if callable(self.to):
            return self.to
        address_about = addresses_about(self.to)
        return lambda record: address_about(self.key(record))


class PersonName(Link):
    """A person's name; never broken before the given name. Without `to` it is not pressed."""

    css = "kv-strong kv-person"

    def __init__(self, verbose_name: Wording = FULL_NAME, *, to: str | Callable[[Any], str] = "", **kwargs: Any) -> None:
        kwargs.setdefault("width", 28)
        super().__init__(verbose_name, to=to, **kwargs)

    def render(self, value: Any, record: Any) -> Any:
        return super().render(value, record) if self.to else with_caption(value, self.caption, record)


class Number(Column):
    """A number, right aligned. `places` decimals; without it a decimal keeps its own."""

    kind = "number"
    css = "rt"

    def __init__(self, verbose_name: Wording, *, places: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("width", 12)
        super().__init__(verbose_name, **kwargs)
        self.places = places

    def render(self, value: Any) -> str:
        return numbers.number(value, self.places)

    def value(self, value: Any) -> Any:
        return value


class Percent(Number):
    """A percentage already multiplied by a hundred; one decimal."""

    def render(self, value: Any) -> str:
        return numbers.percent(value, 1 if self.places is None else self.places)


class Money(Number):
    """Đồng."""

    kind = "money"

    def render(self, value: Any) -> str:
        return numbers.money(value)


class Date(Column):
    """dd/mm/yyyy."""

    kind = "date"
    css = "kv-num"

    def __init__(self, verbose_name: Wording, **kwargs: Any) -> None:
        kwargs.setdefault("width", 12)
        super().__init__(verbose_name, **kwargs)

    def render(self, value: Any) -> str:
        return numbers.day(value)

    def value(self, value: Any) -> Any:
        return value


class Moment(Date):
    """hh:mm dd/mm/yyyy."""

    kind = "moment"

    def render(self, value: Any) -> str:
        return numbers.moment(value)

    def value(self, value: datetime) -> datetime:
        return value.astimezone(VIETNAM).replace(tzinfo=None)


class Chip(Column):
    """A status. `statuses` maps the value (the code of a choice) to a Status; or the accessor yields a Status itself.

    A value without a status is the ordinary case and is only a word.
    """

    css = "kv-num"

    def __init__(self, verbose_name: Wording, *, statuses: Mapping[Any, Status] | None = None, **kwargs: Any) -> None:
        super().__init__(verbose_name, **kwargs)
        self.statuses = statuses or {}

    def takes_code(self, code: Hashable) -> bool:
        return code in self.statuses

    def render(self, value: Any) -> Any:
        status = self._status(value)
        return markup.status_chip(status) if status else value

    def value(self, value: Any) -> str:
        status = self._status(value)
        return str(status.word if status else value)

    def _status(self, value: Any) -> Status | None:
        return value if isinstance(value, Status) else self.statuses.get(value)


class MaskedId(Column):
    """A personal number with its middle covered, on screen and in sheets."""

    css = "kv-mono"

    def render(self, value: str) -> str:
        return numbers.masked(value)

    def value(self, value: str) -> str:
        return numbers.masked(value)


class Bar(Column):
    """A share of 100 as a bar; `target` is the accessor of the tick, `tone` of its colour."""

    kind = "number"
    css = "kv-bar-cell"

    def __init__(self, verbose_name: Wording, *, target: str = "", tone: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("orderable", False)
        super().__init__(verbose_name, empty_values=(), **kwargs)
        self.target, self.tone = (Reader(accessor) if accessor else None for accessor in (target, tone))

    def render(self, value: Any, record: Any) -> SafeString:
        target = self.target.or_none(record) if self.target else None
        tone = self.tone.or_none(record) if self.tone else "info"
        return markup.bar(value, target, tone or "info")

    def value(self, value: Any) -> Any:
        return value


class RowNumber(Column):
    """STT: the place of the row in the whole list, not on the page."""

    kind = "number"
    css = "rt kv-quiet kv-place"
    card_label = ""

    def __init__(self, verbose_name: Wording = PLACE, **kwargs: Any) -> None:
        super().__init__(verbose_name, empty_values=(), orderable=False, width=6, **kwargs)
        self._exported = 0

    def render(self, bound_row: Any, table: Any) -> str:
        page = getattr(table, "page", None)
        return numbers.number(bound_row.row_counter + (1 if page is None else page.start_index()))

    def value(self) -> int:
        self._exported += 1
        return self._exported


class Select(Column):
    """A checkbox per row, sent as `ids` with the list's bulk buttons (see `ListPage.bulk_actions`)."""

    css = "kv-select"
    card_label = ""

    def __init__(self, label: str = "__str__", **kwargs: Any) -> None:
        super().__init__("", empty_values=(), orderable=False, exported=False, **kwargs)
        self.label = str if label == "__str__" else Reader(label)

    @property
    def header(self) -> SafeString:
        return format_html(
            '<input type="checkbox" class="form-check-input" data-kv-select-all aria-label="{}">', _("Chọn mọi dòng của trang")
        )

    def render(self, record: Any) -> SafeString:
        return markup.row_box(KEY(record), self._wording % self.label(record))

    @cached_property
    def _wording(self) -> str:
        """Translated once for each table: by its copy of the column."""
        return gettext("Chọn %s")


class RowActions(Column):
    """Buttons at the end of a row. `actions` is a function of the record that returns Actions."""

    css = "rt kv-row-actions"
    card_label = ""

    def __init__(self, actions: Callable[[Any], list[Action]], **kwargs: Any) -> None:
        super().__init__(DEEDS, empty_values=(), orderable=False, exported=False, **kwargs)
        self.actions = actions

    @property
    def header(self) -> SafeString:
        """Read aloud only: the buttons speak for themselves."""
        return format_html('<span class="visually-hidden">{}</span>', self.verbose_name)

    def render(self, record: Any) -> SafeString:
        return format_html_join(
            "",
            '<a class="btn btn-sm" href="{}">{}{}</a>',
            ((action.url, markup.icon(action.icon), action.label) for action in self.actions(record)),
        )


def with_caption(value: Any, caption: Reader | None, record: Any) -> Any:
    """The value, with a smaller second line when there is one."""
    second = caption.or_none(record) if caption else None
    return format_html('{}<div class="kv-cap">{}</div>', value, second) if second else value
