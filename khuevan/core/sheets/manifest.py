"""What `sheets` says of itself."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Manifest, MenuEntry, MenuGroup, PermissionSpec, Schedule

from .types import Permission

MANIFEST = Manifest(
    code="sheets",
    label=_("Nhập từ Excel"),
    permissions=(
        PermissionSpec(
            Permission.IMPORT,
            _("Nhập dữ liệu từ tệp Excel"),
            roles=("principal", "vice_principal", "it_focal_point", "clerk", "personnel_officer"),
            help=_("Nhập được loại dữ liệu nào còn tùy quyền của loại đó."),
        ),
    ),
    menu=(MenuEntry(_("Nhập từ Excel"), "sheets:runs", "upload", MenuGroup.REGISTRY, Permission.IMPORT, 40),),
    schedules=(
        Schedule(
            "sheets.purge", "khuevan.core.sheets.operations.purge", "45 2 * * *", label=_("Xóa tệp và bản xem trước đã cũ")
        ),
    ),
    verbs={
        "sheets.file_uploaded": _("Tải tệp lên để nhập"),
        "sheets.import_applied": _("Nhập dữ liệu từ tệp"),
        "sheets.import_undone": _("Hoàn tác lần nhập từ tệp"),
        "sheets.import_discarded": _("Bỏ lần nhập từ tệp"),
    },
)
