"""The API at /api/v1/: every module's `endpoints.py`, one way to sign in, one shape of errors, one page of documentation."""

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer, SessionAuth

from khuevan.core.accounts.api import ScopeNotGranted, client_address
from khuevan.core.accounts.types import ApiScope
from khuevan.core.roles.api import caller_of_bearer
from khuevan.kernel.actor import Actor
from khuevan.kernel.apps import ModuleConfig
from khuevan.kernel.manifest import load_if_present
from khuevan.web import rest

READING = frozenset({"GET", "HEAD", "OPTIONS"})
OAUTH = {
    "type": "oauth2",
    "flows": {"clientCredentials": {"tokenUrl": "/api/v1/oauth/token", "scopes": dict.fromkeys(map(str, ApiScope), "")}},
}


class Bearer(HttpBearer):
    """A personal token or a client's token: `Authorization: Bearer …`."""

    def authenticate(self, request: Any, token: str) -> Actor:
        address = client_address(request)
        found = caller_of_bearer(token, address=address)
        if found is None:
            rest.spend_attempt(address)
            raise AuthenticationError()
        request.actor, request.caller = found.actor, found.key
        rest.spend_call(request, found.key)
        needed = _scope_for(request.method)
        if needed not in found.scopes:
            raise ScopeNotGranted(scope=needed)
        return found.actor


class SignedIn(SessionAuth):
    """Somebody signed in at the site, in his browser; writing needs the CSRF token."""

    def __call__(self, request: Any) -> Actor | None:
        return None if request.actor.is_anonymous else super().__call__(request)

    def authenticate(self, request: Any, key: str | None) -> Actor:
        request.caller = f"account:{request.actor.user_id}"
        rest.spend_call(request, request.caller)
        return request.actor


class Api(NinjaAPI):
    """With a description that is complete, in the language of the request."""

    def get_openapi_schema(self, **options: Any) -> Any:
        schema = rest.complete(super().get_openapi_schema(**options))
        schema["components"]["securitySchemes"]["OAuth"] = OAUTH
        for method, operation in ((name, spec) for methods in schema["paths"].values() for name, spec in methods.items()):
            if "security" in operation:
                operation["security"].append({"OAuth": [_scope_for(method)]})
        return schema


def _scope_for(method: str) -> ApiScope:
    return ApiScope.READ if method.upper() in READING else ApiScope.WRITE


def build() -> NinjaAPI:
    """The API with the routers of every module that has endpoints."""
    api = Api(
        title="Khuê Văn API",
        version="1",
        description=_(
            "Cùng quyền xem và làm như trên màn hình. Lỗi theo RFC 9457; trang có con trỏ và nói rõ đã hết hay chưa."
        ),
        docs_url=None,
        auth=[Bearer(), SignedIn()],
        renderer=rest.Json(),
        urls_namespace="api",
    )
    rest.install(api)
    api.add_decorator(rest.reading_only)
    api.add_decorator(rest.known_parameters_only)
    for config in apps.get_app_configs():
        module = load_if_present(f"{config.name}.endpoints") if isinstance(config, ModuleConfig) else None
        if module is not None:
            api.add_router("", module.router, tags=[str(config.verbose_name)])
    return api


api = build()
