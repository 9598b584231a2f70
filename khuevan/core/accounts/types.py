"""Vocabulary of accounts that other rooms may use, and the refusals that they may meet."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.errors import Refusal, Remedy
from khuevan.kernel.manifest import Text

# In the session: that its holder has a second factor.
PROVED_KEY = "accounts_second_factor"


class Permission(StrEnum):
    MANAGE = "accounts.manage"
    CONNECT = "accounts.connect"


class ApiScope(StrEnum):
    """What a key may do through the API, within what its holder may do."""

    READ = "read"
    WRITE = "write"


API_SCOPE_LABELS: dict[ApiScope, Text] = {
    ApiScope.READ: _("Đọc dữ liệu"),
    ApiScope.WRITE: _("Ghi dữ liệu"),
}


@dataclass(frozen=True)
class Warrant:
    """On what ground an actor handles the account of somebody else, when he is not the administrator of all accounts.

    The room that keeps people fills it in after finding the person in the actor's reach: `permission` is what the actor
    holds, `path` the path of the unit that keeps the person. Operations check again that the actor holds it there.
    """

    permission: str
    path: str


@dataclass(frozen=True)
class AccountRequest:
    """Asks for an account. `key` is the caller's own (a person's id) and comes back with the account."""

    key: int
    full_name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class OpenedAccount:
    """An account that was opened or given a new password. `password` exists nowhere else: hand it to `seal_slips`."""

    key: int
    user_id: int
    username: str
    full_name: str
    password: str


@dataclass(frozen=True)
class Slip:
    """One slip of paper to cut out: who, of which class or unit (`caption`), user name, one-time password."""

    full_name: str
    caption: str
    username: str
    password: str


@dataclass(frozen=True)
class OpenedSlips:
    """Slips as printed; `available_until` is when they can no longer be opened again."""

    title: str
    slips: tuple[Slip, ...]
    available_until: datetime


@dataclass(frozen=True)
class IssuedSecret:
    """A secret on the only occasion it is seen. `public_id` names the key, the software or the client."""

    public_id: str
    secret: str
    expires_at: datetime | None = None


@dataclass(frozen=True)
class BearerHolder:
    """Whose a presented secret is: of an account, or of a client without a person. `scopes` are the key's."""

    scopes: frozenset[str]
    user_id: int | None = None
    token_id: int | None = None
    client_id: int | None = None
    name: str = ""


@dataclass(frozen=True)
class SessionLine:
    """One place where an account is signed in."""

    pk: int
    device: str
    address: str
    signed_in_at: datetime
    is_current: bool


@dataclass(frozen=True)
class SoftwareRegistration:
    """Software that signs its users in through Khuê Văn (OpenID Connect). `trusted`: no consent is asked for."""

    name: str
    redirect_uris: tuple[str, ...]
    logout_uris: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ("openid", "profile")
    is_public: bool = False
    trusted: bool = False


class WrongCredentials(Refusal):
    code = "wrong_credentials"
    message = _("Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra lại chữ hoa, bộ gõ tiếng Việt rồi nhập lại.")


class WrongCode(Refusal):
    code = "wrong_code"
    message = _("Mã chưa đúng hoặc đã hết hạn. Nhập mã mới nhất trên ứng dụng, hoặc một mã khôi phục chưa dùng.")


class TooManyFailures(Refusal):
    """`until` is when the next attempt is listened to."""

    code = "too_many_failures"
    status = 429
    remedy = Remedy.WAIT
    message = _("Đã nhập sai nhiều lần. Vui lòng chờ đến %(until)s rồi thử lại.")


class AccountIsLocked(Refusal):
    code = "account_locked"
    status = 403
    message = _("Tài khoản này đã bị khóa. Hỏi đầu mối công nghệ thông tin của trường, hoặc người quản trị.")


class WeakPassword(Refusal):
    code = "weak_password"


class WrongPassword(Refusal):
    code = "wrong_password"
    message = _("Mật khẩu hiện tại chưa đúng.")


class LinkExpired(Refusal):
    code = "link_expired"
    message = _("Liên kết này đã dùng rồi hoặc đã hết hạn. Yêu cầu một liên kết mới.")


class NameTaken(Refusal):
    """An e-mail or phone that another account signs in with."""

    code = "name_taken"
    status = 409


class SecondFactorRequired(Refusal):
    code = "second_factor_required"
    message = _("Vai trò của bạn phải xác thực hai bước, nên không tắt được.")


class AlreadyOn(Refusal):
    code = "second_factor_on"
    status = 409
    message = _("Xác thực hai bước đã bật rồi.")


class Outranked(Refusal):
    code = "outranked"
    status = 403
    message = _("Người này giữ vai trò cao hơn bạn. Việc này do cấp trên hoặc người quản trị hệ thống làm.")


class OwnAccount(Refusal):
    code = "own_account"
    message = _("Không làm việc này với chính tài khoản của mình. Dùng trang Tài khoản của tôi.")


class SlipsGone(Refusal):
    code = "slips_gone"
    status = 410
    message = _("Phiếu này đã được mở và hủy, hoặc đã quá 24 giờ. Đặt lại mật khẩu để có phiếu mới.")


class BadClient(Refusal):
    """The client of a token request is unknown, withdrawn, or gave a wrong secret (RFC 6749, invalid_client)."""

    code = "invalid_client"
    status = 401
    message = _("Phần mềm chưa đăng ký, hoặc khóa bí mật chưa đúng.")


class ScopeNotGranted(Refusal):
    """The key exists but was not given the scope (RFC 6750, insufficient_scope)."""

    code = "insufficient_scope"
    status = 403
    message = _("Khóa này không có phạm vi “%(scope)s”. Cấp khóa mới có phạm vi đó.")


class BadAddress(Refusal):
    code = "bad_address"
    message = _("“%(address)s” không phải địa chỉ nhận kết quả hợp lệ. Ghi đủ https://…, không có dấu # và dấu *.")
