"""What `people` says of itself."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import (
    HomeCard,
    Manifest,
    MenuEntry,
    MenuGroup,
    NoticeKind,
    PermissionSpec,
    Schedule,
    SearchSource,
)

from .types import Permission

_KEEPERS = ("principal", "vice_principal", "clerk", "it_focal_point")
_DIVISIONS = (
    "office_officer",
    "preschool_primary_officer",
    "secondary_officer",
    "continuing_officer",
    "quality_officer",
    "student_affairs_officer",
    "personnel_officer",
    "finance_officer",
)
_VIEWERS = (*_KEEPERS, "homeroom_teacher", "health_worker", "commune_officer", *_DIVISIONS, "inspector")

MANIFEST = Manifest(
    code="people",
    label=_("Hồ sơ cá nhân"),
    permissions=(
        PermissionSpec(
            Permission.VIEW,
            _("Xem hồ sơ cá nhân"),
            roles=_VIEWERS,
            tied=True,
            help=_("Thông tin cơ bản và liên hệ. Ai cũng xem được hồ sơ của mình và của con mình."),
        ),
        PermissionSpec(
            Permission.VIEW_SENSITIVE,
            _("Xem đủ số định danh, dân tộc, tôn giáo, đối tượng chính sách"),
            roles=("principal", "clerk", "it_focal_point", "health_worker", "homeroom_teacher"),
            tied=True,
            help=_("Mỗi lần xem được ghi lại; người có hồ sơ thấy ai đã xem."),
        ),
        PermissionSpec(
            Permission.BROWSE,
            _("Tra cứu hồ sơ trong phạm vi quản lý"),
            roles=_VIEWERS,
            help=_("Danh sách và ô tìm kiếm."),
        ),
        PermissionSpec(
            Permission.EDIT,
            _("Thêm, sửa hồ sơ cá nhân, người giám hộ"),
            roles=_KEEPERS,
            help=_("Sửa thông tin nhạy cảm cần thêm quyền xem thông tin nhạy cảm."),
        ),
        PermissionSpec(
            Permission.MERGE,
            _("Gộp hồ sơ trùng"),
            roles=("it_focal_point", "principal", "student_affairs_officer"),
            help=_("Cần quyền trên cả hai hồ sơ; hai trường khác nhau thì Sở gộp."),
        ),
        PermissionSpec(
            Permission.REQUEST_CORRECTION,
            _("Yêu cầu đính chính hồ sơ, xem ai đã đọc"),
            tied=True,
            help=_("Của mình và của con mình (Luật 91/2025/QH15)."),
        ),
        PermissionSpec(
            Permission.CORRECT,
            _("Xử lý yêu cầu đính chính"),
            roles=("principal", "clerk", "it_focal_point"),
            help=_("Không ai xử lý yêu cầu về hồ sơ của mình hay của con mình."),
        ),
        PermissionSpec(
            Permission.OPEN_ACCOUNTS,
            _("Cấp, khóa tài khoản cho cán bộ, giáo viên"),
            roles=("it_focal_point", "principal", "system_administrator"),
            help=_("Thấy họ tên, đơn vị và tình trạng tài khoản của người đang giữ vai trò; không mở được hồ sơ."),
        ),
        PermissionSpec(
            Permission.OPEN_ALL_ACCOUNTS,
            _("Cấp, khóa tài khoản cho cả học sinh, cha mẹ"),
            roles=("it_focal_point", "principal"),
        ),
    ),
    menu=(
        MenuEntry(
            _("Con tôi"),
            "people:children",
            "heart-handshake",
            MenuGroup.HOME,
            Permission.VIEW,
            5,
            when="khuevan.core.people.queries.is_guardian",
        ),
        MenuEntry(_("Hồ sơ của tôi"), "people:mine", "id", MenuGroup.HOME, Permission.VIEW, 6),
        MenuEntry(_("Hồ sơ cá nhân"), "people:people", "users", MenuGroup.REGISTRY, Permission.BROWSE, 30),
        MenuEntry(_("Hồ sơ nghi trùng"), "people:duplicates", "copy", MenuGroup.REGISTRY, Permission.MERGE, 31),
        MenuEntry(_("Yêu cầu đính chính"), "people:corrections", "file-pencil", MenuGroup.REGISTRY, Permission.CORRECT, 32),
        MenuEntry(_("Tài khoản đơn vị"), "people:accounts", "key", MenuGroup.REGISTRY, Permission.OPEN_ACCOUNTS, 33),
    ),
    cards=(
        HomeCard("children", "khuevan.core.people.queries.children_card", Permission.VIEW, 5),
        HomeCard("corrections", "khuevan.core.people.queries.corrections_card", Permission.CORRECT, 40),
        HomeCard("duplicates", "khuevan.core.people.queries.duplicates_card", Permission.MERGE, 41),
        HomeCard("accounts", "khuevan.core.people.queries.accounts_card", Permission.OPEN_ACCOUNTS, 42),
    ),
    searches=(SearchSource("people", _("Người"), "khuevan.core.people.queries.search", Permission.BROWSE, 10),),
    notices=(
        NoticeKind("people.correction_requested", _("Có yêu cầu đính chính hồ sơ cần xử lý")),
        NoticeKind("people.correction_moved", _("Yêu cầu đính chính của tôi được xử lý"), email=True),
    ),
    schedules=(
        Schedule(
            "people.find_duplicates",
            "khuevan.core.people.tasks.find_duplicates_nightly",
            "20 2 * * *",
            _("Tìm hồ sơ nghi trùng"),
            permissions=(Permission.MERGE,),
        ),
    ),
    verbs={
        "people.person_created": _("Thêm hồ sơ"),
        "people.person_updated": _("Sửa hồ sơ"),
        "people.person_corrected": _("Sửa hồ sơ theo yêu cầu đính chính"),
        "people.personal_id_set": _("Ghi số định danh"),
        "people.personal_id_cleared": _("Bỏ số định danh ghi nhầm"),
        "people.sector_id_set": _("Ghi mã định danh Bộ GDĐT"),
        "people.guardian_linked": _("Thêm cha mẹ, người giám hộ"),
        "people.guardianship_changed": _("Sửa quan hệ giám hộ"),
        "people.guardianship_ended": _("Kết thúc quan hệ giám hộ"),
        "people.persons_merged": _("Gộp hồ sơ trùng"),
        "people.keepers_followed": _("Chuyển hồ sơ theo đơn vị được sắp xếp lại"),
        "people.pair_dismissed": _("Xác nhận không phải một người"),
        "people.correction_requested": _("Yêu cầu đính chính"),
        "people.correction_acknowledged": _("Tiếp nhận yêu cầu đính chính"),
        "people.correction_accepted": _("Chấp nhận yêu cầu đính chính"),
        "people.correction_refused": _("Không chấp nhận yêu cầu đính chính"),
        "people.correction_withdrawn": _("Rút yêu cầu đính chính"),
        "people.accounts_opened": _("Cấp tài khoản cho người của đơn vị"),
        "people.password_renewed": _("Cấp lại mật khẩu"),
        "people.account_locked": _("Khóa tài khoản"),
        "people.account_unlocked": _("Mở khóa tài khoản"),
    },
)
