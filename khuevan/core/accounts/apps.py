from khuevan.kernel.apps import ModuleConfig


class Config(ModuleConfig):
    name = "khuevan.core.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"
