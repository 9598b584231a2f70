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
    verbs={
        "accounts.signed_in": _("Đăng nhập"),
        "accounts.sign_in_refused": _("Đăng nhập không thành"),
        "accounts.locked": _("Phải chờ vì nhập sai nhiều lần"),
        "accounts.failures_forgiven": _("Cho nhập lại ngay"),
        "accounts.signed_out": _("Đăng xuất"),
        "accounts.session_ended": _("Đăng xuất một thiết bị"),
        "accounts.sessions_ended": _("Đăng xuất mọi thiết bị"),
        "accounts.surplus_sessions_ended": _("Đăng xuất thiết bị cũ vì quá nhiều nơi đăng nhập"),
        "accounts.opened": _("Mở tài khoản"),
        "accounts.account_edited": _("Sửa tài khoản"),
        "accounts.account_locked": _("Khóa tài khoản"),
        "accounts.account_unlocked": _("Mở khóa tài khoản"),
        "accounts.password_changed": _("Đổi mật khẩu"),
        "accounts.password_reset": _("Đặt lại mật khẩu cho người khác"),
        "accounts.password_link_requested": _("Yêu cầu liên kết đặt lại mật khẩu"),
        "accounts.password_reset_by_link": _("Đặt lại mật khẩu bằng liên kết"),
        "accounts.email_change_requested": _("Yêu cầu đổi thư điện tử"),
        "accounts.email_changed": _("Đổi thư điện tử"),
        "accounts.slips_sealed": _("Lập phiếu tài khoản"),
        "accounts.slips_opened": _("Mở phiếu tài khoản để in"),
        "accounts.second_factor_on": _("Bật xác thực hai bước"),
        "accounts.second_factor_off": _("Tắt xác thực hai bước"),
        "accounts.second_factor_reset": _("Bỏ xác thực hai bước cho người khác"),
        "accounts.recovery_codes_renewed": _("Tạo mã khôi phục mới"),
        "accounts.api_token_issued": _("Cấp khóa truy cập API"),
        "accounts.api_token_revoked": _("Thu hồi khóa truy cập API"),
        "accounts.api_client_registered": _("Đăng ký phần mềm gọi API"),
        "accounts.api_client_secret_renewed": _("Tạo khóa bí mật mới cho phần mềm gọi API"),
        "accounts.api_client_withdrawn": _("Thu hồi phần mềm gọi API"),
        "accounts.client_token_issued": _("Phần mềm lấy khóa tạm"),
        "accounts.software_registered": _("Đăng ký phần mềm đăng nhập một lần"),
        "accounts.software_changed": _("Sửa đăng ký phần mềm đăng nhập một lần"),
        "accounts.software_secret_renewed": _("Tạo khóa bí mật mới cho phần mềm đăng nhập một lần"),
        "accounts.software_removed": _("Gỡ phần mềm đăng nhập một lần"),
    },
)
