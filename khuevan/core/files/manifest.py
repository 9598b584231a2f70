"""What `files` says of itself."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Manifest, Schedule

MANIFEST = Manifest(
    code="files",
    label=_("Tệp"),
    schedules=(
        Schedule(
            "files.collect_orphans",
            "khuevan.core.files.operations.collect_orphans",
            "30 3 * * *",
            label=_("Dọn tệp không còn ai dùng"),
        ),
    ),
    verbs={"files.file_downloaded": _("Tải tệp về máy")},
)
