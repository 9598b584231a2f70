from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.registry.enrolment"
    label = "enrolment"
    verbose_name = "Lớp, học sinh"
