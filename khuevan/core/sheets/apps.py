from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.core.sheets"
    label = "sheets"
    verbose_name = "Nhập, xuất Excel"
