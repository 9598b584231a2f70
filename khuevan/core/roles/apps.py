from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.core.roles"
    label = "roles"
    verbose_name = "Vai trò, phân công"
