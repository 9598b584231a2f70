"""Units: kinds, attributes, permissions, and the state of a unit on a day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    VIEW = "org.view"
    EDIT = "org.edit"
    EDIT_ATTRIBUTES = "org.edit_attributes"
    EDIT_OWN = "org.edit_own"
    REORGANISE = "org.reorganise"


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


class InstitutionType(TextChoices):
    """Loại cơ sở giáo dục, suy ra từ cấp học (`rules.institution_type`)."""

    PRESCHOOL = "preschool", _("Trường mầm non")
    PRIMARY = "primary", _("Trường tiểu học")
    LOWER_SECONDARY = "lower_secondary", _("Trường THCS")
    UPPER_SECONDARY = "upper_secondary", _("Trường THPT")
    MULTI_LEVEL = "multi_level", _("Trường có nhiều cấp học")
    CONTINUING = "continuing", _("Trung tâm GDTX")
    VOCATIONAL_CONTINUING = "vocational_continuing", _("Trung tâm GDNN – GDTX")
    UNIVERSITY = "university", _("Trường cao đẳng, đại học")
    OTHER = "other", _("Cơ sở khác")


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


class UnitFlag(TextChoices):
    """Điều cần đếm riêng về một cơ sở."""

    MODEL = "model", _("Điển hình về chuyển đổi số")
    TECHNOLOGY_PROJECT = "technology_project", _("Thuộc dự án CNTT, trường học thông minh")
    VOCATIONAL = "vocational", _("Có giáo dục nghề nghiệp")


class CodeSystem(TextChoices):
    """Who gave a code: Khuê Văn, the Ministry's sector database, document exchange, the administrative list."""

    OWN = "own", _("Mã trong hệ thống")
    MOET = "moet", _("Mã trường (CSDL ngành)")
    DOCUMENT_EXCHANGE = "document_exchange", _("Mã định danh liên thông văn bản")
    ADMINISTRATIVE = "administrative", _("Mã đơn vị hành chính")


class ReorganisationState(TextChoices):
    DRAFT = "draft", _("Đang soạn")
    APPLIED = "applied", _("Đã áp dụng")
    REVERSED = "reversed", _("Đã hoàn tác")


@dataclass(frozen=True)
class UnitState:
    """A unit as it was in one span of days.

    `since`/`until` bound the span, both counted (`until` None: still so); `depth` is counted from the root that was asked
    for; `children` is how many units, classes not counted, stand right below it that day (None: not counted).
    """

    unit_id: int
    uid: UUID
    kind: UnitKind
    name: str
    short_name: str
    parent_id: int | None
    since: date
    until: date | None
    levels: tuple[str, ...] = ()
    ownership: str = ""
    affiliation: str = ""
    area: str = ""
    flags: tuple[str, ...] = ()
    commune_code: str = ""
    depth: int = 0
    children: int | None = None

    @property
    def label(self) -> str:
        return self.short_name or self.name


@dataclass(frozen=True)
class Institution:
    """A school on a day. `commune_id` is the commune unit it stands in, if that day had one; `ancestors` from the root down."""

    unit_id: int
    uid: UUID
    name: str
    type: InstitutionType
    levels: tuple[str, ...]
    ownership: str
    affiliation: str
    area: str
    flags: tuple[str, ...]
    commune_code: str
    commune_id: int | None
    ancestors: tuple[int, ...]


@dataclass(frozen=True)
class Lineage:
    """One link between a unit and what it came from or became."""

    unit_id: int
    name: str
    since: date
    until: date | None
    reorganisation_id: int
    title: str
    effective_on: date


@dataclass(frozen=True)
class UnitChoice:
    """A unit to choose: `ref` is its number, or the key of one that a draft founds."""

    ref: int | str
    name: str
    caption: str


@dataclass(frozen=True)
class Found:
    """A unit that was searched for. `matched` is the name it was found by, when it goes by another on the day."""

    unit_id: int
    kind: UnitKind
    name: str
    matched: str
    parent_name: str
    in_force: bool
    ended_on: date | None
