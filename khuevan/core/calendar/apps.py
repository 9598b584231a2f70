from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.core.calendar"
    label = "calendar"
    verbose_name = "Năm học, lịch"
