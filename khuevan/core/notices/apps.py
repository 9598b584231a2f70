from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.core.notices"
    label = "notices"
    verbose_name = "Thông báo"
