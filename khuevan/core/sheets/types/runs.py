"""The vocabulary of import runs."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    IMPORT = "sheets.import"


class State(TextChoices):
    """Where an import stands. While a job works on it, the state is still the one before."""

    UPLOADED = "uploaded", _("Chờ ghép cột")
    PREVIEWED = "previewed", _("Chờ xác nhận")
    APPLIED = "applied", _("Đã nhập")
    UNDONE = "undone", _("Đã hoàn tác")
    DISCARDED = "discarded", _("Đã bỏ")
    FAILED = "failed", _("Không đọc được")


class Outcome(TextChoices):
    """What a row of the file does to the database."""

    NEW = "new", _("Mới")
    CHANGED = "changed", _("Thay đổi")
    UNCHANGED = "unchanged", _("Không đổi")
    REJECTED = "rejected", _("Cần sửa")
    OVERTAKEN = "overtaken", _("Bỏ qua vì dữ liệu vừa đổi")
