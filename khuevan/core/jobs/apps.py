from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.core.jobs"
    label = "jobs"
    verbose_name = "Công việc nền"
