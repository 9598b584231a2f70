"""OAuth 2.0 client credentials (RFC 6749, section 4.4): software that calls the API in its own name gets a token."""

from ninja import Form, Router, Schema

from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import Refusal
from khuevan.kernel.http import Request

from . import operations, queries

router = Router()
GRANT = "client_credentials"


class UnsupportedGrant(Refusal):
    """Only client credentials are exchanged here."""

    code = "unsupported_grant_type"
    status = 400
    message = "grant_type: client_credentials"


class TokenIn(Schema):
    grant_type: str
    client_id: str
    client_secret: str
    scope: str = ""


class TokenOut(Schema):
    """`expires_in` in seconds."""

    access_token: str
    token_type: str
    expires_in: int


@router.post("/oauth/token", auth=None, response=TokenOut, summary="Đổi khóa bí mật của phần mềm lấy khóa truy cập ngắn hạn")
def token(request: Request, details: Form[TokenIn]):
    if details.grant_type != GRANT:
        raise UnsupportedGrant(field="form.grant_type")
    caller = Actor(address=queries.client_address(request), via="api")
    issued = operations.issue_client_token(
        caller, client_id=details.client_id, client_secret=details.client_secret, scopes=details.scope.split()
    )
    left = int((issued.expires_at - clock.now()).total_seconds()) if issued.expires_at else 0
    return TokenOut(access_token=issued.secret, token_type="Bearer", expires_in=left)  # noqa: S106 -- the type's name
