"""The holder's own account: profile, password, second factor, sessions, keys."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.web.pages import ConfirmPage, DetailPage, FormPage, Page
from khuevan.web.types import Crumb

from .. import operations, queries
from ..forms import AccountForm, ApiTokenForm, ChangePasswordForm, CodeForm, EmailForm, PasswordForm
from ..queries import second_factor
from ..types import PROVED_KEY
from .adapter import remember_language
from .base import DirectFormPage, show_recovery_codes, show_secret

PENDING = "accounts_pending_second_factor"


class OwnPage(Page):
    """What the pages of one's own account share. They belong to no line of the menu."""

    signed_in = True
    nav = "own"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(gettext_lazy("Tài khoản của tôi"), reverse("accounts:profile"))]


class Profile(DetailPage):
    """Everything about one's account at a glance."""

    signed_in = True
    nav = "own"
    template_name = "accounts/profile.html"
    title = gettext_lazy("Tài khoản của tôi")
    help = gettext_lazy(
        "Xem nơi đang đăng nhập; thấy máy lạ thì đăng xuất máy đó rồi đổi mật khẩu. Bật xác thực hai bước để "
        "không ai vào được chỉ với mật khẩu."
    )

    def get_object(self) -> Any:
        return queries.own_account(self.actor)

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "sessions": queries.own_sessions(self.actor, current_key=self.request.session.session_key),
            "tokens": list(queries.own_api_tokens(self.actor)),
            "second_factor": queries.has_second_factor(self.object.pk),
            "second_factor_required": queries.second_factor_required(self.actor),
            "recovery_codes": second_factor.unused_recovery_codes(self.object.pk),
        }


class EditAccount(OwnPage, FormPage):
    title = gettext_lazy("Sửa tài khoản")
    form_class = AccountForm

    def form_options(self) -> dict[str, Any]:
        user = queries.own_account(self.actor)
        return {"initial": {"phone": user.phone, "language": user.language}}

    def perform(self, form: forms.Form) -> Any:
        return operations.edit_account(self.actor, **form.cleaned_data)

    def success_url(self, user: Any) -> str:
        return reverse("accounts:profile")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().post(request, *args, **kwargs)
        if response.status_code in (204, 302):
            remember_language(response, queries.own_account(self.actor).language)
        return response


class ChangePassword(OwnPage, DirectFormPage):
    before_gate = True
    template_name = "accounts/change_password.html"
    title = gettext_lazy("Đổi mật khẩu")
    form_class = ChangePasswordForm
    submit_label = gettext_lazy("Đổi mật khẩu")

    def context(self) -> dict[str, Any]:
        user = self.request.user
        return {"forced": user.must_change_password, "expired": queries.password_is_expired(user)}

    def perform(self, form: forms.Form) -> Any:
        return operations.change_password(self.actor, current=form.cleaned_data["current"], new=form.cleaned_data["new"])

    def answer(self, form: forms.Form, user: Any) -> HttpResponseBase:
        operations.begin_session_anew(self.request, user=user)
        return self.say(_("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất."), reverse("accounts:profile"))


class ChangeEmail(OwnPage, DirectFormPage):
    title = gettext_lazy("Đổi thư điện tử")
    form_class = EmailForm
    submit_label = gettext_lazy("Gửi liên kết xác nhận")

    def perform(self, form: forms.Form) -> None:
        operations.request_email_change(self.actor, **form.cleaned_data)

    def answer(self, form: forms.Form, result: None) -> HttpResponseBase:
        done = _("Đã gửi liên kết tới %(email)s. Mở thư trong 24 giờ để xác nhận.") % form.cleaned_data
        return self.say(done, reverse("accounts:profile"))


class ConfirmEmail(OwnPage, ConfirmPage):
    title = gettext_lazy("Xác nhận thư điện tử")
    submit_label = gettext_lazy("Dùng địa chỉ này")

    def question(self) -> Any:
        return _("Dùng địa chỉ thư này cho tài khoản của bạn?")

    def perform(self, form: forms.Form) -> Any:
        return operations.confirm_email_change(self.actor, token=self.kwargs["token"])

    def success_url(self, user: Any) -> str:
        return reverse("accounts:profile")


class TurnOnSecondFactor(OwnPage, DirectFormPage):
    """The secret stays in the session until the holder's app shows a right code for it."""

    before_gate = True
    template_name = "accounts/second_factor.html"
    title = gettext_lazy("Bật xác thực hai bước")
    form_class = CodeForm
    submit_label = gettext_lazy("Bật")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if queries.has_second_factor(queries.own_account(self.actor).pk):
            return redirect("accounts:profile")
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        secret = self.request.session.setdefault(PENDING, second_factor.new_secret())
        uri = second_factor.enrolment_uri(self.request.user, secret)
        return {
            "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
            "uri": uri,
            "picture": second_factor.picture(uri),
            "required": queries.second_factor_required(self.actor),
        }

    def perform(self, form: forms.Form) -> list[str]:
        secret = self.request.session.get(PENDING) or second_factor.new_secret()
        return operations.turn_on_second_factor(self.actor, secret=secret, code=form.cleaned_data["code"])

    def answer(self, form: forms.Form, codes: list[str]) -> HttpResponseBase:
        response = show_recovery_codes(self, codes)
        self.request.session.pop(PENDING, None)
        self.request.session[PROVED_KEY] = True
        return response


class TurnOffSecondFactor(OwnPage, DirectFormPage):
    title = gettext_lazy("Tắt xác thực hai bước")
    form_class = PasswordForm
    submit_label = gettext_lazy("Tắt")

    def perform(self, form: forms.Form) -> None:
        operations.turn_off_second_factor(self.actor, **form.cleaned_data)

    def answer(self, form: forms.Form, result: None) -> HttpResponseBase:
        self.request.session.pop(PROVED_KEY, None)
        return self.say(_("Đã tắt xác thực hai bước."), reverse("accounts:profile"))


class RenewRecoveryCodes(OwnPage, DirectFormPage):
    title = gettext_lazy("Tạo mã khôi phục mới")
    form_class = PasswordForm
    submit_label = gettext_lazy("Tạo mã mới")

    def perform(self, form: forms.Form) -> list[str]:
        return operations.renew_recovery_codes(self.actor, **form.cleaned_data)

    def answer(self, form: forms.Form, codes: list[str]) -> HttpResponseBase:
        return show_recovery_codes(self, codes)


class EndSession(OwnPage, ConfirmPage):
    title = gettext_lazy("Đăng xuất thiết bị")
    submit_label = gettext_lazy("Đăng xuất thiết bị đó")

    def question(self) -> Any:
        return _("Đăng xuất tài khoản của bạn trên thiết bị đó?")

    def perform(self, form: forms.Form) -> None:
        operations.end_own_session(self.actor, pk=self.kwargs["pk"])

    def success_url(self, result: None) -> str:
        return reverse("accounts:profile")


class EndOtherSessions(OwnPage, ConfirmPage):
    title = gettext_lazy("Đăng xuất mọi nơi khác")
    submit_label = gettext_lazy("Đăng xuất mọi nơi khác")

    def question(self) -> Any:
        return _("Đăng xuất tài khoản của bạn ở mọi thiết bị, trừ thiết bị này?")

    def perform(self, form: forms.Form) -> int:
        return operations.end_other_sessions(self.actor, current_key=self.request.session.session_key)

    def success_url(self, result: int) -> str:
        return reverse("accounts:profile")


class IssueApiToken(OwnPage, DirectFormPage):
    title = gettext_lazy("Cấp khóa truy cập API")
    form_class = ApiTokenForm
    submit_label = gettext_lazy("Cấp khóa")

    def perform(self, form: forms.Form) -> Any:
        return operations.issue_api_token(self.actor, user_id=queries.own_account(self.actor).pk, **form.cleaned_data)

    def answer(self, form: forms.Form, issued: Any) -> HttpResponseBase:
        return show_secret(self, issued, form.cleaned_data["label"], reverse("accounts:profile"))


class RevokeApiToken(OwnPage, ConfirmPage):
    title = gettext_lazy("Thu hồi khóa truy cập API")
    submit_label = gettext_lazy("Thu hồi khóa")
    danger = True

    def question(self) -> Any:
        return _("Thu hồi khóa này? Chương trình đang dùng khóa sẽ không truy cập được nữa.")

    def perform(self, form: forms.Form) -> None:
        operations.revoke_api_token(self.actor, uid=self.kwargs["uid"])

    def success_url(self, result: None) -> str:
        return reverse("accounts:profile")
