"""What `web` says of itself."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Manifest, Schedule

MANIFEST = Manifest(
    code="web",
    label=_("Giao diện"),
    schedules=(Schedule("web.forget", "khuevan.web.tasks.forget", "17 3 * * *", _("Dọn biên nhận và bộ đếm cũ")),),
)
