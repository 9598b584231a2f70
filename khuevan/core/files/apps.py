from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.core.files"
    label = "files"
    verbose_name = "Tệp"
