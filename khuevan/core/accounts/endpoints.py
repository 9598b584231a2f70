"""OAuth 2.0 client credentials (RFC 6749, section 4.4): software that calls the API in its own name gets a token."""

import binascii
from base64 import b64decode
from typing import Annotated
from urllib.parse import unquote_plus

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Form, Router, Schema
from pydantic import Field

from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import Refusal
from khuevan.kernel.http import Request
from khuevan.web import rest

from . import operations, queries
from .types import BadClient

router = Router()
GRANT = "client_credentials"
LONGEST = 200


class UnsupportedGrant(Refusal):
    """Only client credentials are exchanged here."""

    code = "unsupported_grant_type"
    status = 400
    message = gettext_lazy("Chỉ nhận grant_type là client_credentials.")


class TokenIn(Schema):
    """The client says who it is here, or in HTTP Basic (RFC 6749, section 2.3.1)."""

    grant_type: Annotated[str, Field(max_length=LONGEST, json_schema_extra={"enum": [GRANT]})]
    client_id: Annotated[str, Field(max_length=LONGEST, description=_("Mã của phần mềm; có thể gửi bằng HTTP Basic"))] = ""
    client_secret: Annotated[str, Field(max_length=LONGEST, description=_("Khóa bí mật; có thể gửi bằng HTTP Basic"))] = ""
    scope: Annotated[str, Field(max_length=LONGEST, description=_("read, write; bỏ trống là mọi phạm vi đã cấp"))] = ""


class TokenOut(Schema):
    """`expires_in` in seconds."""

    model_config = rest.example(access_token="kvc_…", token_type="Bearer", expires_in=3600)  # noqa: S106 -- an example

    access_token: str
    token_type: str
    expires_in: int


@router.post("/oauth/token", auth=None, response=TokenOut, summary=_("Đổi khóa bí mật của phần mềm lấy khóa truy cập ngắn hạn"))
def token(request: Request, response: HttpResponse, details: Form[TokenIn]):
    response["Cache-Control"] = "no-store"
    if details.grant_type != GRANT:
        raise UnsupportedGrant(field="form.grant_type")
    address = queries.client_address(request)
    rest.spend_attempt(address)
    client_id, client_secret = _basic(request.headers.get("Authorization", "")) or (details.client_id, details.client_secret)
    issued = operations.issue_client_token(
        Actor(address=address, via="api"), client_id=client_id, client_secret=client_secret, scopes=details.scope.split()
    )
    left = int((issued.expires_at - clock.now()).total_seconds()) if issued.expires_at else 0
    return TokenOut(access_token=issued.secret, token_type="Bearer", expires_in=left)  # noqa: S106 -- the type's name


def _basic(header: str) -> tuple[str, str] | None:
    """Client id and secret from HTTP Basic, each form-encoded; None when another scheme or none is used. Raises BadClient."""
    scheme, _space, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _colon, secret = b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, ValueError) as error:
        raise BadClient() from error
    return unquote_plus(client_id), unquote_plus(secret)
