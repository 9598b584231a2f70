"""What `audit` says of itself."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Manifest, MenuEntry, MenuGroup, PermissionSpec, Schedule

from .types import Permission

MANIFEST = Manifest(
    code="audit",
    label=_("Nhật ký"),
    permissions=(
        PermissionSpec(
            Permission.VIEW,
            _("Tra cứu nhật ký"),
            roles=("auditor",),
            help=_("Xem ai đã làm gì, lúc nào, ở đâu, trong phạm vi đơn vị của mình."),
        ),
        PermissionSpec(
            Permission.VIEW_HISTORY,
            _("Xem lịch sử thay đổi của hồ sơ"),
            roles=(
                "auditor",
                "department_director",
                "inspector",
                "principal",
                "vice_principal",
                "it_focal_point",
                "homeroom_teacher",
            ),
        ),
    ),
    menu=(MenuEntry(_("Nhật ký"), "audit:journal", "history", MenuGroup.SYSTEM, permission=Permission.VIEW, order=700),),
    schedules=(
        Schedule("audit.close_days", "khuevan.core.audit.operations.close_days", "10 2 * * *", label=_("Chốt nhật ký ngày")),
    ),
    verbs={"audit.list_exported": _("Xuất danh sách ra tệp")},
)
