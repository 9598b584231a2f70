"""Software of the sector that signs its users in through Khuê Văn."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.web.forms import Form
from khuevan.web.pages import ConfirmPage, DetailPage, FormPage, ListPage, Page
from khuevan.web.types import Action, Crumb, Empty

from .. import operations, queries
from ..forms import ReasonForm, SoftwareForm
from ..queries.links import absolute
from ..tables import SoftwareTable
from ..types import Permission
from .base import DirectFormPage, show_secret


class SoftwareList(ListPage):
    permission = Permission.CONNECT
    title = gettext_lazy("Phần mềm đăng nhập qua Khuê Văn")
    help = gettext_lazy(
        "Phần mềm của ngành đăng ký ở đây để người dùng đăng nhập một lần bằng tài khoản Khuê Văn (OpenID Connect)."
    )
    table_class = SoftwareTable
    exportable = False

    def queryset(self) -> QuerySet:
        return queries.software(self.actor)

    def actions(self) -> list[Action]:
        return [Action(gettext_lazy("Đăng ký phần mềm"), reverse("accounts:software_new"), "plus", "primary")]

    def empty(self) -> Empty:
        text = gettext_lazy("Đăng ký để giáo viên không phải nhớ thêm mật khẩu.")
        return Empty(gettext_lazy("Chưa có phần mềm nào"), text, "plug-connected", self.actions()[0])


class RegisterSoftware(DirectFormPage):
    permission = Permission.CONNECT
    title = gettext_lazy("Đăng ký phần mềm")
    form_class = SoftwareForm
    submit_label = gettext_lazy("Đăng ký")

    def perform(self, form: Any) -> Any:
        return operations.register_software(self.actor, registration=form.registration())

    def answer(self, form: Any, issued: Any) -> HttpResponseBase:
        return show_secret(self, issued, form.cleaned_data["name"], reverse("accounts:software_one", args=[issued.public_id]))


class OneSoftware(Page):
    """What pages of one software share."""

    permission = Permission.CONNECT

    def load(self) -> None:
        self.software = queries.one_software(self.actor, self.kwargs["client_id"])
        self.back_url = reverse("accounts:software_one", args=[self.software.pk])

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.software.name, self.back_url)]


class SoftwarePage(DetailPage):
    permission = Permission.CONNECT
    template_name = "accounts/software.html"

    def get_object(self) -> Any:
        return queries.one_software(self.actor, self.kwargs["client_id"])

    def heading(self) -> str:
        return self.object.name

    def context(self) -> dict[str, Any]:
        return super().context() | {"discovery": absolute(reverse("idp:oidc:configuration"))}

    def actions(self) -> list[Action]:
        deeds = [
            (gettext_lazy("Sửa"), "software_edit", "pencil", "default"),
            (gettext_lazy("Khóa bí mật mới"), "software_secret", "key", "default"),
            (gettext_lazy("Gỡ"), "software_remove", "trash", "danger"),
        ]
        return [
            Action(label, reverse(f"accounts:{name}", args=[self.object.pk]), icon, kind) for label, name, icon, kind in deeds
        ]


class EditSoftware(OneSoftware, FormPage):
    title = gettext_lazy("Sửa đăng ký phần mềm")
    form_class = SoftwareForm

    def form_options(self) -> dict[str, Any]:
        return {"initial": asdict(queries.registration_of(self.software))}

    def perform(self, form: Any) -> None:
        operations.change_software(self.actor, client=self.software, registration=form.registration())

    def success_url(self, result: None) -> str:
        return self.back_url


class RenewSecret(OneSoftware, DirectFormPage):
    title = gettext_lazy("Khóa bí mật mới")
    form_class = Form
    submit_label = gettext_lazy("Tạo khóa mới")

    def subtitle(self) -> Any:
        return _("Tạo khóa bí mật mới cho %s? Khóa cũ hết hiệu lực ngay.") % self.software.name

    def perform(self, form: forms.Form) -> Any:
        return operations.renew_software_secret(self.actor, client=self.software)

    def answer(self, form: forms.Form, issued: Any) -> HttpResponseBase:
        return show_secret(self, issued, self.software.name, self.back_url)


class RemoveSoftware(OneSoftware, ConfirmPage):
    title = gettext_lazy("Gỡ phần mềm")
    submit_label = gettext_lazy("Gỡ phần mềm")
    form_class = ReasonForm
    danger = True

    def question(self) -> Any:
        return _("Gỡ %s? Không ai đăng nhập vào phần mềm này bằng tài khoản Khuê Văn được nữa.") % self.software.name

    def perform(self, form: forms.Form) -> None:
        operations.remove_software(self.actor, client=self.software, **form.cleaned_data)

    def success_url(self, result: None) -> str:
        return reverse("accounts:software")
