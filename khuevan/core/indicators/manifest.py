"""What the indicators room declares."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Manifest, MenuEntry, MenuGroup, PermissionSpec, Schedule, SearchSource

from .types import Permission

DEPARTMENT = (
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
SCHOOL = ("principal", "vice_principal", "clerk", "it_focal_point")

MANIFEST = Manifest(
    code="indicators",
    label=_("Chỉ tiêu"),
    permissions=(
        PermissionSpec(
            Permission.VIEW,
            _("Xem chỉ tiêu và số liệu tổng hợp"),
            roles=("ministry_observer", *DEPARTMENT, "commune_officer", *SCHOOL),
        ),
        PermissionSpec(Permission.RECOMPUTE, _("Đo lại chỉ tiêu"), roles=("office_officer", "student_affairs_officer")),
        PermissionSpec(
            Permission.REPORT,
            _("Báo cáo chỉ tiêu chưa đo tự động"),
            roles=(*SCHOOL, "commune_officer", "student_affairs_officer"),
        ),
    ),
    menu=(
        MenuEntry(_("Chỉ tiêu đo tự động"), "indicators:catalogue", "chart-bar", MenuGroup.STEERING, Permission.VIEW, order=20),
    ),
    searches=(SearchSource("indicators", _("Chỉ tiêu"), "khuevan.core.indicators.queries.search", Permission.VIEW, order=40),),
    schedules=(
        Schedule(
            "indicators.nightly",
            "khuevan.core.indicators.tasks.measure_nightly",
            "30 5 * * *",
            _("Đo chỉ tiêu"),
            permissions=(Permission.RECOMPUTE,),
        ),
    ),
    verbs={"indicators.measured": _("Đo chỉ tiêu")},
)
