"""What the indicators room declares."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import HomeCard, Manifest, MenuEntry, MenuGroup, PermissionSpec, Schedule, SearchSource

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
            Permission.VIEW_REPORTS,
            _("Xem số liệu đơn vị tự báo cáo, minh chứng, đơn vị chưa báo cáo"),
            roles=(*DEPARTMENT, "commune_officer", *SCHOOL),
        ),
        PermissionSpec(
            Permission.REPORT,
            _("Báo cáo số liệu của cơ sở giáo dục"),
            roles=("principal", "vice_principal", "it_focal_point"),
            help=_("Cho những chỉ tiêu chưa đo được từ dữ liệu làm việc hằng ngày."),
        ),
        PermissionSpec(Permission.REPORT_COMMUNE, _("Báo cáo số liệu của xã, phường"), roles=("commune_officer",)),
        PermissionSpec(
            Permission.REPORT_DEPARTMENT,
            _("Báo cáo số liệu của Sở"),
            roles=("office_officer", "student_affairs_officer"),
        ),
    ),
    menu=(
        MenuEntry(_("Chỉ tiêu đo tự động"), "indicators:catalogue", "chart-bar", MenuGroup.STEERING, Permission.VIEW, order=20),
        MenuEntry(
            _("Số liệu đơn vị báo cáo"),
            "indicators:reports",
            "clipboard-list",
            MenuGroup.STEERING,
            Permission.VIEW_REPORTS,
            order=25,
        ),
    ),
    cards=(HomeCard("indicators.reports", "khuevan.core.indicators.queries.reports_card", Permission.VIEW_REPORTS, order=30),),
    searches=(SearchSource("indicators", _("Chỉ tiêu"), "khuevan.core.indicators.queries.search", Permission.VIEW, order=40),),
    schedules=(
        Schedule(
            "indicators.nightly",
            "khuevan.core.indicators.tasks.measure_nightly",
            "30 5 * * *",
            _("Đo chỉ tiêu"),
            permissions=(Permission.RECOMPUTE,),
        ),
        Schedule(
            "indicators.forget",
            "khuevan.core.indicators.tasks.forget_nightly",
            "15 4 * * *",
            _("Dọn số liệu đo của những ngày cũ"),
            permissions=(Permission.RECOMPUTE,),
        ),
    ),
    verbs={
        "indicators.measured": _("Đo chỉ tiêu"),
        "indicators.value_reported": _("Báo cáo số liệu"),
        "indicators.value_corrected": _("Sửa số liệu đã báo cáo"),
        "indicators.days_forgotten": _("Dọn số liệu đo của những ngày cũ"),
    },
)
