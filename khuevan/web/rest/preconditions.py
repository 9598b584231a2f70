"""Two who change the same thing: the second is told, because what he saw is no longer so."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Header, Schema

from khuevan.kernel.errors import Refusal

from .rendering import etag_of, written

HEADER = "If-Match"
WHAT_FOR = gettext_noop("ETag của bản đã đọc: có người sửa sau đó thì bị từ chối với 412")
#: Declares the header in an endpoint's signature; the endpoint hands it to `require_match`.
IfMatch = Annotated[str, Header("", alias=HEADER, max_length=200, description=WHAT_FOR)]


class MatchRequired(Refusal):
    """A change must say which state it was made from (RFC 6585)."""

    code = "match_required"
    status = 428
    message = _("Gửi tiêu đề If-Match với ETag của bản ghi vừa đọc.")


class NoMatch(Refusal):
    """Somebody else changed it meanwhile (RFC 9110, section 13.1.1)."""

    code = "no_match"
    status = 412
    message = _("Có người vừa sửa bản ghi này sau khi bạn đọc. Đọc lại bản mới rồi sửa tiếp.")


def require_match(request: HttpRequest, if_match: str, current: Schema) -> None:
    """`current` is what a GET would answer now. An answer that was compressed has a weak ETag: it counts as well.

    Raises MatchRequired, NoMatch.
    """
    if not if_match:
        raise MatchRequired()
    seen = {etag.removeprefix("W/") for etag in parse_etags(if_match)}
    if not seen & {"*", etag_of(written(request, current).encode())}:
        raise NoMatch()
