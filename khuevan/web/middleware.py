"""What every answer gets: the chosen language, headers that keep private pages private, and a limit on floods of writes."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from khuevan.kernel.actor import ANONYMOUS

from . import errors, throttle

GetResponse = Callable[[HttpRequest], HttpResponse]

READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
HEADERS = {
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Writes a minute. A whole school sits behind one address, and all of it signs in when the first lesson begins; guessing one
# account's password is stopped at the account.
LIMITS = {"write_account": 300, "write_address": 3000, "sign_in_address": 600}


class LanguageMiddleware:
    """Vietnamese, unless the person chose otherwise. The device is not asked: many phones here speak English."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class PrivacyMiddleware:
    """Pages made for one person are kept by nobody else, not even by the browser of a shared computer after signing out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.session.accessed and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie"])
        return response


class ThrottleMiddleware:
    """Writes are counted per account and per address, sign-in more strictly; past `RATE_LIMITS` the answer is 429.

    The API counts by its own keys and is left out here.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.limits = LIMITS | getattr(settings, "RATE_LIMITS", {})

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READING and not request.path.startswith("/api/"):
            try:
                self._count(request)
            except throttle.TooMany as refusal:
                return errors.refused(request, refusal)
        return self.get_response(request)

    def _count(self, request: HttpRequest) -> None:
        actor = getattr(request, "actor", ANONYMOUS)
        address = actor.address or request.META.get("REMOTE_ADDR", "")
        self._spend("write_address", address)
        if not actor.is_anonymous:
            self._spend("write_account", actor.user_id)
        elif request.path.startswith(str(settings.LOGIN_URL)):
            self._spend("sign_in_address", address)

    def _spend(self, scope: str, subject: object) -> None:
        throttle.spend(scope, subject, self.limits[scope])
