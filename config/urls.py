"""Every module's addresses, gathered: a module with a `urls.py` is on the site."""

from collections.abc import Iterator

from django.apps import apps
from django.urls import URLResolver, include, path

from khuevan.kernel.apps import ModuleConfig
from khuevan.kernel.manifest import load_if_present
from khuevan.portal.rest import api


def _rooms() -> Iterator[URLResolver]:
    for config in apps.get_app_configs():
        if isinstance(config, ModuleConfig) and load_if_present(f"{config.name}.urls") is not None:
            yield path("", include(f"{config.name}.urls"))


urlpatterns = [*_rooms(), path("api/v1/", api.urls)]
handler400 = "khuevan.web.errors.bad_request"
handler403 = "khuevan.web.errors.forbidden"
handler404 = "khuevan.web.errors.not_found"
handler500 = "khuevan.web.errors.server_error"
