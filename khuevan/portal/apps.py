from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.portal"
    label = "portal"
    verbose_name = "Cổng"
