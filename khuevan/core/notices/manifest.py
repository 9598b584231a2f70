"""What `notices` says of itself."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Manifest, NoticeKind, Schedule

MANIFEST = Manifest(
    code="notices",
    label=_("Thông báo"),
    notices=(NoticeKind("notices.job_ended", _("Việc nền của tôi đã xong hoặc bị lỗi")),),
    schedules=(
        Schedule("notices.clean_up", "khuevan.core.notices.operations.clean_up", "45 3 * * *", label=_("Dọn thông báo cũ")),
    ),
)
