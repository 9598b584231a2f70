"""What `enrolment` says of itself."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import HomeCard, Manifest, MenuEntry, MenuGroup, NoticeKind, PermissionSpec, SearchSource

from .types import Permission

_MANAGERS = ("principal", "vice_principal", "it_focal_point", "clerk")
_TEACHERS = ("homeroom_teacher", "subject_teacher", "health_worker")
_OFFICERS = (
    "commune_officer",
    "department_director",
    "office_officer",
    "preschool_primary_officer",
    "secondary_officer",
    "continuing_officer",
    "quality_officer",
    "student_affairs_officer",
    "inspector",
)

MANIFEST = Manifest(
    code="enrolment",
    label=_("Học sinh, lớp học"),
    permissions=(
        PermissionSpec(
            Permission.VIEW,
            _("Xem học sinh và lớp học"),
            roles=(*_MANAGERS, *_TEACHERS, *_OFFICERS),
            tied=True,
            help=_("Giáo viên xem các lớp của mình; cán bộ Sở, xã xem các trường trong phạm vi."),
        ),
        PermissionSpec(
            Permission.BROWSE,
            _("Tra cứu học sinh, lớp học trong phạm vi quản lý"),
            roles=(*_MANAGERS, *_TEACHERS, *_OFFICERS),
            help=_("Danh sách và ô tìm kiếm."),
        ),
        PermissionSpec(Permission.EDIT, _("Thêm, sửa, xếp lớp học sinh"), roles=_MANAGERS),
        PermissionSpec(Permission.IMPORT, _("Nhập học sinh từ Excel"), roles=_MANAGERS),
        PermissionSpec(Permission.MANAGE_CLASSES, _("Lập lớp, phân công chủ nhiệm"), roles=_MANAGERS),
        PermissionSpec(
            Permission.TRANSFER,
            _("Yêu cầu và quyết định chuyển trường"),
            roles=("principal", "vice_principal", "it_focal_point", "clerk"),
        ),
    ),
    menu=(
        MenuEntry(_("Học sinh"), "enrolment:learners", "users-group", MenuGroup.REGISTRY, Permission.BROWSE, 20),
        MenuEntry(_("Lớp học"), "enrolment:classes", "chalkboard", MenuGroup.REGISTRY, Permission.BROWSE, 21),
        MenuEntry(_("Chuyển trường"), "enrolment:transfers", "arrows-exchange", MenuGroup.REGISTRY, Permission.BROWSE, 22),
    ),
    cards=(
        HomeCard("enrolment.learners", "khuevan.registry.enrolment.queries.learners_card", Permission.BROWSE, 30),
        HomeCard("enrolment.transfers", "khuevan.registry.enrolment.queries.transfers_card", Permission.TRANSFER, 31),
    ),
    searches=(
        SearchSource(
            "enrolment.learners", _("Học sinh"), "khuevan.registry.enrolment.queries.search_learners", Permission.BROWSE, 11
        ),
        SearchSource(
            "enrolment.classes", _("Lớp học"), "khuevan.registry.enrolment.queries.search_classes", Permission.BROWSE, 30
        ),
    ),
    notices=(NoticeKind("enrolment.transfer", _("Chuyển trường: yêu cầu và trả lời")),),
    verbs={
        "enrolment.class_created": _("Lập lớp"),
        "enrolment.class_renamed": _("Đổi tên lớp"),
        "enrolment.learners_advanced": _("Đưa học sinh lên lớp"),
        "enrolment.learner_added": _("Thêm học sinh"),
        "enrolment.learner_moved": _("Chuyển lớp"),
        "enrolment.status_changed": _("Đổi trạng thái học tập"),
        "enrolment.learner_returned": _("Nhận học lại"),
        "enrolment.change_undone": _("Hoàn tác lần xếp lớp cuối"),
        "enrolment.transfer_requested": _("Yêu cầu chuyển trường"),
        "enrolment.transfer_accepted": _("Đồng ý chuyển trường"),
        "enrolment.transfer_refused": _("Từ chối chuyển trường"),
        "enrolment.transfer_withdrawn": _("Rút yêu cầu chuyển trường"),
        "enrolment.double_stay_dropped": _("Bỏ lần ghi danh trùng khi gộp hồ sơ"),
        "enrolment.reorganisation_followed": _("Chuyển lớp theo trường được sắp xếp lại"),
        "enrolment.reorganisation_undone": _("Đưa lớp về trường cũ khi hoàn tác sắp xếp"),
        "enrolment.learners_exported": _("Xuất danh sách học sinh theo mẫu cơ sở dữ liệu ngành"),
    },
)
