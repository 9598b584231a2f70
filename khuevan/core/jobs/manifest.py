"""What `jobs` says of itself."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Manifest, MenuEntry, MenuGroup, PermissionSpec, Schedule

from .types import Permission

STAFF = (
    "ministry_observer",
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
    "commune_officer",
    "principal",
    "vice_principal",
    "clerk",
    "accountant",
    "librarian",
    "health_worker",
    "it_focal_point",
    "homeroom_teacher",
    "subject_teacher",
    "system_administrator",
    "auditor",
)

MANIFEST = Manifest(
    code="jobs",
    label=_("Công việc nền"),
    permissions=(
        PermissionSpec(
            Permission.VIEW_OWN,
            _("Thấy mục «Việc nền của tôi»"),
            roles=STAFF,
            help=_("Ai cũng xem được việc nền do chính mình yêu cầu; quyền này chỉ đưa mục đó lên danh mục."),
        ),
        PermissionSpec(
            Permission.MANAGE,
            _("Xử lý việc nền bị lỗi"),
            roles=("system_administrator",),
            help=_("Xem việc hệ thống không làm được, cho chạy lại hoặc bỏ."),
        ),
    ),
    menu=(
        MenuEntry(_("Việc nền của tôi"), "jobs:jobs", "loader-2", MenuGroup.SYSTEM, permission=Permission.VIEW_OWN, order=800),
        MenuEntry(
            _("Việc lỗi"), "jobs:dead_letters", "alert-circle", MenuGroup.SYSTEM, permission=Permission.MANAGE, order=810
        ),
    ),
    schedules=(
        Schedule("jobs.clean_up", "khuevan.core.jobs.operations.clean_up", "15 3 * * *", label=_("Dọn công việc nền đã cũ")),
    ),
    verbs={
        "jobs.job_cancelled": _("Hủy công việc nền"),
        "jobs.dead_letter_retried": _("Cho chạy lại việc lỗi"),
        "jobs.dead_letter_discarded": _("Bỏ việc lỗi"),
    },
)
