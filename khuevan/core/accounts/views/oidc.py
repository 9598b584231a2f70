"""Khuê Văn as identity provider (OpenID Connect Core 1.0) on django-allauth: what it says of a user, and the pages it shows.

Offered: authorization code with PKCE, refresh, userinfo, revocation, sign-out started by the software. Nothing else.
"""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.idp.oidc import views
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client
from django.conf import settings
from django.http import HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from .. import queries

HOST = re.compile(r"[A-Za-z0-9.\-:\[\]]+")
SCOPES = ["openid", "profile", "email", "khuevan"]
CLAIMS = ["sub", "name", "given_name", "preferred_username", "locale", "email", "khuevan"]


class Adapter(DefaultOIDCAdapter):
    """`sub` is the account's uid: it never changes and says nothing."""

    scope_display = {
        "openid": _("Biết rằng đó là bạn"),
        "profile": _("Xem họ tên và tên đăng nhập"),
        "email": _("Xem địa chỉ thư điện tử"),
        "khuevan": _("Xem vai trò và đơn vị công tác của bạn"),
    }

    def get_user_sub(self, client: Client, user: Any) -> str:
        return str(user.uid)

    def get_user_by_sub(self, client: Client, sub: str) -> Any:
        try:
            user = queries.account_by_uid(UUID(sub))
        except ValueError:
            return None
        return user if user and user.is_active else None

    def get_claims(self, purpose: str, user: Any, client: Client, scopes: Iterable[str], **kwargs: Any) -> dict[str, Any]:
        claims: dict[str, Any] = {"sub": self.get_user_sub(client, user)}
        if "profile" in scopes:
            claims |= {"name": user.full_name, "given_name": user.full_name.rpartition(" ")[2]}
            claims |= {"preferred_username": user.username, "locale": user.language}
        if "email" in scopes and user.email:
            claims["email"] = user.email
        if "khuevan" in scopes:
            claims["khuevan"] = import_string(settings.SECTOR_CLAIMS)(user.pk)
        return claims

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        del data["device_authorization_endpoint"]
        data |= {
            "scopes_supported": SCOPES,
            "claims_supported": CLAIMS,
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "response_types_supported": ["code"],
            "ui_locales_supported": [code for code, _name in settings.LANGUAGES],
        }


class Authorize(views.AuthorizationView):
    """Asks whether the software may know who it is."""

    template_name = "accounts/oidc/consent.html"

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        return _let_post_lead_to(super().render_to_response(context, **options), self._request_info.get("redirect_uri"))


class EndSession(views.LogoutView):
    """Asks whether to sign out here too."""

    template_name = "accounts/oidc/sign_out.html"

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        address = context["form"].cleaned_data["post_logout_redirect_uri"]
        return _let_post_lead_to(super().render_to_response(context, **options), address)


def _let_post_lead_to(response: HttpResponse, registered: str | None) -> HttpResponse:
    """Let this page's form be answered by a redirect to the software: browsers hold `form-action` against redirects too."""
    parts = urlsplit(registered or "")
    if HOST.fullmatch(parts.netloc):
        _allow_form_action(response, f"{parts.scheme}://{parts.netloc}")
    elif parts.scheme:
        _allow_form_action(response, f"{parts.scheme}:")
    return response


def _allow_form_action(response: Any, source: str) -> None:
    """The attribute is what django-csp reads."""
    response._csp_update = {"form-action": source}
