from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.core.roles"
    label = "roles"
    verbose_name = "Vai trò, phân quyền"

    def ready(self) -> None:
        super().ready()
        from khuevan.core.jobs.api import use_actor_builder

        from .queries import actor_of

        use_actor_builder(actor_of)
