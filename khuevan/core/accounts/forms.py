"""Forms of accounts."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.text import InvalidText, normalize_phone
from khuevan.web.filters import ChoiceFilter, FilterSet, TextFilter, ToggleFilter
from khuevan.web.forms import Form, IntegerField, Section

from .types import API_SCOPE_LABELS, ApiScope, SoftwareRegistration

MISMATCH = _("Hai lần nhập chưa giống nhau. Nhập lại mật khẩu mới.")
OIDC_SCOPES = (
    ("openid", _("Mã người dùng (bắt buộc)")),
    ("profile", _("Họ tên, tên đăng nhập")),
    ("email", _("Thư điện tử")),
    ("khuevan", _("Vai trò và đơn vị công tác")),
)


def password_field(label: Any, autocomplete: str, **options: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=200, widget=widget, **options)


class SignInForm(Form):
    login = forms.CharField(
        label=_("Tên đăng nhập"),
        help_text=_("Hoặc thư điện tử, số điện thoại đã khai trong tài khoản."),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = password_field(_("Mật khẩu"), "current-password")


class CodeForm(Form):
    code = forms.CharField(
        label=_("Mã xác thực"),
        help_text=_("Sáu chữ số trên ứng dụng xác thực, hoặc một mã khôi phục."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


class ForgottenForm(Form):
    login = forms.CharField(
        label=_("Tên đăng nhập, thư điện tử hoặc số điện thoại"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class NewPasswordForm(Form):
    """A new password typed twice; the rules of passwords are checked by the operation."""

    new = password_field(_("Mật khẩu mới"), "new-password")
    again = password_field(_("Nhập lại mật khẩu mới"), "new-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = format_html_join("", "<li>{}</li>", ((text,) for text in password_validators_help_texts()))
        self.fields["new"].help_text = format_html("<ul>{}</ul>", rules)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "new" in values and "again" in values and values["new"] != values["again"]:
            self.add_error("again", MISMATCH)
        return values


class ChangePasswordForm(NewPasswordForm):
    field_order = ("current", "new", "again")
    current = password_field(_("Mật khẩu hiện tại"), "current-password")


class PasswordForm(Form):
    password = password_field(_("Mật khẩu của bạn"), "current-password")


class AccountForm(Form):
    phone = forms.CharField(
        label=_("Số điện thoại"),
        help_text=_("Dùng để đăng nhập thay cho tên đăng nhập."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=settings.LANGUAGES)

    def clean_phone(self) -> str | None:
        if not self.cleaned_data["phone"]:
            return None
        try:
            return normalize_phone(self.cleaned_data["phone"])
        except InvalidText as error:
            raise forms.ValidationError(str(error)) from error


class EmailForm(PasswordForm):
    field_order = ("email", "password")
    email = forms.EmailField(
        label=_("Thư điện tử mới"),
        help_text=_("Chúng tôi gửi một liên kết tới địa chỉ này để xác nhận."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ReasonForm(Form):
    reason = forms.CharField(label=_("Lý do"), max_length=250, help_text=_("Được ghi vào nhật ký."))


class ApiTokenForm(Form):
    label = forms.CharField(label=_("Dùng cho"), max_length=100, help_text=_("Ví dụ: bảng tính thống kê của phòng."))
    scopes = forms.MultipleChoiceField(
        label=_("Được làm gì"),
        choices=list(API_SCOPE_LABELS.items()),
        initial=[ApiScope.READ],
        widget=forms.CheckboxSelectMultiple,
    )
    days = IntegerField(label=_("Có hiệu lực trong (ngày)"), min_value=1, max_value=365, initial=90)


class ClientForm(Form):
    name = forms.CharField(label=_("Tên phần mềm"), max_length=120)
    contact = forms.CharField(
        label=_("Đầu mối"), max_length=200, help_text=_("Đơn vị vận hành, người liên hệ, số văn bản cho phép.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Được làm gì"),
        choices=list(API_SCOPE_LABELS.items()),
        initial=[ApiScope.READ],
        widget=forms.CheckboxSelectMultiple,
    )


class AddressesField(forms.Field):
    """Addresses, one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def to_python(self, value: Any) -> tuple[str, ...]:
        return tuple(line.strip() for line in (value or "").splitlines() if line.strip())

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else "\n".join(value or ())


class SoftwareForm(Form):
    """What a registration says; `registration` turns it into the dataclass that the operation takes."""

    layout = (
        Section(_("Phần mềm")),
        "name",
        "redirect_uris",
        "logout_uris",
        Section(_("Được biết gì về người dùng")),
        "scopes",
        Section(_("Cách làm việc")),
        "is_public",
        "trusted",
    )
    name = forms.CharField(label=_("Tên phần mềm"), max_length=100, help_text=_("Hiện cho người dùng khi hỏi ý kiến."))
    redirect_uris = AddressesField(
        label=_("Địa chỉ nhận kết quả đăng nhập"),
        help_text=_("Mỗi dòng một địa chỉ đầy đủ (redirect URI), bắt đầu bằng https://."),
    )
    logout_uris = AddressesField(label=_("Địa chỉ quay về sau khi đăng xuất"), required=False)
    scopes = forms.MultipleChoiceField(
        label=_("Thông tin được nhận"), choices=OIDC_SCOPES, initial=["openid", "profile"], widget=forms.CheckboxSelectMultiple
    )
    is_public = forms.BooleanField(label=_("Ứng dụng trên máy hoặc điện thoại, không giữ được khóa bí mật"), required=False)
    trusted = forms.BooleanField(label=_("Phần mềm của ngành: không hỏi ý kiến người dùng khi đăng nhập"), required=False)

    def clean_scopes(self) -> list[str]:
        return ["openid", *(scope for scope in self.cleaned_data["scopes"] if scope != "openid")]

    def registration(self) -> SoftwareRegistration:
        values = self.cleaned_data
        return SoftwareRegistration(
            name=values["name"],
            redirect_uris=values["redirect_uris"],
            logout_uris=values["logout_uris"],
            scopes=tuple(values["scopes"]),
            is_public=values["is_public"],
            trusted=values["trusted"],
        )


class AccountFilter(FilterSet):
    q = TextFilter(exact=("username", "email", "phone"), label=_("Tìm theo tên, tên đăng nhập, số điện thoại"))
    is_active = ChoiceFilter(label=_("Trạng thái"), choices=[("True", _("Đang dùng")), ("False", _("Đã khóa"))])
    waiting = ToggleFilter(label=_("Chưa đổi mật khẩu lần đầu"), condition=Q(must_change_password=True))
    shared = ToggleFilter(label=_("Mở ở nhiều địa chỉ"), condition=Q(address_count__gt=1))
