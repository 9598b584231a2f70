"""Pages with a cursor: stable while rows come and go, and honest about whether there is more."""

import base64
import binascii
from collections.abc import Callable, Iterable
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema

from khuevan.kernel.errors import Refusal

T = TypeVar("T")
MOST = 1000


class BadCursor(Refusal):
    """The cursor was not made by this API."""

    code = "bad_cursor"
    status = 422
    message = _("Con trỏ trang không đúng. Bắt đầu lại từ trang đầu, hoặc dùng nguyên địa chỉ «next» đã nhận.")


class Cursor(Schema):
    """`limit` rows after the row that `cursor` stands for."""

    limit: Annotated[int, Query(ge=1, le=MOST)] = 100
    cursor: Annotated[str, Query(max_length=100)] = ""


class PageOf(Schema, Generic[T]):
    """`next` is the address of the next page; `complete` is true when this is the last one: nothing was left out."""

    items: list[T]
    next: str | None
    complete: bool


def page_of(request: HttpRequest, rows: QuerySet, cursor: Cursor) -> dict:
    """One page of a scoped queryset, in the order of its primary key. One query."""
    rows = rows.order_by("pk")
    if cursor.cursor:
        rows = rows.filter(pk__gt=_decode(cursor.cursor))
    found = list(rows[: cursor.limit + 1])
    items, complete = found[: cursor.limit], len(found) <= cursor.limit
    following = None if complete else _address(request, items[-1].pk)
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
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        prefix, _colon, number = text.partition(":")
        if prefix != "pk" or not number.isdigit() or len(number) > 18:
            raise BadCursor(field="query.cursor")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise BadCursor(field="query.cursor") from error
    return int(number)
