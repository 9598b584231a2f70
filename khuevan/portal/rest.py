"""The API at /api/v1/: every module's `endpoints.py`, one way to sign in, one shape of errors, one page of documentation."""

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer, SessionAuth

from khuevan.core.accounts.api import client_address
from khuevan.core.accounts.types import ApiScope
from khuevan.core.roles.api import actor_for_bearer
from khuevan.kernel.actor import Actor
from khuevan.kernel.apps import ModuleConfig
from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.manifest import load_if_present
from khuevan.web import rest

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class KeyMayOnlyRead(NotAllowed):
    """The key was given for reading."""

    code = "key_may_only_read"
    message = _("Khóa này chỉ được đọc. Cấp khóa mới có phạm vi ghi.")


class Bearer(HttpBearer):
    """A personal token or a client's token: `Authorization: Bearer …`."""

    def authenticate(self, request: Any, token: str) -> Actor | None:
        found = actor_for_bearer(token, address=client_address(request))
        if found is None:
            return None
        actor, scopes = found
        if request.method not in READING and ApiScope.WRITE not in scopes:
            raise KeyMayOnlyRead()
        request.actor = actor
        return actor


class SignedIn(SessionAuth):
    """Somebody signed in at the site, in his browser; writing needs the CSRF token."""

    def authenticate(self, request: Any, key: str | None) -> Actor | None:
        return None if request.actor.is_anonymous else request.actor


class Json(JSONRenderer):
    """Vietnamese letters as they are, not as escapes."""

    json_dumps_params = {"ensure_ascii": False}


def build() -> NinjaAPI:
    """The API with the routers of every module that has endpoints."""
    api = NinjaAPI(
        title="Khuê Văn API",
        version="1",
        description="Cùng quyền xem và làm như trên màn hình. Lỗi theo RFC 9457; trang có con trỏ và nói rõ đã hết hay chưa.",
        docs_url=None,
        auth=[Bearer(), SignedIn()],
        renderer=Json(),
        urls_namespace="api",
    )
    rest.install(api)
    api.add_decorator(rest.reading_only)
    for config in apps.get_app_configs():
        module = load_if_present(f"{config.name}.endpoints") if isinstance(config, ModuleConfig) else None
        if module is not None:
            api.add_router("", module.router, tags=[str(config.verbose_name)])
    return api


api = build()
