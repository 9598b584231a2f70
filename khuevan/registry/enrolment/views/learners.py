"""Learners: the list, one learner, adding, editing, taking out."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.people import api as people
from khuevan.kernel.manifest import Text
from khuevan.web.numbers import number
from khuevan.web.pages import DetailPage, ListPage
from khuevan.web.types import Action, Crumb, Empty

from .. import forms, queries, tables
from ..types import Permission


class LearnerList(ListPage):
    permission = Permission.BROWSE
    template_name = "enrolment/learners.html"
    title = gettext_lazy("Học sinh")
    help = gettext_lazy(
        "Mỗi dòng là một em đang học. Bấm vào tên để mở trang của em. «Cần sửa» là hồ sơ còn thiếu điều phải có, hoặc nghi "
        "trùng với hồ sơ khác. Số định danh luôn được che."
    )
    table_class, file_name = tables.LearnerTable, "hoc-sinh"

    def load(self) -> None:
        asked = self.request.GET
        self.reach = queries.reach(self.actor, year_code=asked.get("year", ""), unit=asked.get("unit", ""))
        self.above_schools = not self.reach.one_school or bool(asked.get("unit"))
        self.wrong = queries.wrong_count(self.actor, self.reach)
        self.sensitive = bool(asked.get("ethnicity")) and self.actor.holds(people.Permission.VIEW_SENSITIVE)
        self.filterset_class = forms.learner_filter(
            self.reach,
            years=queries.years(self.reach),
            wrong=self.wrong,
            above_schools=self.above_schools,
            sees_sensitive=self.actor.holds(people.Permission.VIEW_SENSITIVE),
        )

    def subtitle(self) -> Text:
        parts = [
            _("Năm học %s") % self.reach.year,
            _("%s em đang học") % number(self.reach.learners),
            _("%s hồ sơ cần sửa") % number(self.wrong) if self.wrong else "",
        ]
        return " · ".join(part for part in parts if part)

    def queryset(self) -> QuerySet:
        return queries.as_rows(queries.matching(self.actor, self.reach), school=not self.reach.one_school)

    def table_options(self) -> dict[str, Any]:
        shown = {
            "choose": bool(self.bulk_actions()),
            "ethnicity": self.sensitive,
            "school_name": not self.reach.one_school,
            "status": bool(self.request.GET.get("status")),
        }
        return {"exclude": tuple(name for name, is_shown in shown.items() if not is_shown)}

    def empty(self) -> Empty:
        return Empty(_("Chưa có học sinh"), _("Nhập danh sách từ Excel, hoặc thêm từng em."), "users-group")


class LearnerPage(DetailPage):
    """One learner. Those who teach or keep him see his profile's state and what may be done; his family sees its own page."""

    permission = Permission.VIEW
    template_name = "enrolment/learner.html"

    def get_object(self) -> Any:
        return queries.learner(self.actor, self.kwargs["pk"])

    def load(self) -> None:
        super().load()
        self.view = queries.view(self.actor, self.object, reason=_("Xem trang học sinh"))

    def heading(self) -> Text:
        return self.object.person.full_name

    def subtitle(self) -> Text:
        stay = self.object
        return _("Lớp %(name)s · %(school)s · năm học %(year)s") % {
            "name": stay.school_class.name, "school": stay.school.name, "year": stay.school_year,
        }  # fmt: skip

    def crumbs(self) -> list[Crumb]:
        return [] if self.view.is_family else [Crumb(_("Học sinh"), reverse("enrolment:learners"))]

    def context(self) -> dict[str, Any]:
        view = self.view
        return super().context() | {
            "view": view,
            "person": self.object.person,
            "status": tables.STATUSES[self.object.status],
            "facts": tables.facts(self.object.person),
            "lacking": [(tables.NEEDS[field], self._mending_url(field)) for field in view.lacking],
            "advisable": [(tables.NEEDS[field], self._mending_url(field)) for field in view.advisable],
            "stays": [(stay, tables.STATUSES[stay.status]) for stay in view.stays],
        }

    def _mending_url(self, field: str) -> str:
        if not self.view.may_edit_person:
            return ""
        page = "people:numbers" if field in ("personal_id_hint", "sector_id") else "people:edit"
        return reverse(page, args=[self.object.person.uid])

    def actions(self) -> list[Action]:
        if not self.view.may_edit_person or self.view.is_family:
            return []
        return [Action(_("Sửa hồ sơ"), reverse("people:edit", args=[self.object.person.uid]), "pencil", "primary")]
