"""Cha mẹ, người giám hộ of a child: choosing somebody who is known, adding somebody new, changing, ending."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import clock
from khuevan.kernel.manifest import Text
from khuevan.web.pages import FormPage, ListPage, Page
from khuevan.web.types import Action, Crumb, Empty

from .. import forms, operations, queries, tables
from ..types import Permission
from .profiles import AboutPerson, with_lookalikes


class AddGuardian(AboutPerson, FormPage):
    """Somebody who has no profile yet."""

    permission = Permission.EDIT
    template_name = "people/add.html"
    title = gettext_lazy("Thêm cha mẹ, người giám hộ")
    submit_label = gettext_lazy("Thêm người giám hộ")
    form_class = forms.AddGuardianForm
    help = gettext_lazy("Người này xem được hồ sơ, kết quả học tập của em khi có tài khoản. Kiểm tra giấy tờ trước khi thêm.")

    def actions(self) -> list[Action]:
        return [Action(_("Chọn người đã có hồ sơ"), reverse("people:guardian_choose", args=[self.person.uid]), "search")]

    def perform(self, form: Any) -> Any:
        return operations.add_guardian(self.actor, child=self.person, **form.cleaned_data)

    def done(self, guardianship: Any) -> Text:
        return _("Đã thêm người giám hộ.")

    def _again(self, form: Any, status: int) -> HttpResponseBase:
        return super()._again(with_lookalikes(self.actor, form), status)


class ChooseGuardian(AboutPerson, ListPage):
    """Adults in reach, to choose from."""

    permission = Permission.EDIT
    title = gettext_lazy("Chọn người giám hộ đã có hồ sơ")
    table_class, filterset_class, exportable = tables.GuardianTable, forms.GuardianFilter, False

    def load(self) -> None:
        super().load()
        self.table_class = tables.guardian_table(self.person)

    def queryset(self) -> QuerySet:
        return queries.possible_guardians(self.actor, self.person)

    def actions(self) -> list[Action]:
        return [Action(_("Thêm người mới"), reverse("people:guardian_new", args=[self.person.uid]), "user-plus")]

    def empty(self) -> Empty:
        return Empty(_("Chưa có người lớn nào trong phạm vi của bạn"), _("Thêm người mới."), "users")


class LinkGuardian(AboutPerson, FormPage):
    permission = Permission.EDIT
    title = gettext_lazy("Ghi quan hệ giám hộ")
    submit_label = gettext_lazy("Ghi quan hệ")
    form_class = forms.GuardianshipForm

    def load(self) -> None:
        super().load()
        self.guardian = queries.person(self.actor, self.kwargs["guardian"])

    def heading(self) -> Text:
        return _("%(name)s là gì của em?") % {"name": self.guardian.full_name}

    def perform(self, form: Any) -> Any:
        return operations.link_guardian(self.actor, child=self.person, guardian=self.guardian, **form.cleaned_data)

    def done(self, guardianship: Any) -> Text:
        return _("Đã ghi quan hệ.")


class AboutGuardianship(Page):
    """Base of pages about one guardianship."""

    nav = "people:people"

    def load(self) -> None:
        self.guardianship = queries.guardianship(self.actor, self.kwargs["pk"])
        self.child = self.guardianship.child
        self.back_url = reverse("people:person", args=[self.child.uid])

    def subtitle(self) -> Text:
        return _("%(guardian)s, người giám hộ của %(child)s") % {
            "guardian": self.guardianship.guardian.full_name,
            "child": self.child.full_name,
        }

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.child.full_name, self.back_url)]

    def success_url(self, result: Any) -> str:
        return self.back_url


class EditGuardianship(AboutGuardianship, FormPage):
    permission = Permission.EDIT
    title = gettext_lazy("Sửa quan hệ giám hộ")
    submit_label = gettext_lazy("Lưu quan hệ")
    form_class = forms.GuardianshipForm

    def form_options(self) -> dict[str, Any]:
        link = self.guardianship
        return {"initial": {"relation": link.relation, "occupation": link.occupation, "is_primary": link.is_primary}}

    def actions(self) -> list[Action]:
        address = reverse("people:guardianship_end", args=[self.guardianship.pk])
        return [Action(_("Kết thúc quan hệ"), address, "user-minus", "danger")]

    def perform(self, form: Any) -> Any:
        return operations.change_guardianship(self.actor, guardianship=self.guardianship, **form.cleaned_data)


class EndGuardianship(AboutGuardianship, FormPage):
    permission = Permission.EDIT
    title = gettext_lazy("Kết thúc quan hệ giám hộ")
    submit_label = gettext_lazy("Kết thúc quan hệ")
    form_class = forms.EndGuardianshipForm

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"last_day": clock.today()}}

    def perform(self, form: Any) -> Any:
        return operations.end_guardianship(self.actor, guardianship=self.guardianship, **form.cleaned_data)

    def done(self, guardianship: Any) -> Text:
        return _("Đã kết thúc quan hệ.")
