"""Start-up of a module: register its manifest, its receivers and its measures."""

from django.apps import AppConfig

from .manifest import load_if_present, register


class ModuleConfig(AppConfig):
    """Base of every room's AppConfig. Subclasses give `name` and `label`."""

    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        module = load_if_present(f"{self.name}.manifest")
        if module is not None:
            register(module.MANIFEST)
        for part in ("receivers", "measures", "tasks"):
            load_if_present(f"{self.name}.{part}")
