"""Where django-allauth asks the house: addresses, and what happens around a sign-in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from khuevan.kernel.actor import Actor

from .. import operations, queries


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by schools, never by visitors; a sign-in is written down."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say it themselves."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Receivers of our events tell the holder."""

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return settings.LOGOUT_REDIRECT_URL

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        actor = Actor(user_id=user.pk, name=user.full_name, address=queries.client_address(request))
        operations.note_sign_in(actor, user=user, session_key=str(request.session.session_key))
        response = through_a_page(request, response)
        remember_language(response, user.language)
        return response


def remember_language(response: HttpResponseBase, language: str) -> None:
    translation.activate(language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def through_a_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Towards other software, a page in between: `form-action 'self'` forbids a posted form to be redirected off the site."""
    target = response.get("Location", "")
    if not target.startswith(reverse("idp:oidc:authorization")):
        return response
    return render(request, "accounts/continue.html", {"target": target})
