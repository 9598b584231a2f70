"""Vocabulary of the organisation tree that other modules may use."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    MINISTRY = "ministry", _("Bộ")
    PROVINCE = "province", _("Tỉnh, thành phố")
    DEPARTMENT = "department", _("Sở")
    DIVISION = "division", _("Phòng, ban")
    DISTRICT = "district", _("Huyện, quận")
    DISTRICT_BUREAU = "district_bureau", _("Phòng GDĐT")
    COMMUNE = "commune", _("Xã, phường")
    SCHOOL = "school", _("Cơ sở giáo dục")
    CAMPUS = "campus", _("Điểm trường, cơ sở")
    TEAM = "team", _("Tổ, bộ phận")
    CLASS = "class", _("Lớp")


class Level(TextChoices):
    """Cấp học và trình độ đào tạo mà một cơ sở có dạy."""

    PRESCHOOL = "preschool", _("Mầm non")
    PRIMARY = "primary", _("Tiểu học")
    LOWER_SECONDARY = "lower_secondary", _("Trung học cơ sở")
    UPPER_SECONDARY = "upper_secondary", _("Trung học phổ thông")
    CONTINUING = "continuing", _("Giáo dục thường xuyên")
    UNIVERSITY = "university", _("Cao đẳng, đại học")


class Ownership(TextChoices):
    PUBLIC = "public", _("Công lập")
    NON_PUBLIC = "non_public", _("Ngoài công lập")


class Affiliation(TextChoices):
    """Cấp quản lý trực tiếp."""

    DEPARTMENT = "department", _("Thuộc Sở")
    COMMUNE = "commune", _("Thuộc UBND xã, phường")
    DISTRICT = "district", _("Thuộc huyện (trước 01/7/2025)")


class Area(TextChoices):
    NORMAL = "normal", _("Bình thường")
    DIFFICULT = "difficult", _("Khó khăn")
    EXTREMELY_DIFFICULT = "extremely_difficult", _("Đặc biệt khó khăn")


class CodeSystem(StrEnum):
    """Who gave a code: Khuê Văn, the Ministry's sector database, document exchange, the administrative list."""

    OWN = "own"
    MOET = "moet"
    DOCUMENT_EXCHANGE = "document_exchange"
    ADMINISTRATIVE = "administrative"
