"""Every module's addresses, gathered: a module with a `urls.py` is on the site."""

from django.apps import apps
from django.urls import include, path

from khuevan.kernel.apps import ModuleConfig
from khuevan.kernel.manifest import load_if_present

urlpatterns = [
    path("", include(f"{config.name}.urls"))
    for config in apps.get_app_configs()
    if isinstance(config, ModuleConfig)
    and config.label != "portal"
    and load_if_present(f"{config.name}.urls") is not None
]
