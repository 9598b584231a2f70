"""What every answer under /api/ gets: the language asked for, problems for errors of any origin, and an ETag."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.errors import NotAllowed

from .problems import MEDIA_TYPE, of_refusal, of_status, respond
from .rendering import etag_of

PREFIX = "/api/v1/"
READING = frozenset({"GET", "HEAD"})


class AccountUnsettled(NotAllowed):
    """Somebody signed in at the site must first change his password, or prove a second factor."""

    code = "account_unsettled"
    message = _("Tài khoản này còn việc phải làm trên trang web trước: đổi mật khẩu hoặc xác thực hai bước.")


class ApiMiddleware:
    """Innermost of all: it sees the answer before it is compressed."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        language = translation.get_language_from_request(request)
        with translation.override(language):
            response = _as_problem(self.get_response(request))
        response["Content-Language"] = language
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        return _conditional(request, response)


def _as_problem(response: HttpResponse) -> HttpResponse:
    """Pages for people (no such address, another method, a crash, "change your password first") said to a program."""
    status = response.status_code
    if status in (301, 302):
        return respond(of_refusal(AccountUnsettled()))
    if status < 400 or response.headers.get("Content-Type") == MEDIA_TYPE:
        return response
    problem = respond(of_status(status))
    if "Allow" in response.headers:
        problem["Allow"] = response["Allow"]
    return problem


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if request.method not in READING or response.status_code != 200 or response.streaming:
        return response
    etag = etag_of(response.content)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response
