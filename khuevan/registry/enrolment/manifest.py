"""What `enrolment` says of itself."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Manifest, PermissionSpec

from .types import Permission

_MANAGERS = ("principal", "vice_principal", "it_focal_point", "clerk")
_TEACHERS = ("homeroom_teacher", "subject_teacher", "health_worker")
_OFFICERS = (
    "commune_officer",
    "department_director",
    "office_officer",
    "preschool_primary_officer",
    "secondary_officer",
    "continuing_officer",
    "quality_officer",
    "student_affairs_officer",
    "inspector",
)

MANIFEST = Manifest(
    code="enrolment",
    label=_("Học sinh, lớp học"),
    permissions=(
        PermissionSpec(
            Permission.VIEW,
            _("Xem học sinh và lớp học"),
            roles=(*_MANAGERS, *_TEACHERS, *_OFFICERS),
            tied=True,
            help=_("Giáo viên xem các lớp của mình; cán bộ Sở, xã xem các trường trong phạm vi."),
        ),
        PermissionSpec(
            Permission.BROWSE,
            _("Tra cứu học sinh, lớp học trong phạm vi quản lý"),
            roles=(*_MANAGERS, *_TEACHERS, *_OFFICERS),
            help=_("Danh sách và ô tìm kiếm."),
        ),
        PermissionSpec(Permission.EDIT, _("Thêm, sửa, xếp lớp học sinh"), roles=_MANAGERS),
        PermissionSpec(Permission.IMPORT, _("Nhập học sinh từ Excel"), roles=_MANAGERS),
        PermissionSpec(Permission.MANAGE_CLASSES, _("Lập lớp, phân công chủ nhiệm"), roles=_MANAGERS),
        PermissionSpec(
            Permission.TRANSFER,
            _("Yêu cầu và quyết định chuyển trường"),
            roles=("principal", "vice_principal", "it_focal_point", "clerk"),
        ),
    ),
    verbs={
        "enrolment.class_created": _("Lập lớp"),
    },
)
