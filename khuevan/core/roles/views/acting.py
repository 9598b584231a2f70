"""Working with one of several posts, and support sessions."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.web.pages import ConfirmPage, FormPage, ListPage, Page
from khuevan.web.pages.submit import go_to
from khuevan.web.types import Action, Crumb, Empty

from .. import operations, queries
from ..forms import SupportForm
from ..tables import SupportTable
from ..types import ACTING_KEY, Permission


class SwitchPost(Page):
    """Choose the post to work with; without one, all of them together."""

    signed_in = True
    nav = "own"
    template_name = "roles/switch_post.html"
    title = gettext_lazy("Đang làm việc với vai trò")

    def context(self) -> dict[str, Any]:
        request: Any = self.request
        return {"posts": list(request.posts), "acting": request.session.get(ACTING_KEY)}

    def post(self, request: Any) -> HttpResponseBase:
        chosen = next((post for post in request.posts if str(post.assignment_id) == request.POST.get("assignment")), None)
        if chosen:
            request.session[ACTING_KEY] = chosen.assignment_id
            messages.success(
                request,
                _("Đang làm việc với vai trò %(role)s, %(unit)s.") % {"role": chosen.role_label, "unit": chosen.unit_name},
            )
        else:
            request.session.pop(ACTING_KEY, None)
            messages.success(request, _("Đang làm việc với mọi vai trò của bạn."))
        return go_to(request, _safe(request, request.POST.get("next", "")))


class SupportList(ListPage):
    permission = Permission.VIEW
    title = gettext_lazy("Phiên hỗ trợ")
    help = gettext_lazy(
        "Người quản trị không xem được dữ liệu của trường. Khi cần hỗ trợ, họ mở một phiên có lý do, có thời hạn; "
        "mọi việc làm trong phiên đều được ghi lại."
    )
    table_class = SupportTable
    file_name = "phien-ho-tro"

    def queryset(self) -> QuerySet:
        return queries.support_sessions(self.actor)

    def empty(self) -> Empty:
        return Empty(_("Chưa có phiên hỗ trợ nào"), _("Khi có người vào hỗ trợ tại đơn vị, phiên đó hiện ở đây."), "lifebuoy")

    def actions(self) -> list[Action]:
        if self.actor.support_session_id:
            url = reverse("roles:support_close", args=[self.actor.support_session_id])
            return [Action(gettext_lazy("Đóng phiên đang mở"), url, "lock", "danger")]
        if self.actor.holds(Permission.SUPPORT):
            return [Action(gettext_lazy("Chọn đơn vị cần hỗ trợ"), reverse("roles:units"), "building-community", "primary")]
        return []


class OpenSupport(FormPage):
    permission = Permission.SUPPORT
    nav = "roles:support"
    title = gettext_lazy("Mở phiên hỗ trợ")
    form_class = SupportForm
    submit_label = gettext_lazy("Mở phiên")

    def load(self) -> None:
        self.unit = queries.unit_with_posts(self.actor, self.kwargs["pk"])
        self.back_url = reverse("roles:unit", args=[self.unit.pk])

    def subtitle(self) -> Any:
        return self.unit.name

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.unit.name, self.back_url)]

    def form_options(self) -> dict[str, Any]:
        return {"roles": queries.roles_to_support(self.unit)}

    def perform(self, form: forms.Form) -> Any:
        return operations.open_support_session(self.actor, unit=self.unit, **form.cleaned_data)

    def success_url(self, session: Any) -> str:
        return reverse("roles:support")

    def done(self, session: Any) -> Any:
        return _("Phiên hỗ trợ đã mở.")


class CloseSupport(ConfirmPage):
    signed_in = True
    nav = "roles:support"
    title = gettext_lazy("Đóng phiên hỗ trợ")
    submit_label = gettext_lazy("Đóng phiên")

    def question(self) -> Any:
        return _("Đóng phiên hỗ trợ?")

    def perform(self, form: forms.Form) -> None:
        operations.close_support_session(self.actor, pk=self.kwargs["pk"])

    def success_url(self, result: None) -> str:
        return "/"


def _safe(request: HttpRequest, address: str) -> str:
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else "/"
