from khuevan.kernel import events
from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.core.jobs"
    label = "jobs"
    verbose_name = "Công việc nền"

    def ready(self) -> None:
        super().ready()
        from .operations.queue import send_event

        events.use_transport(send_event)
