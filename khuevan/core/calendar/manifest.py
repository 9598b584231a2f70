"""What the calendar declares."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Manifest, MenuEntry, MenuGroup, PermissionSpec

from .types import Permission

MANIFEST = Manifest(
    code="calendar",
    label=_("Năm học, lịch"),
    permissions=(
        PermissionSpec(
            Permission.EDIT,
            _("Sửa mốc năm học và ngày nghỉ"),
            roles=("department_director", "office_officer", "system_administrator"),
        ),
    ),
    menu=(MenuEntry(_("Năm học, ngày nghỉ"), "calendar:years", "calendar", MenuGroup.SYSTEM, Permission.EDIT, order=60),),
    verbs={
        "calendar.school_year_changed": _("Sửa mốc năm học"),
        "calendar.day_set": _("Đặt ngày nghỉ, ngày làm việc"),
    },
)
