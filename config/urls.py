"""Every module's addresses, gathered: a module with a `urls.py` is on the site."""

from django.apps import apps
from django.urls import include, path

from khuevan.kernel.apps import ModuleConfig
from khuevan.kernel.manifest import load_if_present

urlpatterns = [
    path("", include(f"{config.name}.urls"))
    for config in apps.get_app_configs()
    if isinstance(config, ModuleConfig) and load_if_present(f"{config.name}.urls") is not None
]
handler400 = "khuevan.web.errors.bad_request"
handler403 = "khuevan.web.errors.forbidden"
handler404 = "khuevan.web.errors.not_found"
handler500 = "khuevan.web.errors.server_error"
