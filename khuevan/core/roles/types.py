"""The roles of the sector. Which permissions a role holds is declared by the manifests."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
    PUPIL = "pupil", _("Học sinh")
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

# Posts that, at such an office or in one of its divisions, are held for the whole territory.
TERRITORIAL_ROLES = (
    Role.DEPARTMENT_DIRECTOR,
    *DIVISION_OFFICERS,
    Role.INSPECTOR,
    Role.COMMUNE_OFFICER,
    Role.SYSTEM_ADMINISTRATOR,
    Role.AUDITOR,
)
