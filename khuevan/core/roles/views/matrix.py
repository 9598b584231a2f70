"""Roles against permissions, made from the manifests, and adjusting them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel.errors import NotFound
from khuevan.kernel.manifest import permission_specs
from khuevan.web.pages import ConfirmPage, ListPage, Page
from khuevan.web.types import Action, Crumb, Empty

from .. import operations, queries
from ..forms import ReasonForm
from ..tables import AdjustmentTable
from ..types import DIVISION_OFFICERS, Permission, Role

# The matrix is read by place of work: 26 columns at once are read by nobody.
VIEWS = {
    "truong": (
        gettext_lazy("Trường"),
        (
            Role.PRINCIPAL,
            Role.VICE_PRINCIPAL,
            Role.CLERK,
            Role.ACCOUNTANT,
            Role.LIBRARIAN,
            Role.HEALTH_WORKER,
            Role.IT_FOCAL_POINT,
            Role.HOMEROOM_TEACHER,
            Role.SUBJECT_TEACHER,
        ),
    ),
    "so": (
        gettext_lazy("Sở, xã, Bộ"),
        (Role.MINISTRY_OBSERVER, Role.DEPARTMENT_DIRECTOR, *DIVISION_OFFICERS, Role.INSPECTOR, Role.COMMUNE_OFFICER),
    ),
    "he-thong": (gettext_lazy("Hệ thống"), (Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR)),
    "khac": (gettext_lazy("Học sinh, cha mẹ, người dân"), (Role.PUPIL, Role.GUARDIAN, Role.CITIZEN)),
}


class Matrix(Page):
    permission = Permission.VIEW
    template_name = "roles/matrix.html"
    title = gettext_lazy("Bảng phân quyền")
    help = gettext_lazy(
        "Bảng lập từ khai báo của từng phần mềm con. Dấu tích là vai trò có quyền; ô có viền là đã điều chỉnh ở đây.\n"
        "Quyền của cha mẹ và học sinh đến từ quan hệ, không từ vai trò: mỗi người xem được phần của mình và con mình."
    )

    def load(self) -> None:
        self.view_code = self.request.GET.get("nhom", "truong")
        if self.view_code not in VIEWS:
            raise NotFound()

    def actions(self) -> list[Action]:
        return [Action(gettext_lazy("Đã điều chỉnh gì"), reverse("roles:adjustments"), "history")]

    def context(self) -> dict[str, Any]:
        roles = VIEWS[self.view_code][1]
        return {
            "tabs": [{"label": label, "url": f"?nhom={code}"} for code, (label, _roles) in VIEWS.items()],
            "current": f"?nhom={self.view_code}",
            "roles": roles,
            "groups": queries.matrix(roles),
            "may_adjust": self.actor.holds(Permission.ADJUST),
        }


class Adjust(ConfirmPage):
    """Base of adding a permission to a role and of taking it away. Which of the two, is in the address: a page opened long
    ago never does the opposite.
    """

    permission = Permission.ADJUST
    nav = "roles:matrix"
    form_class = ReasonForm
    granted: bool
    wording: Any

    def load(self) -> None:
        role, code = self.kwargs["role"], self.kwargs["code"]
        if role not in Role.values or code not in permission_specs():
            raise NotFound()
        self.role, self.spec = Role(role), permission_specs()[code]
        self.back_url = reverse("roles:matrix")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.role.label)]

    def question(self) -> Any:
        return self.wording % {"what": self.spec.label, "role": self.role.label}

    def consequences(self) -> list[Any]:
        return [_("Có hiệu lực ngay với mọi người giữ vai trò này, ở mọi đơn vị.")]

    def perform(self, form: forms.Form) -> Any:
        role, reason = self.role.value, form.cleaned_data["reason"]
        return operations.adjust_role(self.actor, role=role, permission=self.spec.code, granted=self.granted, reason=reason)

    def success_url(self, adjustment: Any) -> str:
        return reverse("roles:matrix")


class Give(Adjust):
    title = gettext_lazy("Thêm quyền cho vai trò")
    wording = gettext_lazy("Thêm quyền “%(what)s” cho vai trò %(role)s?")
    submit_label = gettext_lazy("Thêm quyền")
    granted = True


class Take(Adjust):
    title = gettext_lazy("Bớt quyền của vai trò")
    wording = gettext_lazy("Bớt quyền “%(what)s” của vai trò %(role)s?")
    submit_label = gettext_lazy("Bớt quyền")
    granted = False
    danger = True


class Adjustments(ListPage):
    permission = Permission.VIEW
    nav = "roles:matrix"
    title = gettext_lazy("Những gì đã điều chỉnh")
    table_class = AdjustmentTable
    file_name = "dieu-chinh-quyen"

    def queryset(self) -> QuerySet:
        return queries.adjustments(self.actor)

    def empty(self) -> Empty:
        text = _("Mỗi vai trò đang có đúng các quyền ghi trong bảng phân quyền.")
        return Empty(_("Chưa điều chỉnh quyền nào"), text, "table")
