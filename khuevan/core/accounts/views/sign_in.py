"""Signing in and out, and the way back for who forgot the password."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.logout import logout
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.stages import AuthenticateStage
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from khuevan.kernel.actor import Actor
from khuevan.web.errors import error_response
from khuevan.web.pages import Page

from .. import operations, queries
from ..forms import CodeForm, ForgottenForm, NewPasswordForm, PasswordForm, SignInForm
from ..types import PROVED_KEY
from .adapter import through_a_page
from .base import DirectFormPage

STAND_IN = "stands-in-for-the-csrf-token"
_drawn: dict[str | None, str] = {}


def visitor(request: HttpRequest) -> Actor:
    """Who has not said yet who he is."""
    return Actor(address=queries.client_address(request))


def _comes_with_nothing(request: HttpRequest) -> bool:
    """No address to go on to, no session, no message to show."""
    known = {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    return not request.META.get("QUERY_STRING") and request.COOKIES.keys() <= known and not getattr(request, "htmx", False)


class SignIn(DirectFormPage):
    """One field for the name, one for the password. Reading it runs no query, and drawing it is done once a process.

    At seven in the morning a whole province opens this page: whoever comes with nothing but a language gets the page drawn
    for the first such visitor, with a CSRF token of his own.
    """

    public = True
    before_gate = True
    template_name = "accounts/sign_in.html"
    title = gettext_lazy("Đăng nhập")
    form_class = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect(get_login_redirect_url(request))
        return never_cache(super().dispatch)(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.DEBUG or not _comes_with_nothing(request):
            return super().get(request, *args, **kwargs)
        language = get_language()
        if language not in _drawn:
            _drawn[language] = self.render(form=self.form_class(), csrf_token=STAND_IN).content.decode()
        return HttpResponse(_drawn[language].replace(STAND_IN, get_token(request)))

    def perform(self, form: forms.Form) -> Any:
        return operations.check_credentials(visitor(self.request), **form.cleaned_data)

    def answer(self, form: forms.Form, user: Any) -> HttpResponseBase:
        login = Login(user=user, redirect_url=get_next_redirect_url(self.request))
        return perform_password_login(self.request, {"username": user.username}, login)


class SignInCode(DirectFormPage):
    """The second step: a one-time code, after the password was right."""

    public = True
    before_gate = True
    template_name = "accounts/sign_in_code.html"
    title = gettext_lazy("Xác thực hai bước")
    form_class = CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        stage = None if request.user.is_authenticated else LoginStageController.enter(request, AuthenticateStage.key)
        if stage is None:
            return redirect(settings.LOGIN_URL) if request.method == "GET" else error_response(request, 401)
        self.stage = stage
        return never_cache(super().dispatch)(request, *args, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        return operations.check_code(visitor(self.request), user=self.stage.login.user, **form.cleaned_data)

    def answer(self, form: forms.Form, proof: Any) -> HttpResponseBase:
        post_authentication(self.request, proof)
        response = self.stage.exit()
        self.request.session[PROVED_KEY] = True
        return response


class ConfirmPassword(DirectFormPage):
    """Asks a signed-in holder for the password again, when software of the sector demands it (`prompt=login`)."""

    signed_in = True
    template_name = "accounts/confirm_password.html"
    title = gettext_lazy("Xác nhận mật khẩu")
    form_class = PasswordForm

    def perform(self, form: forms.Form) -> Any:
        return operations.confirm_password(self.actor, password=form.cleaned_data["password"], field="password")

    def answer(self, form: forms.Form, user: Any) -> HttpResponseBase:
        reauthenticate_by_password(self.request)
        return through_a_page(self.request, redirect(get_login_redirect_url(self.request)))


class SignOut(Page):
    """Only by posting, so that no picture or link signs anybody out."""

    signed_in = True
    before_gate = True
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        operations.note_sign_out(self.actor, user=queries.own_account(self.actor))
        logout(request)
        return redirect(settings.LOGOUT_REDIRECT_URL)


class Forgotten(DirectFormPage):
    """Asks for a link by e-mail. The answer is the same whatever was found."""

    public = True
    before_gate = True
    template_name = "accounts/forgotten.html"
    title = gettext_lazy("Quên mật khẩu")
    form_class = ForgottenForm

    def perform(self, form: forms.Form) -> None:
        operations.request_password_reset(visitor(self.request), **form.cleaned_data)

    def answer(self, form: forms.Form, result: None) -> HttpResponseBase:
        return self.render(form=form, asked=True)


class SetPassword(DirectFormPage):
    """A new password by whoever holds the link."""

    public = True
    before_gate = True
    template_name = "accounts/set_password.html"
    title = gettext_lazy("Đặt mật khẩu mới")
    form_class = NewPasswordForm

    def perform(self, form: forms.Form) -> Any:
        user = queries.account_by_uid(self.kwargs["uid"])
        return operations.reset_password_by_link(
            visitor(self.request), user=user, token=self.kwargs["token"], new=form.cleaned_data["new"]
        )

    def answer(self, form: forms.Form, user: Any) -> HttpResponseBase:
        messages.success(self.request, _("Đã đặt mật khẩu mới. Đăng nhập bằng mật khẩu đó."))
        return redirect(reverse("accounts:sign_in"))
