"""What the organisation tree says of itself."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Manifest, MenuEntry, MenuGroup, PermissionSpec, SearchSource

from .types import Permission

DEPARTMENT_ROLES = (
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
SCHOOL_ROLES = (
    "principal",
    "vice_principal",
    "clerk",
    "accountant",
    "librarian",
    "health_worker",
    "it_focal_point",
    "homeroom_teacher",
    "subject_teacher",
)

MANIFEST = Manifest(
    code="org",
    label=_("Đơn vị"),
    permissions=(
        PermissionSpec(
            Permission.VIEW,
            _("Xem cây tổ chức, danh mục đơn vị"),
            roles=("ministry_observer", *DEPARTMENT_ROLES, "commune_officer", *SCHOOL_ROLES, "system_administrator", "auditor"),
            help=_("Đơn vị trên cấp lớp là thông tin công khai trong hệ thống: có quyền này ở một nơi là xem được tất cả."),
        ),
        PermissionSpec(
            Permission.EDIT,
            _("Thành lập, đổi tên, chuyển, giải thể đơn vị; ghi mã và mọi thông tin của đơn vị"),
            roles=("office_officer", "system_administrator"),
        ),
        PermissionSpec(
            Permission.EDIT_ATTRIBUTES,
            _("Sửa thông tin trường trong địa bàn: cấp học, loại hình, khu vực, địa chỉ"),
            roles=("commune_officer",),
        ),
        PermissionSpec(
            Permission.EDIT_OWN,
            _("Sửa địa chỉ, điện thoại, vị trí của đơn vị mình"),
            roles=("principal", "vice_principal", "clerk"),
        ),
        PermissionSpec(
            Permission.REORGANISE,
            _("Soạn, áp dụng, hoàn tác việc sắp xếp đơn vị theo quyết định"),
            roles=("department_director", "office_officer", "system_administrator"),
        ),
    ),
    menu=(
        MenuEntry(_("Đơn vị, trường học"), "org:units", "building-community", MenuGroup.REGISTRY, Permission.VIEW, order=10),
        MenuEntry(_("Cây tổ chức"), "org:tree", "sitemap", MenuGroup.REGISTRY, Permission.VIEW, order=11),
        MenuEntry(
            _("Sắp xếp đơn vị"), "org:reorganisations", "arrows-split", MenuGroup.STEERING, Permission.REORGANISE, order=80
        ),
    ),
    searches=(
        SearchSource("org", _("Đơn vị, trường học"), "khuevan.core.org.queries.global_search", Permission.VIEW, order=20),
    ),
    verbs={
        "org.unit_created": _("Thành lập đơn vị"),
        "org.unit_renamed": _("Đổi tên đơn vị"),
        "org.name_corrected": _("Sửa tên ghi sai"),
        "org.unit_moved": _("Chuyển đơn vị"),
        "org.unit_changed": _("Sửa thông tin đơn vị"),
        "org.code_set": _("Ghi mã đơn vị"),
        "org.unit_abolished": _("Giải thể đơn vị"),
        "org.reorganisation_drafted": _("Soạn phương án sắp xếp"),
        "org.reorganisation_changed": _("Sửa phương án sắp xếp"),
        "org.step_added": _("Thêm bước vào phương án"),
        "org.step_removed": _("Bỏ bước khỏi phương án"),
        "org.step_moved": _("Đổi thứ tự bước"),
        "org.reorganisation_discarded": _("Bỏ bản nháp phương án"),
        "org.reorganisation_applied": _("Áp dụng phương án sắp xếp"),
        "org.reorganisation_reversed": _("Hoàn tác phương án sắp xếp"),
    },
)
