from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.core.reference"
    label = "reference"
    verbose_name = "Danh mục"
