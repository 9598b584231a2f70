from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.core.indicators"
    label = "indicators"
    verbose_name = "Chỉ tiêu"
