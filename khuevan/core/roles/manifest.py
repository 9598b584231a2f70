"""What roles say of themselves."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import HomeCard, Manifest, MenuEntry, MenuGroup, NoticeKind, PermissionSpec, Schedule

from .types import Permission, Role

MANIFEST = Manifest(
    code="roles",
    label=_("Vai trò, phân quyền"),
    permissions=(
        PermissionSpec(
            Permission.VIEW,
            _("Xem ai giữ vai trò nào"),
            roles=(
                Role.DEPARTMENT_DIRECTOR,
                Role.OFFICE_OFFICER,
                Role.PERSONNEL_OFFICER,
                Role.INSPECTOR,
                Role.COMMUNE_OFFICER,
                Role.PRINCIPAL,
                Role.VICE_PRINCIPAL,
                Role.IT_FOCAL_POINT,
                Role.SYSTEM_ADMINISTRATOR,
                Role.AUDITOR,
            ),
            help=_("Ở đơn vị của mình và các đơn vị bên dưới."),
        ),
        PermissionSpec(
            Permission.ASSIGN,
            _("Phân vai trò, kết thúc vai trò"),
            roles=(Role.OFFICE_OFFICER, Role.PERSONNEL_OFFICER, Role.PRINCIPAL, Role.SYSTEM_ADMINISTRATOR),
            help=_("Hiệu trưởng phân trong trường mình; Văn phòng và Tổ chức cán bộ của Sở phân ở Sở, xã và lãnh đạo trường."),
        ),
        PermissionSpec(
            Permission.ADJUST,
            _("Điều chỉnh quyền của vai trò"),
            roles=(Role.SYSTEM_ADMINISTRATOR,),
            help=_("Không ai chỉnh được vai trò mình đang giữ."),
        ),
        PermissionSpec(
            Permission.SUPPORT,
            _("Mở phiên hỗ trợ"),
            roles=(Role.SYSTEM_ADMINISTRATOR,),
            help=_("Làm việc với một vai trò tại một đơn vị, nhiều nhất 4 giờ; lãnh đạo đơn vị được báo."),
        ),
    ),
    menu=(
        MenuEntry(_("Người và vai trò"), "roles:posts", "users-group", MenuGroup.SYSTEM, Permission.VIEW, 10),
        MenuEntry(_("Bảng phân quyền"), "roles:matrix", "table", MenuGroup.SYSTEM, Permission.VIEW, 30),
        MenuEntry(_("Phiên hỗ trợ"), "roles:support", "lifebuoy", MenuGroup.SYSTEM, Permission.VIEW, 40),
    ),
    cards=(
        HomeCard("roles.support", "khuevan.core.roles.queries.support_card", Permission.VIEW, 20),
        HomeCard("roles.left_behind", "khuevan.core.roles.queries.left_behind_card", Permission.ASSIGN, 21),
    ),
    schedules=(
        Schedule(
            "roles.close_expired_support",
            "khuevan.core.roles.tasks.close_expired_support",
            "*/10 * * * *",
            _("Đóng phiên hỗ trợ hết giờ"),
            permissions=(Permission.SUPPORT,),
        ),
    ),
    notices=(
        NoticeKind("roles.assigned", _("Tôi được phân hoặc thôi một vai trò"), email=True),
        NoticeKind("roles.support_opened", _("Có phiên hỗ trợ mở tại đơn vị của tôi"), email=True),
        NoticeKind("roles.posts_left_behind", _("Có người chờ phân vai trò sau khi sắp xếp đơn vị"), email=True),
    ),
    verbs={
        "roles.role_assigned": _("Phân vai trò"),
        "roles.role_ended": _("Kết thúc vai trò"),
        "roles.role_adjusted": _("Điều chỉnh quyền của vai trò"),
        "roles.support_opened": _("Mở phiên hỗ trợ"),
        "roles.support_closed": _("Đóng phiên hỗ trợ"),
        "roles.posts_moved": _("Chuyển vai trò theo sắp xếp đơn vị"),
        "roles.posts_left_behind": _("Để vai trò chờ phân sau sắp xếp đơn vị"),
        "roles.reorganisation_undone": _("Trả vai trò về như trước sắp xếp đơn vị"),
        "roles.client_post_added": _("Cho phép phần mềm tại đơn vị"),
        "roles.client_post_removed": _("Thôi cho phép phần mềm tại đơn vị"),
    },
)
