"""Errors as problem details (RFC 9457), in the language asked for by Accept-Language (Vietnamese by default)."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from khuevan.kernel.errors import Refusal, Remedy

from . import wording
from .fields import example

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = 30
FORMS = frozenset({"multipart/form-data", "application/x-www-form-urlencoded"})
JSON = frozenset({"application/json"})
#: Part of a request -> the content types in which it can come.
CONTENT_TYPES = {"form": FORMS, "file": frozenset({"multipart/form-data"}), "body": JSON}


class FieldProblem(Schema):
    """One wrong part of what was sent: `pointer` says where, such as "body.name" or "query.as_of"."""

    pointer: str
    message: str


class Problem(Schema):
    """What went wrong. `remedy` is "fix" when the sender must correct something, "wait" when he should try again later."""

    model_config = example(
        type="/api/v1/loi/invalid", title="Dữ liệu chưa đúng", status=422, remedy="fix",
        detail="Dữ liệu gửi lên có chỗ sai. Sửa các mục nêu trong «errors» rồi gửi lại.",
        errors=[{"pointer": "query.as_of", "message": "Phải là ngày dạng năm-tháng-ngày, ví dụ 2026-09-05."}],
    )  # fmt: skip

    type: str
    title: str
    status: int
    detail: str
    remedy: Remedy = Remedy.FIX
    errors: list[FieldProblem] = []


def install(api: NinjaAPI) -> None:
    """Make an API answer every error as a problem."""

    def answers(kind: type[Exception], response_to: Callable[[HttpRequest, Any], HttpResponse]) -> None:
        api.add_exception_handler(kind, response_to)

    answers(Refusal, lambda request, error: respond(of_refusal(error), _seconds(error)))
    answers(ValidationError, lambda request, error: respond(of_validation(request, error)))
    answers(AuthenticationError, lambda request, error: respond(unauthenticated()))
    answers(Http404, lambda request, error: respond(of_status(404)))
    answers(HttpError, lambda request, error: respond(of_http_error(request, error)))
    answers(RequestDataTooBig, lambda request, error: respond(of_status(413)))
    for broken in (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        answers(broken, lambda request, error: respond(of_status(400)))


def respond(problem: Problem, retry_after: int = RETRY_AFTER) -> HttpResponse:
    """`retry_after` (seconds) is told when the remedy is to wait."""
    response = HttpResponse(problem.model_dump_json(), status=problem.status, content_type=MEDIA_TYPE)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    if problem.remedy == Remedy.WAIT:
        response["Retry-After"] = str(retry_after)
    return response


def of_refusal(refusal: Refusal) -> Problem:
    errors = [FieldProblem(pointer=refusal.field, message=str(refusal))] if refusal.field else []
    return _problem(refusal.code, refusal.status, str(refusal), remedy=refusal.remedy, errors=errors)


def of_validation(request: HttpRequest, error: ValidationError) -> Problem:
    """What is missing from a body that came as something else is not missing: the content type is wrong."""
    expected = [CONTENT_TYPES[part["loc"][0]] for part in error.errors if part["loc"][0] in CONTENT_TYPES]
    if any(request.content_type not in types for types in expected):
        return of_status(415)
    errors = [FieldProblem(pointer=_pointer(part["loc"]), message=wording.reason(part)) for part in error.errors]
    return _problem("invalid", 422, _("Dữ liệu gửi lên có chỗ sai. Sửa các mục nêu trong «errors» rồi gửi lại."), errors=errors)


def of_http_error(request: HttpRequest, error: HttpError) -> Problem:
    """Of the framework: a body that is no JSON (perhaps it was never meant to be), or a browser's write without its token."""
    unread = error.status_code == HTTPStatus.BAD_REQUEST
    return of_status(415 if unread and request.content_type not in JSON else error.status_code)


def unauthenticated() -> Problem:
    return _problem("unauthenticated", 401, wording.detail(401))


def of_status(status: int) -> Problem:
    """A problem of which nothing more is known."""
    known = HTTPStatus(status)
    remedy = Remedy.WAIT if status in wording.WAITING else Remedy.FIX
    return _problem(known.name.lower(), status, wording.detail(status), remedy=remedy)


def _problem(code: str, status: int, detail: str, **more: Any) -> Problem:
    return Problem(type=f"/api/v1/loi/{code}", title=wording.title(status), status=status, detail=detail, **more)


def _pointer(place: tuple[str | int, ...]) -> str:
    """A body is one thing to the sender, whatever the endpoint calls it."""
    kept = (place[0], *place[2:]) if place[0] == "body" else place
    return ".".join(map(str, kept))


def _seconds(refusal: Refusal) -> int:
    return int(str(refusal.details.get("retry_after", RETRY_AFTER)))
