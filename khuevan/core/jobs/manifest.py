"""What `jobs` says of itself."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Manifest, PermissionSpec, Schedule

from .types import Permission

MANIFEST = Manifest(
    code="jobs",
    label=_("Công việc nền"),
    permissions=(
        PermissionSpec(
            Permission.MANAGE,
            _("Xử lý việc nền bị lỗi"),
            roles=("system_administrator",),
            help=_("Xem việc hệ thống không làm được, cho chạy lại hoặc bỏ."),
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
