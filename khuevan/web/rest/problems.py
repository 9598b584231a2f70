"""Errors as problem details (RFC 9457), in the language asked for by Accept-Language (Vietnamese by default)."""

from http import HTTPStatus
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from khuevan.kernel.errors import Refusal, Remedy

MEDIA_TYPE = "application/problem+json"


class FieldProblem(Schema):
    """One wrong part of what was sent: `pointer` says where, such as "body.name" or "query.as_of"."""

    pointer: str
    message: str


class Problem(Schema):
    """What went wrong. `remedy` is "fix" when the sender must correct something, "wait" when he should try again later."""

    type: str
    title: str
    status: int
    detail: str
    remedy: Remedy = Remedy.FIX
    errors: list[FieldProblem] = []


def install(api: NinjaAPI) -> None:
    """Make an API answer every error as a problem."""

    def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
        response = api.create_response(request, problem.model_dump(mode="json"), status=problem.status)
        response["Content-Type"] = MEDIA_TYPE
        if problem.status == HTTPStatus.UNAUTHORIZED:
            response["WWW-Authenticate"] = "Bearer"
        if problem.remedy == Remedy.WAIT:
            response["Retry-After"] = "30"
        return response

    api.add_exception_handler(Refusal, lambda request, error: answer(request, of_refusal(cast(Refusal, error))))
    api.add_exception_handler(
        ValidationError, lambda request, error: answer(request, of_validation(cast(ValidationError, error)))
    )
    api.add_exception_handler(AuthenticationError, lambda request, error: answer(request, unauthenticated()))
    api.add_exception_handler(Http404, lambda request, error: answer(request, not_found()))
    api.add_exception_handler(HttpError, lambda request, error: answer(request, of_http_error(cast(HttpError, error))))


def of_refusal(refusal: Refusal) -> Problem:
    errors = [FieldProblem(pointer=refusal.field, message=str(refusal))] if refusal.field else []
    return _problem(refusal.code, refusal.status, str(refusal), remedy=refusal.remedy, errors=errors)


def of_validation(error: ValidationError) -> Problem:
    errors = [FieldProblem(pointer=".".join(map(str, part["loc"])), message=_said(part)) for part in error.errors]
    return _problem("invalid", 422, _("Dữ liệu gửi lên có chỗ sai. Sửa các mục nêu trong «errors» rồi gửi lại."), errors=errors)


def unauthenticated() -> Problem:
    return _problem("unauthenticated", 401, _("Cần khóa truy cập còn hiệu lực: gửi «Authorization: Bearer …»."))


def not_found() -> Problem:
    return _problem("not_found", 404, _("Không tìm thấy, hoặc bạn không có quyền xem."))


def of_http_error(error: HttpError) -> Problem:
    return _problem("http_error", error.status_code, str(error.message))


def _problem(code: str, status: int, detail: str, **more) -> Problem:
    return Problem(type=f"/api/v1/loi/{code}", title=HTTPStatus(status).phrase, status=status, detail=detail, **more)


def _said(part: dict) -> str:
    """Pydantic's reasons in the reader's words; the rarer ones stay as they are."""
    reasons = {
        "missing": _("Thiếu mục này."),
        "int_parsing": _("Phải là số nguyên."),
        "date_from_datetime_parsing": _("Phải là ngày dạng năm-tháng-ngày, ví dụ 2026-09-05."),
        "date_parsing": _("Phải là ngày dạng năm-tháng-ngày, ví dụ 2026-09-05."),
        "uuid_parsing": _("Phải là một mã UUID."),
        "bool_parsing": _("Phải là true hoặc false."),
        "string_type": _("Phải là chữ."),
        "enum": _("Không có trong các giá trị cho phép."),
        "literal_error": _("Không có trong các giá trị cho phép."),
    }
    return reasons.get(part["type"], part["msg"])
