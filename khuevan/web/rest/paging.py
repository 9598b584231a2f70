"""Pages with a cursor: stable while rows come and go, and honest about whether there is more."""

import base64
import re
from collections.abc import Callable, Iterable
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Query, Schema

from khuevan.kernel.errors import Refusal

T = TypeVar("T")
MOST = 1000
MADE = re.compile(r"pk:([0-9]{1,18})")


class BadCursor(Refusal):
    """The cursor was not made by this API."""

    code = "bad_cursor"
    status = 422
    message = gettext_lazy("Con trỏ trang không đúng. Bắt đầu lại từ trang đầu, hoặc dùng nguyên địa chỉ «next» đã nhận.")


class Cursor(Schema):
    """`limit` rows after the row that `cursor` stands for."""

    limit: Annotated[int, Query(ge=1, le=MOST, description=_("Số dòng của một trang"))] = 100
    cursor: Annotated[str, Query(max_length=60, description=_("Lấy từ «next» của trang trước"))] = ""


class PageOf(Schema, Generic[T]):
    """`next` is the address of the next page; `complete` is true when this is the last one: nothing was left out."""

    items: list[T]
    next: str | None
    complete: bool


def page_of(request: HttpRequest, rows: QuerySet, cursor: Cursor, key: str = "pk") -> dict:
    """One page of a scoped queryset, in the order of a number that is its own for every row. One query."""
    rows = rows.order_by(key)
    if cursor.cursor:
        rows = rows.filter(**{f"{key}__gt": _decode(cursor.cursor)})
    found = list(rows[: cursor.limit + 1])
    items, complete = found[: cursor.limit], len(found) <= cursor.limit
    following = None if complete else _address(request, getattr(items[-1], key))
    return {"items": items, "next": following, "complete": complete}


def page_of_list(request: HttpRequest, items: Iterable[T], cursor: Cursor, key: Callable[[T], int]) -> dict:
    """One page of things made outside the database, in the order of their key."""
    after = _decode(cursor.cursor) if cursor.cursor else -1
    found = [item for item in sorted(items, key=key) if key(item) > after]
    page, complete = found[: cursor.limit], len(found) <= cursor.limit
    return {"items": page, "next": None if complete else _address(request, key(page[-1])), "complete": complete}


def _address(request: HttpRequest, last: int) -> str:
    pairs = [(name, value) for name, values in request.GET.lists() for value in values if name != "cursor"]
    return f"{request.path}?{urlencode([*pairs, ('cursor', _encode(last))])}"


def _encode(pk: int) -> str:
    return base64.urlsafe_b64encode(f"pk:{pk}".encode()).decode().rstrip("=")


def _decode(cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except ValueError as error:
        raise BadCursor(field="query.cursor") from error
    made = MADE.fullmatch(text)
    if made is None:
        raise BadCursor(field="query.cursor")
    return int(made[1])
