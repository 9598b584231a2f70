from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.governance.plans"
    label = "plans"
    verbose_name = "Kế hoạch"
