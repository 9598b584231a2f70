from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.core.audit"
    label = "audit"
    verbose_name = "Nhật ký"
