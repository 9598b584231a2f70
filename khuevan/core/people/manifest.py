"""What `people` says of itself."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Manifest, PermissionSpec

from .types import Permission

_KEEPERS = ("principal", "vice_principal", "it_focal_point", "clerk")

MANIFEST = Manifest(
    code="people",
    label=_("Hồ sơ cá nhân"),
    permissions=(
        PermissionSpec(
            Permission.VIEW,
            _("Xem hồ sơ cá nhân"),
            roles=(
                *_KEEPERS, "homeroom_teacher", "subject_teacher", "health_worker", "commune_officer", "department_director",
                "preschool_primary_officer", "secondary_officer", "continuing_officer", "student_affairs_officer", "inspector",
            ),
            tied=True,
        ),  # fmt: skip
        PermissionSpec(
            Permission.VIEW_SENSITIVE,
            _("Xem đầy đủ số định danh và thông tin nhạy cảm"),
            roles=("principal", "it_focal_point", "clerk"),
            tied=True,
            help=_("Mỗi lần xem được ghi vào nhật ký."),
        ),
        PermissionSpec(Permission.EDIT, _("Sửa hồ sơ cá nhân"), roles=_KEEPERS),
    ),
    verbs={
        "people.person_created": _("Thêm hồ sơ"),
        "people.person_updated": _("Sửa hồ sơ"),
    },
)
