"""Who holds which role where; giving roles and ending them."""

from functools import partial
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import clock
from khuevan.web.pages import ConfirmPage, DetailPage, ListPage, Step, WizardPage
from khuevan.web.types import Action, Crumb, Empty

from .. import operations, queries
from ..forms import AssignForm, EndForm, PersonForm, PostFilter, UnitFilter
from ..tables import LeftBehindTable, PostTable, UnitPostTable, UnitTable
from ..types import Permission


class PostList(ListPage):
    permission = Permission.VIEW
    title = gettext_lazy("Người và vai trò")
    help = gettext_lazy("Mỗi dòng là một vai trò đang có hiệu lực. Muốn phân vai trò, mở đơn vị rồi bấm “Phân vai trò”.")
    table_class = PostTable
    filterset_class = PostFilter
    file_name = "nguoi-va-vai-tro"

    def queryset(self) -> QuerySet:
        return queries.holders(self.actor)

    def actions(self) -> list[Action]:
        actions = [Action(gettext_lazy("Chọn đơn vị"), reverse("roles:units"), "building-community", "primary")]
        if self.actor.holds(Permission.ASSIGN):
            actions.insert(0, Action(gettext_lazy("Chờ phân vai trò"), reverse("roles:left_behind"), "clock"))
        return actions

    def empty(self) -> Empty:
        return Empty(gettext_lazy("Không có ai khớp"), gettext_lazy("Bớt điều kiện lọc rồi thử lại."), "users-group")


class LeftBehind(ListPage):
    """The work list after a unit was divided or ended: nobody can tell by the decision who goes where."""

    permission = Permission.ASSIGN
    title = gettext_lazy("Chờ phân vai trò")
    help = gettext_lazy(
        "Những người mà đơn vị đã kết thúc và chưa giữ vai trò ở đâu. Chọn đơn vị kế thừa để phân vai trò mới; phân xong thì "
        "dòng đó tự hết."
    )
    nav = "roles:posts"
    table_class = LeftBehindTable
    file_name = "cho-phan-vai-tro"

    def queryset(self) -> QuerySet:
        return queries.left_behind(self.actor)

    def empty(self) -> Empty:
        return Empty(gettext_lazy("Không ai chờ phân vai trò"), "", "circle-check")


class UnitList(ListPage):
    permission = Permission.VIEW
    title = gettext_lazy("Chọn đơn vị để xem và phân vai trò")
    nav = "roles:posts"
    table_class = UnitTable
    filterset_class = UnitFilter
    exportable = False

    def queryset(self) -> QuerySet:
        return queries.units_with_posts(self.actor)


class UnitPosts(ListPage):
    """Posts of a unit and of its classes, teams and divisions."""

    permission = Permission.VIEW
    nav = "roles:posts"
    table_class = UnitPostTable
    file_name = "vai-tro-don-vi"

    def load(self) -> None:
        self.unit = queries.unit_with_posts(self.actor, self.kwargs["pk"])

    def heading(self) -> Any:
        return self.unit.name

    def subtitle(self) -> Any:
        return _("Người giữ vai trò ở đơn vị và ở các lớp, tổ, phòng trực thuộc")

    def queryset(self) -> QuerySet:
        return queries.posts_at(self.actor, self.unit)

    def actions(self) -> list[Action]:
        unit, offered = [self.unit.pk], []
        if self.actor.holds(Permission.SUPPORT) and not self.actor.support_session_id:
            offered.append(Action(gettext_lazy("Mở phiên hỗ trợ"), reverse("roles:support_open", args=unit), "lifebuoy"))
        if queries.places_to_give(self.actor, self.unit):
            offered.append(Action(gettext_lazy("Phân vai trò"), reverse("roles:assign", args=unit), "user-plus", "primary"))
        return offered

    def empty(self) -> Empty:
        return Empty(gettext_lazy("Chưa ai giữ vai trò ở đây"), "", "users-group", next(iter(self.actions()), None))


class Assign(WizardPage):
    """First whom, then which role: the second step says the person's full name, so that nobody is mistaken."""

    permission = Permission.ASSIGN
    nav = "roles:posts"
    title = gettext_lazy("Phân vai trò")
    submit_label = gettext_lazy("Phân vai trò")
    steps = (Step("nguoi", gettext_lazy("Người"), PersonForm), Step("vai-tro", gettext_lazy("Vai trò"), AssignForm))

    def load(self) -> None:
        self.unit = queries.unit_with_posts(self.actor, self.kwargs["pk"])

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.unit.name, reverse("roles:unit", args=[self.unit.pk]))]

    def step_options(self, step: Step, earlier: dict[str, dict[str, Any]]) -> dict[str, Any]:
        if step.slug == "nguoi":
            return {
                "find": partial(queries.person_by_login, self.actor),
                "look_up": partial(queries.people_to_choose, self.actor),
            }
        self.person = earlier["nguoi"]["person"]
        places = queries.places_to_give(self.actor, self.unit)
        roles = queries.givable_roles_in(self.actor, places)
        return {"units": places, "roles": roles, "initial": {"unit": self.unit.pk, "starts_on": clock.today()}}

    def subtitle(self) -> Any:
        person = getattr(self, "person", None)
        return (
            _("Cho %(person)s, tại %(unit)s") % {"person": person.full_name, "unit": self.unit.name}
            if person
            else self.unit.name
        )

    def perform(self, data: dict[str, dict[str, Any]]) -> Any:
        return operations.assign_role(self.actor, person_id=self.person.pk, **data["vai-tro"])

    def success_url(self, post: Any) -> str:
        return reverse("roles:unit", args=[self.unit.pk])

    def done(self, post: Any) -> Any:
        return _("Đã phân vai trò.")


class End(ConfirmPage):
    permission = Permission.ASSIGN
    nav = "roles:posts"
    title = gettext_lazy("Kết thúc vai trò")
    submit_label = gettext_lazy("Kết thúc vai trò")
    form_class = EndForm
    danger = True

    def load(self) -> None:
        self.assignment = queries.post(self.actor, self.kwargs["pk"])
        self.back_url = reverse("roles:person", args=[self.assignment.person_id])

    def question(self) -> Any:
        return _("Kết thúc vai trò “%(role)s” của %(person)s tại %(unit)s?") % {
            "role": self.assignment.get_role_display(),
            "person": self.assignment.person.full_name,
            "unit": self.assignment.unit.name,
        }

    def consequences(self) -> list[Any]:
        return [
            _("Từ hôm sau ngày đó, người này không còn quyền của vai trò này."),
            _("Những việc đã làm vẫn còn trong nhật ký."),
        ]

    def perform(self, form: forms.Form) -> None:
        operations.end_assignment(self.actor, post=self.assignment, **form.cleaned_data)

    def success_url(self, result: None) -> str:
        return self.back_url


class PersonPage(DetailPage):
    """What one person holds, and why he sees what he sees."""

    permission = Permission.VIEW
    nav = "roles:posts"
    template_name = "roles/person.html"

    def get_object(self) -> Any:
        self.held = queries.person_posts(self.actor, self.kwargs["pk"])
        return self.held[0].person

    def heading(self) -> Any:
        return self.object.full_name

    def subtitle(self) -> Any:
        return _("Vai trò, và vì sao người này xem được")

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "held": self.held,
            "effective": queries.effective_permissions(self.held),
            "children": queries.number_of_children(self.object.pk),
            "today": clock.today(),
        }
