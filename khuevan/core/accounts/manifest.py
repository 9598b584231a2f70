"""What accounts say of themselves."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Manifest, MenuEntry, MenuGroup, PermissionSpec, Schedule

from .types import Permission

ADMINISTRATOR = ("system_administrator",)

MANIFEST = Manifest(
    code="accounts",
    label=_("Tài khoản"),
    permissions=(
        PermissionSpec(
            Permission.MANAGE,
            _("Quản lý mọi tài khoản"),
            roles=ADMINISTRATOR,
            help=_("Khóa, mở khóa, đặt lại mật khẩu, đăng xuất từ xa. Không mở hồ sơ của ai."),
        ),
        PermissionSpec(
            Permission.CONNECT,
            _("Đăng ký phần mềm kết nối"),
            roles=ADMINISTRATOR,
            help=_("Cho phần mềm khác đăng nhập qua Khuê Văn hoặc gọi API."),
        ),
    ),
    menu=(
        MenuEntry(_("Tài khoản"), "accounts:accounts", "user-cog", MenuGroup.SYSTEM, Permission.MANAGE, 20),
        MenuEntry(_("Đăng nhập một lần"), "accounts:software", "plug-connected", MenuGroup.SYSTEM, Permission.CONNECT, 60),
        MenuEntry(_("Phần mềm gọi API"), "accounts:api_clients", "api", MenuGroup.SYSTEM, Permission.CONNECT, 70),
    ),
    schedules=(
        Schedule(
            "accounts.purge",
            "khuevan.core.accounts.tasks.purge",
            "40 * * * *",
            _("Dọn phiếu tài khoản, khóa hết hạn"),
            permissions=(Permission.MANAGE,),
        ),
    ),
)
