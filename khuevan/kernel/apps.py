"""Start-up of a module: register its manifest, its receivers, its measures, its tasks and the imports it offers."""

from django.apps import AppConfig

from .manifest import load_if_present, register


class ModuleConfig(AppConfig):
    """Base of every room's AppConfig. Subclasses give `name` and `label`."""

    default = False
    default_auto_field = "django.db.models.BigAutoField"

    def __init_subclass__(cls) -> None:
        # Django looks for one default among all configs that a room's `apps.py` names, this base included.
        cls.default = True

    def ready(self) -> None:
        module = load_if_present(f"{self.name}.manifest")
        if module is not None:
            register(module.MANIFEST)
        for part in ("receivers", "measures", "tasks", "importers"):
            load_if_present(f"{self.name}.{part}")
