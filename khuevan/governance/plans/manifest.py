"""What `plans` says of itself."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import HomeCard, Manifest, MenuEntry, MenuGroup, PermissionSpec, SearchSource

from .types import Permission

# The same people who see figures (`indicators.view`): a plan without its figures would say "not measured" of everything.
READERS = (
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
    "it_focal_point",
)

MANIFEST = Manifest(
    code="plans",
    label=_("Kế hoạch"),
    permissions=(
        PermissionSpec(
            Permission.VIEW,
            _("Xem kế hoạch, chỉ tiêu, nhiệm vụ"),
            roles=READERS,
            help=_("Lời văn của kế hoạch ai có quyền cũng xem được; số đo chỉ của đơn vị trong phạm vi của mình."),
        ),
    ),
    menu=(MenuEntry(_("Kế hoạch và chỉ tiêu"), "plans:list", "target-arrow", MenuGroup.STEERING, Permission.VIEW, order=10),),
    cards=(HomeCard("plans.progress", "khuevan.governance.plans.queries.home_card", Permission.VIEW, order=10),),
    searches=(
        SearchSource("plans", _("Kế hoạch, chỉ tiêu"), "khuevan.governance.plans.queries.search", Permission.VIEW, order=30),
    ),
)
