"""Classes of a school year: the list, one class, making classes."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.access import api as access
from khuevan.core.roles.api import Permission as RolesPermission
from khuevan.kernel import clock
from khuevan.kernel.errors import NotFound
from khuevan.kernel.manifest import Text
from khuevan.web.numbers import number
from khuevan.web.pages import FormPage, ListPage, Page
from khuevan.web.types import Action, Crumb, Empty

from .. import forms, operations, queries, tables
from ..types import Permission


class ClassList(ListPage):
    permission = Permission.BROWSE
    title = gettext_lazy("Lớp học")
    help = gettext_lazy("Sĩ số là số em đang học. Định mức theo điều lệ trường của cấp học; vượt định mức chỉ là lời nhắc.")
    table_class, file_name = tables.ClassTable, "lop-hoc"

    def load(self) -> None:
        asked = self.request.GET
        self.reach = queries.reach(self.actor, year_code=asked.get("year", ""), unit=asked.get("unit", ""))
        above = not self.reach.one_school or bool(asked.get("unit"))
        self.filterset_class = forms.class_filter(self.reach, years=queries.years(self.reach), above_schools=above)

    def subtitle(self) -> Text:
        return _("Năm học %(year)s · %(classes)s lớp · %(learners)s em đang học") % {
            "year": self.reach.year,
            "classes": number(self.reach.class_count),
            "learners": number(self.reach.learners),
        }

    def queryset(self) -> QuerySet:
        return queries.classes_of(self.actor, self.reach)

    def table_options(self) -> dict[str, Any]:
        narrow = self.reach.is_narrow
        hidden = {"school": self.reach.one_school, "homeroom": not narrow}
        return {
            "homeroom": queries.homeroom(self.queryset()) if narrow else {},
            "exclude": tuple(name for name, is_hidden in hidden.items() if is_hidden),
        }

    def actions(self) -> list[Action]:
        if not self.actor.holds(Permission.MANAGE_CLASSES):
            return []
        return [
            Action(_("Lập từ năm trước"), reverse("enrolment:classes_advance"), "stairs-up"),
            Action(_("Lập lớp"), reverse("enrolment:class_new"), "plus", "primary"),
        ]

    def empty(self) -> Empty:
        return Empty(_("Chưa có lớp nào"), _("Lập lớp mới, hoặc lập từ các lớp năm trước lên một khối."), "chalkboard")


class ClassPage(ListPage):
    """One class with those who learn there."""

    permission = Permission.BROWSE
    template_name = "enrolment/class.html"
    table_class, file_name = tables.LearnerTable, "danh-sach-lop"
    nav = "enrolment:classes"

    def load(self) -> None:
        self.class_ = queries.school_class(self.actor, self.kwargs["pk"])
        self.reach = queries.reach_of_class(self.class_)
        self.teacher = queries.homeroom([self.class_]).get(self.class_.unit_id, "")
        self.may_edit = access.can(self.actor, Permission.EDIT, self.class_)

    def heading(self) -> Text:
        return _("Lớp %s") % self.class_.name

    def subtitle(self) -> Text:
        parts = [
            self.class_.school.name,
            _("năm học %s") % self.class_.school_year,
            _("%s em đang học") % number(self.class_.learners),
            _("chủ nhiệm: %s") % self.teacher if self.teacher else _("chưa có giáo viên chủ nhiệm"),
        ]
        return " · ".join(parts)

    def queryset(self) -> QuerySet:
        return queries.as_rows(queries.matching(self.actor, self.reach))

    def table_options(self) -> dict[str, Any]:
        kept = () if self.may_edit else ("choose",)
        return {"exclude": ("ethnicity", "class_name", "school_name", "status", *kept)}

    def context(self) -> dict[str, Any]:
        return {"size": tables.size_chip(self.class_)}

    def bulk_actions(self) -> list[Action]:
        return placing_actions() if self.may_edit else []

    def actions(self) -> list[Action]:
        pk = [self.class_.pk]
        found = [Action(_("In danh sách"), reverse("enrolment:class_print", args=pk), "printer")]
        if access.can(self.actor, Permission.MANAGE_CLASSES, self.class_):
            found.append(Action(_("Đổi tên"), reverse("enrolment:class_rename", args=pk), "pencil"))
        if access.can(self.actor, RolesPermission.ASSIGN, self.class_.unit):
            found.append(Action(_("Phân chủ nhiệm"), reverse("roles:assign", args=[self.class_.school_id]), "user-check"))
        if self.may_edit:
            found.append(
                Action(_("Thêm học sinh"), f"{reverse('enrolment:learner_new')}?class={self.class_.pk}", "plus", "primary")
            )
        return found

    def empty(self) -> Empty:
        return Empty(
            _("Chưa có em nào trong lớp"), _("Thêm từng em, nhập từ Excel, hoặc chuyển từ lớp khác sang."), "users-group"
        )


class ClassPrint(Page):
    """The class on paper: A4, names and days of birth, a column for notes."""

    permission = Permission.BROWSE
    template_name = "enrolment/class_print.html"

    def load(self) -> None:
        self.class_ = queries.school_class(self.actor, self.kwargs["pk"])

    def heading(self) -> Text:
        return _("Danh sách lớp %s") % self.class_.name

    def context(self) -> dict[str, Any]:
        rows = queries.as_rows(queries.matching(self.actor, queries.reach_of_class(self.class_)))
        return {
            "class": self.class_,
            "teacher": queries.homeroom([self.class_]).get(self.class_.unit_id, ""),
            "rows": tables.printed(rows),
            "made_at": clock.now(),
        }


class NewClass(FormPage):
    permission = Permission.MANAGE_CLASSES
    title = gettext_lazy("Lập lớp")
    submit_label = gettext_lazy("Lập lớp")
    form_class = forms.NewClassForm
    nav = "enrolment:classes"

    def load(self) -> None:
        self.back_url = reverse("enrolment:classes")

    def form_options(self) -> dict[str, Any]:
        return {"schools": queries.schools_of(self.actor, Permission.MANAGE_CLASSES), "years": queries.open_years()}

    def perform(self, form: Any) -> Any:
        data = form.cleaned_data
        return operations.create_classes(self.actor, school=data["school"], year=data["year"], classes=form.classes())

    def success_url(self, made: Any) -> str:
        return reverse("enrolment:school_class", args=[made[0].pk]) if len(made) == 1 else self.back_url

    def done(self, made: Any) -> Text:
        return _("Đã lập %s lớp.") % number(len(made))


class RenameClass(FormPage):
    permission = Permission.MANAGE_CLASSES
    title = gettext_lazy("Đổi tên lớp")
    submit_label = gettext_lazy("Đổi tên")
    form_class = forms.RenameForm
    nav = "enrolment:classes"

    def load(self) -> None:
        self.class_ = queries.school_class(self.actor, self.kwargs["pk"], Permission.MANAGE_CLASSES)
        self.back_url = reverse("enrolment:school_class", args=[self.class_.pk])

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Lớp %s") % self.class_.name, self.back_url)]

    def subtitle(self) -> Text:
        return _("Lớp %(name)s · %(school)s") % {"name": self.class_.name, "school": self.class_.school.name}

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"name": self.class_.name}}

    def perform(self, form: Any) -> Any:
        return operations.rename_class(self.actor, school_class=self.class_, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return self.back_url


class AdvanceClasses(FormPage):
    """The classes of the year before one grade up: a preview with its boxes, then done at once."""

    permission = Permission.MANAGE_CLASSES
    template_name = "enrolment/advance.html"
    title = gettext_lazy("Lập lớp từ năm trước, lên một khối")
    submit_label = gettext_lazy("Lập các lớp đã chọn")
    form_class = forms.AdvanceForm
    nav = "enrolment:classes"
    help = gettext_lazy("Lớp 7A1 năm trước thành lớp 8A1 năm nay. Lớp cuối cấp mà trường không dạy tiếp thì không có ở đây.")

    def load(self) -> None:
        self.back_url = reverse("enrolment:classes")
        schools = queries.schools_of(self.actor, Permission.MANAGE_CLASSES)
        asked = self.request.GET.get("school", "")
        school = schools.filter(pk=int(asked)).first() if asked.isdecimal() else schools.first()
        if school is None:
            raise NotFound()
        self.school = school
        years = {year.code: year for year in queries.open_years()}
        self.year = years.get(self.request.GET.get("year", "")) or next(iter(years.values()))
        self.before = queries.year_before(self.school, self.year)
        self.lines = queries.next_classes(self.actor, self.school, self.year)

    def subtitle(self) -> Text:
        return _("%(school)s · sang năm học %(year)s") % {"school": self.school.name, "year": self.year}

    def form_options(self) -> dict[str, Any]:
        return {"lines": self.lines}

    def context(self) -> dict[str, Any]:
        new = [line for line in self.lines if not line.exists]
        return {"before": self.before, "existing": [line for line in self.lines if line.exists], "new": new}

    def perform(self, form: Any) -> Any:
        return operations.advance_classes(self.actor, school=self.school, year=self.year, **form.cleaned_data)

    def success_url(self, made: Any) -> str:
        return f"{self.back_url}?year={self.year.code}"

    def done(self, made: Any) -> Text:
        return _("Đã lập %s lớp.") % number(len(made))


def placing_actions() -> list[Action]:
    """What may be done with learners chosen in a list."""
    return [
        Action(_("Chuyển lớp"), reverse("enrolment:move"), "arrows-exchange"),
        Action(_("Đổi trạng thái"), reverse("enrolment:end"), "user-cog"),
    ]
