"""The roles of the sector, and the refusals of giving them. Which permissions a role holds is declared by the manifests."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khuevan.kernel.errors import Refusal
from khuevan.kernel.manifest import Text

# In the session: the post that its holder chose to work with.
ACTING_KEY = "acting_post"


class Permission(StrEnum):
    VIEW = "roles.view"
    ASSIGN = "roles.assign"
    ADJUST = "roles.adjust"
    SUPPORT = "roles.support"


class Role(TextChoices):
    MINISTRY_OBSERVER = "ministry_observer", _("Cán bộ Bộ GDĐT (theo dõi)")
    DEPARTMENT_DIRECTOR = "department_director", _("Lãnh đạo Sở")
    OFFICE_OFFICER = "office_officer", _("Chuyên viên Văn phòng Sở")
    PRESCHOOL_PRIMARY_OFFICER = "preschool_primary_officer", _("Chuyên viên phòng Mầm non – Tiểu học")
    SECONDARY_OFFICER = "secondary_officer", _("Chuyên viên phòng Trung học")
    CONTINUING_OFFICER = "continuing_officer", _("Chuyên viên phòng Giáo dục thường xuyên")
    QUALITY_OFFICER = "quality_officer", _("Chuyên viên phòng Quản lý chất lượng")
    STUDENT_AFFAIRS_OFFICER = "student_affairs_officer", _("Chuyên viên phòng Công tác HSSV")
    PERSONNEL_OFFICER = "personnel_officer", _("Chuyên viên phòng Tổ chức cán bộ")
    FINANCE_OFFICER = "finance_officer", _("Chuyên viên phòng Tài chính")
    INSPECTOR = "inspector", _("Thanh tra, kiểm tra của Sở")
    COMMUNE_OFFICER = "commune_officer", _("Chuyên viên UBND xã, phường")
    PRINCIPAL = "principal", _("Hiệu trưởng")
    VICE_PRINCIPAL = "vice_principal", _("Phó hiệu trưởng")
    CLERK = "clerk", _("Văn thư")
    ACCOUNTANT = "accountant", _("Kế toán")
    LIBRARIAN = "librarian", _("Nhân viên thư viện")
    HEALTH_WORKER = "health_worker", _("Nhân viên y tế trường học")
    IT_FOCAL_POINT = "it_focal_point", _("Đầu mối CNTT, thống kê")
    HOMEROOM_TEACHER = "homeroom_teacher", _("Giáo viên chủ nhiệm")
    SUBJECT_TEACHER = "subject_teacher", _("Giáo viên bộ môn")
    PUPIL = "pupil", pgettext_lazy("một người", "Học sinh")
    GUARDIAN = "guardian", _("Cha mẹ, người giám hộ")
    CITIZEN = "citizen", _("Người dân")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("Quản trị hệ thống")
    AUDITOR = "auditor", _("Người xem nhật ký")


DIVISION_OFFICERS = (
    Role.OFFICE_OFFICER,
    Role.PRESCHOOL_PRIMARY_OFFICER,
    Role.SECONDARY_OFFICER,
    Role.CONTINUING_OFFICER,
    Role.QUALITY_OFFICER,
    Role.STUDENT_AFFAIRS_OFFICER,
    Role.PERSONNEL_OFFICER,
    Role.FINANCE_OFFICER,
)

# Offices of a territory: the Department serves its province, the bureau its district.
AGENCY_KINDS = ("department", "district_bureau")

# Parts of a body: a post there is a post at the school or office that it is part of.
PART_KINDS = ("class", "campus", "team", "division")

# Posts that, at such an office or in one of its divisions, are held for the whole territory.
TERRITORIAL_ROLES = (
    Role.DEPARTMENT_DIRECTOR,
    *DIVISION_OFFICERS,
    Role.INSPECTOR,
    Role.COMMUNE_OFFICER,
    Role.SYSTEM_ADMINISTRATOR,
    Role.AUDITOR,
)

# Roles that keep the system running and open nobody's file.
SYSTEM_ROLES = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR})

# What comes with being somebody's child, parent or nobody in particular; never a post.
ROLES_WITHOUT_POST = frozenset({Role.PUPIL, Role.GUARDIAN, Role.CITIZEN})


class Ground(StrEnum):
    """Why somebody may give a role.

    `APPOINTMENT`: he has the power to name holders of that role, by a decision whose number is compulsory.
    `DELEGATION`: he passes on a part of what he may do himself. `ADMINISTRATION`: he keeps everybody's posts.
    """

    APPOINTMENT = "appointment"
    DELEGATION = "delegation"
    ADMINISTRATION = "administration"


@dataclass(frozen=True)
class MatrixCell:
    """Whether a role holds a permission; `adjusted` when not as the manifests have it."""

    role: str
    held: bool
    adjusted: bool


@dataclass(frozen=True)
class MatrixRow:
    permission: str
    label: Text
    help: Text
    tied: bool
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True)
class MatrixGroup:
    """The permissions of one module."""

    label: Text
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class PermissionSource:
    """What opens a permission to a person: a post (role at a unit) or a tie."""

    role_label: Text
    unit_name: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class EffectivePermission:
    """A permission that a person holds, and why."""

    code: str
    label: Text
    module: Text
    sources: tuple[PermissionSource, ...]


@dataclass(frozen=True)
class PersonLine:
    """Whom a role is given to, as far as who gives it needs to know. `caption`: what tells people of one name apart."""

    pk: int
    full_name: str
    caption: str = ""


class NobodyByThatName(Refusal):
    code = "nobody_by_that_name"
    message = _(
        "Không có tài khoản nào đăng nhập bằng “%(login)s”, và trong phạm vi của bạn không có cán bộ, giáo viên nào tên như vậy."
    )


class NotYourself(Refusal):
    code = "not_yourself"
    message = _("Không tự phân vai trò, tự sửa quyền hay tự kết thúc vai trò của mình. Nhờ người khác có quyền làm.")


class BeyondOwnPowers(Refusal):
    """The role holds permissions that who gives it does not hold there himself."""

    code = "beyond_own_powers"
    status = 403
    message = _("Vai trò này có quyền mà bạn không có tại đơn vị đó (%(permissions)s), nên bạn không phân được.")


class NotYoursToGive(Refusal):
    code = "not_yours_to_give"
    status = 403
    message = _("Bạn không được phân vai trò “%(role)s” tại đơn vị này. Cấp trên hoặc người quản trị hệ thống phân.")


class RoleDoesNotFit(Refusal):
    code = "role_does_not_fit"
    message = _("Vai trò “%(role)s” không dùng cho loại đơn vị này. Chọn đơn vị khác hoặc vai trò khác.")


class BasisMissing(Refusal):
    code = "basis_missing"
    message = _("Ghi số, ngày quyết định bổ nhiệm hoặc phân công.")


class AlreadyAssigned(Refusal):
    code = "already_assigned"
    status = 409
    message = _("Người này đang giữ đúng vai trò đó tại đơn vị.")


class WrongDates(Refusal):
    code = "wrong_dates"
    message = _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")


class UnitHasEnded(Refusal):
    code = "unit_has_ended"
    message = _("Đơn vị này đã kết thúc. Chọn đơn vị đang hoạt động.")


class AlreadyEnded(Refusal):
    code = "already_ended"
    status = 409
    message = _("Vai trò này đã kết thúc rồi.")


class UnknownPermission(Refusal):
    code = "unknown_permission"
    message = _("Không có quyền này trong hệ thống.")


class NothingToChange(Refusal):
    code = "nothing_to_change"
    status = 409
    message = _("Vai trò đang đúng như vậy rồi.")


class KeptApart(Refusal):
    """System roles never open personal data."""

    code = "kept_apart"
    message = _("Vai trò quản trị hệ thống không được cầm quyền mở hồ sơ cá nhân. Cần hỗ trợ thì mở phiên hỗ trợ có thời hạn.")


class SupportOpenAlready(Refusal):
    code = "support_open_already"
    status = 409
    message = _("Bạn đang mở một phiên hỗ trợ. Đóng phiên đó trước.")


class TooLong(Refusal):
    code = "too_long"
    message = _("Phiên hỗ trợ dài nhất %(hours)d giờ.")
