from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.core.people"
    label = "people"
    verbose_name = "Hồ sơ cá nhân"
