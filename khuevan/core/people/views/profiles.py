"""Profiles as officials see and keep them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.access import api as access
from khuevan.core.org import api as org
from khuevan.core.org.types import UnitKind
from khuevan.kernel.manifest import Text
from khuevan.web.pages import ConfirmPage, DetailPage, FormPage, ListPage, Page
from khuevan.web.types import Action, Crumb, Empty

from .. import forms, operations, queries, tables
from ..types import Permission


class PersonList(ListPage):
    permission = Permission.BROWSE
    title = gettext_lazy("Hồ sơ cá nhân")
    help = gettext_lazy(
        "Mọi người trong phạm vi bạn quản lý: học sinh, cha mẹ, cán bộ, giáo viên. Mỗi người chỉ có một hồ sơ. "
        "Bấm vào tên để mở hồ sơ; số định danh luôn được che."
    )
    table_class, filterset_class, file_name = tables.PersonTable, forms.PersonFilter, "ho-so-ca-nhan"

    def queryset(self) -> QuerySet:
        return queries.with_account_state(queries.people(self.actor, Permission.BROWSE))

    def actions(self) -> list[Action]:
        if not self.actor.holds(Permission.EDIT):
            return []
        return [Action(_("Thêm người"), reverse("people:person_new"), "user-plus", "primary")]

    def empty(self) -> Empty:
        text = _("Hồ sơ học sinh có khi nhập danh sách lớp; hồ sơ cán bộ được thêm ở đây.")
        return Empty(_("Chưa có hồ sơ nào"), text, "users")


class PersonPage(DetailPage):
    """One profile. Sensitive fields are shown to those who may see them, and each look is written down."""

    permission = Permission.BROWSE
    template_name = "people/person.html"
    nav = "people:people"
    number = ""
    help = gettext_lazy(
        "Số định danh được che; bấm «Hiện số» để xem, mỗi lần xem đều được ghi lại. Sai thì bấm «Sửa hồ sơ»; "
        "ai đã sửa gì xem ở «Lịch sử»."
    )

    def get_object(self) -> Any:
        return queries.person(self.actor, self.kwargs["uid"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.object.merged_into:
            return redirect("people:person", self.object.merged_into.uid)
        return super().get(request, *args, **kwargs)

    def subtitle(self) -> Text:
        return queries.place_name(self.object.keeper)

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "profile": queries.profile(self.actor, self.object, number=self.number),
            "may_edit": access.can(self.actor, Permission.EDIT, self.object),
            "reveal_url": reverse("people:number", args=[self.object.uid]),
            "account_status": tables.ACCOUNT_STATUSES[queries.account_state(self.object)],
        }

    def actions(self) -> list[Action]:
        uid = self.object.uid
        found = []
        if queries.looks_after_account(self.actor, self.object):
            found.append(Action(_("Tài khoản"), reverse("people:account", args=[uid]), "key"))
        if access.can(self.actor, Permission.EDIT, self.object):
            found += [
                Action(_("Lịch sử"), reverse("people:history", args=[uid]), "history"),
                Action(_("Sửa hồ sơ"), reverse("people:edit", args=[uid]), "pencil", "primary"),
            ]
        return found


class RevealNumber(PersonPage):
    """The same page with the number in clear, once: the reading is written down, and nothing keeps the answer."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect("people:person", self.object.uid)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.number = queries.personal_id(self.actor, self.object)
        response = self.render()
        response["Cache-Control"] = "no-store"
        return response


class AboutPerson(Page):
    """Base of pages that do something about one person: loads him, and leads back to him."""

    person_permission: Permission = Permission.EDIT
    nav = "people:people"

    def load(self) -> None:
        self.person = queries.person(self.actor, self.kwargs["uid"], self.person_permission)
        self.back_url = reverse("people:person", args=[self.person.uid])

    def subtitle(self) -> Text:
        return f"{self.person.full_name} · {queries.place_name(self.person.keeper)}"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.person.full_name, self.back_url)]

    def success_url(self, result: Any) -> str:
        return self.back_url


class EditPerson(AboutPerson, FormPage):
    permission = Permission.EDIT
    title = gettext_lazy("Sửa hồ sơ")
    submit_label = gettext_lazy("Lưu hồ sơ")
    form_class = forms.PersonForm

    def form_options(self) -> dict[str, Any]:
        sees = access.can(self.actor, Permission.VIEW_SENSITIVE, self.person)
        if sees:
            queries.read_sensitive(self.actor, self.person, _("Sửa hồ sơ"))
        names = [name for name in forms.PersonForm.base_fields if name != "version"]
        return {
            "initial": queries.values_of(self.person, names) | {"version": self.person.version},
            "sees_sensitive": sees,
            "province": queries.home_province(self.person),
        }

    def perform(self, form: Any) -> Any:
        return operations.update_person(self.actor, person=self.person, **form.cleaned_data)


class AddPerson(FormPage):
    """A new profile; profiles that look like it are shown before it is made."""

    permission = Permission.EDIT
    template_name = "people/add.html"
    nav = "people:people"
    title = gettext_lazy("Thêm người")
    submit_label = gettext_lazy("Thêm hồ sơ")
    form_class = forms.AddPersonForm
    help = gettext_lazy("Dùng cho cán bộ, giáo viên, nhân viên. Học sinh được thêm ở mục Học sinh, để vào đúng lớp.")

    def load(self) -> None:
        self.back_url = reverse("people:people")

    def form_options(self) -> dict[str, Any]:
        return {"units": org.units(self.actor, Permission.EDIT).exclude(kind=UnitKind.CLASS)}

    def perform(self, form: Any) -> Any:
        fields = dict(form.cleaned_data)
        return operations.add_person(self.actor, keeper=fields.pop("unit"), **fields)

    def success_url(self, person: Any) -> str:
        return reverse("people:person", args=[person.uid])

    def done(self, person: Any) -> Text:
        return _("Đã thêm hồ sơ.")

    def _again(self, form: Any, status: int) -> HttpResponseBase:
        return super()._again(with_lookalikes(self.actor, form), status)


class WriteNumbers(AboutPerson, FormPage):
    """The personal number and the sector's number."""

    permission = Permission.EDIT
    title = gettext_lazy("Ghi số định danh")
    submit_label = gettext_lazy("Ghi số")
    form_class = forms.NumbersForm
    help = gettext_lazy("Số khác với giới tính hoặc năm sinh vẫn ghi được: hồ sơ sẽ có lời nhắc để kiểm tra lại giấy tờ.")

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"version": self.person.version, "sector_id": self.person.sector_id}}

    def perform(self, form: Any) -> Any:
        return operations.write_numbers(self.actor, person=self.person, **form.cleaned_data)


class ClearNumber(AboutPerson, ConfirmPage):
    permission = Permission.EDIT
    title = gettext_lazy("Bỏ số định danh ghi nhầm")
    submit_label = gettext_lazy("Bỏ số này")
    danger = True
    form_class = forms.ReasonForm

    def question(self) -> Text:
        return _("Bỏ số %(number)s khỏi hồ sơ?") % {"number": self.person.personal_id_hint}

    def consequences(self) -> list[Text]:
        return [_("Số cũ còn trong lịch sử hồ sơ."), _("Hồ sơ sẽ thiếu số định danh cho đến khi ghi số đúng.")]

    def perform(self, form: Any) -> Any:
        return operations.clear_personal_id(self.actor, person=self.person, version=self.person.version, **form.cleaned_data)


class History(AboutPerson, Page):
    """What was done to a profile, by the journal and by the rows that PostgreSQL kept."""

    permission = Permission.EDIT
    title = gettext_lazy("Lịch sử hồ sơ")
    template_name = "people/history.html"
    help = gettext_lazy("Nhật ký ghi ai đã làm gì. Phần «Các lần thay đổi» do cơ sở dữ liệu tự giữ, kể cả khi nhập từ Excel.")

    def context(self) -> dict[str, Any]:
        return {
            "deeds": queries.history(self.actor, self.person),
            "past": queries.past_values(self.actor, self.person),
            "merges": queries.merges(self.actor, self.person),
        }


def with_lookalikes(actor: Any, form: Any) -> Any:
    """A refused form of a new profile, with the profiles that look like it and the box that says «somebody else»."""
    form.lookalikes = []
    if getattr(getattr(form, "refusal", None), "code", "") == "looks_like_duplicate" or form.data.get("is_somebody_else"):
        values = form.cleaned_data
        form.lookalikes = queries.possible_duplicates(
            actor,
            full_name=values.get("full_name", ""),
            birth_date=values.get("birth_date"),
            phone=values.get("phone", ""),
        )
        form.ask_whether_somebody_else()
    return form
