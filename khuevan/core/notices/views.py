"""The inbox and the preferences of the person signed in."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel.manifest import Text
from khuevan.web.pages import FormPage, Page
from khuevan.web.types import Action, Crumb

from . import forms, operations, queries

PER_PAGE = 25


class Inbox(Page):
    signed_in = True
    title = gettext_lazy("Thông báo")
    template_name = "notices/inbox.html"
    partials = ("results",)

    def actions(self) -> list[Action]:
        return [Action(_("Tùy chọn nhận"), reverse("notices:preferences"), "settings")]

    def context(self) -> dict[str, Any]:
        rows = Paginator(queries.inbox(self.actor), PER_PAGE).get_page(self.request.GET.get("page"))
        return {"rows": rows, "unread": queries.unread_count(self.actor)}


class OpenNotice(Page):
    """Marks a notice as read and goes to what it is about."""

    signed_in = True
    http_method_names = ("post",)

    def load(self) -> None:
        self.notice = queries.own_notice(self.actor, self.kwargs["uid"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        operations.mark_read(self.actor, notice=self.notice)
        return redirect(self.notice.link or "notices:inbox")


class ReadAll(Page):
    signed_in = True
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        operations.mark_all_read(self.actor)
        return redirect("notices:inbox")


class Preferences(FormPage):
    signed_in = True
    title = gettext_lazy("Tùy chọn nhận thông báo")
    help = gettext_lazy("Chọn nơi nhận cho từng loại. Thư điện tử chỉ gửi được khi tài khoản có địa chỉ thư.")
    form_class = forms.PreferencesForm

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Thông báo"), reverse("notices:inbox"))]

    def form_options(self) -> dict[str, Any]:
        return {"kinds": list(queries.kinds().values()), "wanted": queries.preferences(self.actor)}

    def perform(self, form: Any) -> Any:
        operations.choose(self.actor, wanted=form.chosen())

    def success_url(self, result: Any) -> str:
        return reverse("notices:inbox")

    def done(self, result: Any) -> Text:
        return _("Đã lưu tùy chọn.")
