from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.core.org"
    label = "org"
    verbose_name = "Đơn vị"
