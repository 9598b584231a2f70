"""Start-up of `web`: manifest, and the checks that the built files are there."""

from khuevan.kernel.apps import ModuleConfig


class WebConfig(ModuleConfig):
    name = "khuevan.web"
    label = "web"

    def ready(self) -> None:
        super().ready()
        from . import checks  # noqa: F401
