"""Software that calls the API in its own name. What it may do where is given by `core.roles`."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.web.forms import Form
from khuevan.web.pages import ConfirmPage, DetailPage, ListPage, Page
from khuevan.web.types import Action, Crumb, Empty

from .. import operations, queries
from ..forms import ClientForm, ReasonForm
from ..tables import ClientTable
from ..types import Permission
from .base import DirectFormPage, show_secret


class ClientList(ListPage):
    permission = Permission.CONNECT
    title = gettext_lazy("Phần mềm gọi API")
    help = gettext_lazy(
        "Phần mềm ở đây tự đọc, ghi dữ liệu qua API (OAuth 2.0, client credentials), không thay mặt người nào. "
        "Chỉ cho phép khi đơn vị có dữ liệu đồng ý bằng văn bản."
    )
    table_class = ClientTable
    exportable = False

    def queryset(self) -> QuerySet:
        return queries.api_clients(self.actor)

    def actions(self) -> list[Action]:
        return [Action(gettext_lazy("Đăng ký phần mềm"), reverse("accounts:api_client_new"), "plus", "primary")]

    def empty(self) -> Empty:
        return Empty(gettext_lazy("Chưa có phần mềm nào"), "", "api", self.actions()[0])


class RegisterClient(DirectFormPage):
    permission = Permission.CONNECT
    title = gettext_lazy("Đăng ký phần mềm gọi API")
    form_class = ClientForm
    submit_label = gettext_lazy("Đăng ký")

    def perform(self, form: forms.Form) -> Any:
        return operations.register_api_client(self.actor, **form.cleaned_data)

    def answer(self, form: forms.Form, result: Any) -> HttpResponseBase:
        client, issued = result
        return show_secret(self, issued, client.name, reverse("accounts:api_client", args=[client.pk]))


class ClientPage(DetailPage):
    permission = Permission.CONNECT
    template_name = "accounts/api_client.html"

    def get_object(self) -> Any:
        return queries.api_client(self.actor, self.kwargs["pk"])

    def actions(self) -> list[Action]:
        if not self.object.in_use:
            return []
        return [
            Action(gettext_lazy("Khóa bí mật mới"), reverse("accounts:api_client_secret", args=[self.object.pk]), "key"),
            Action(gettext_lazy("Thu hồi"), reverse("accounts:api_client_withdraw", args=[self.object.pk]), "trash", "danger"),
        ]


class OneClient(Page):
    """What deeds on one client share."""

    permission = Permission.CONNECT

    def load(self) -> None:
        self.client = queries.api_client(self.actor, self.kwargs["pk"])
        self.back_url = reverse("accounts:api_client", args=[self.client.pk])

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.client.name, self.back_url)]


class RenewSecret(OneClient, DirectFormPage):
    title = gettext_lazy("Khóa bí mật mới")
    form_class = Form
    submit_label = gettext_lazy("Tạo khóa mới")

    def subtitle(self) -> Any:
        return _("Tạo khóa bí mật mới cho %s? Khóa cũ hết hiệu lực ngay.") % self.client.name

    def perform(self, form: forms.Form) -> Any:
        return operations.renew_client_secret(self.actor, client=self.client)

    def answer(self, form: forms.Form, issued: Any) -> HttpResponseBase:
        return show_secret(self, issued, self.client.name, self.back_url)


class Withdraw(OneClient, ConfirmPage):
    title = gettext_lazy("Thu hồi phần mềm")
    submit_label = gettext_lazy("Thu hồi")
    form_class = ReasonForm
    danger = True

    def question(self) -> Any:
        return _("Thu hồi %s? Phần mềm này không gọi được API nữa.") % self.client.name

    def perform(self, form: forms.Form) -> None:
        operations.withdraw_api_client(self.actor, client=self.client, **form.cleaned_data)

    def success_url(self, result: None) -> str:
        return reverse("accounts:api_clients")
