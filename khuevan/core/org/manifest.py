"""What the organisation tree says of itself."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Manifest, PermissionSpec

from .types import Permission

DEPARTMENT_ROLES = (
    "department_director",
    "office_officer",
    "preschool_primary_officer",
    "secondary_officer",
    "continuing_officer",
    "quality_officer",
    "student_affairs_officer",
    "personnel_officer",
    "finance_officer",
    "inspector",
)
SCHOOL_ROLES = (
    "principal",
    "vice_principal",
    "clerk",
    "accountant",
    "librarian",
    "health_worker",
    "it_focal_point",
    "homeroom_teacher",
    "subject_teacher",
)

MANIFEST = Manifest(
    code="org",
    label=_("Đơn vị"),
    permissions=(
        PermissionSpec(
            Permission.VIEW,
            _("Xem cây tổ chức, danh mục đơn vị"),
            roles=("ministry_observer", *DEPARTMENT_ROLES, "commune_officer", *SCHOOL_ROLES, "system_administrator", "auditor"),
            help=_("Đơn vị trên cấp lớp là thông tin công khai trong hệ thống: có quyền này ở một nơi là xem được tất cả."),
        ),
        PermissionSpec(
            Permission.EDIT,
            _("Thành lập, đổi tên, chuyển, giải thể đơn vị; ghi mã và mọi thông tin của đơn vị"),
            roles=("office_officer", "system_administrator"),
        ),
        PermissionSpec(
            Permission.EDIT_ATTRIBUTES,
            _("Sửa thông tin trường trong địa bàn: cấp học, loại hình, khu vực, địa chỉ"),
            roles=("commune_officer",),
        ),
        PermissionSpec(
            Permission.EDIT_OWN,
            _("Sửa địa chỉ, điện thoại, vị trí của đơn vị mình"),
            roles=("principal", "vice_principal", "clerk"),
        ),
        PermissionSpec(
            Permission.REORGANISE,
            _("Soạn, áp dụng, hoàn tác việc sắp xếp đơn vị theo quyết định"),
            roles=("department_director", "office_officer", "system_administrator"),
        ),
    ),
)
