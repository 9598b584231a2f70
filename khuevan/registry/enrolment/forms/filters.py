"""Filters of learners, classes and transfers."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.web.filters import ChoiceFilter, FilterSet, TextFilter, ToggleFilter
from khuevan.web.numbers import number

from .. import queries
from ..types import Status

#: Besides those who study, whom a list may show.
OTHERS = (Status.SUSPENDED, Status.DROPPED_OUT, Status.TRANSFERRED, Status.COMPLETED)


class LearnerFilter(FilterSet):
    """Filters of learners. What they choose from depends on the reach: `learner_filter` completes them."""

    reach: queries.Reach
    q = TextFilter(label=gettext_lazy("Tìm theo tên, mã, số định danh"))

    @cached_property
    def qs(self) -> QuerySet:
        """The rows as a list shows them."""
        chosen = self._chosen.get
        rows = self._matching() if any(self._chosen.values()) else self.queryset
        return queries.as_rows(rows, ethnicity=bool(chosen("ethnicity")), school=not self.reach.one_school)

    @property
    def known_total(self) -> int | None:
        """How many rows stay, if that is a sum over classes: these know how many learn in them."""
        chosen = self._chosen
        if not self.reach.is_narrow or not self.reach.learners or any(map(chosen.get, ("q", "status", "wrong", "ethnicity"))):
            return None
        return self.reach.learners_in(grade=_whole(chosen.get("grade")), school_class=_whole(chosen.get("school_class")))

    def _matching(self) -> QuerySet:
        chosen = self._chosen.get
        return queries.matching(
            self.request.actor,
            self.reach,
            words=chosen("q") or "",
            grade=_whole(chosen("grade")),
            school_class=_whole(chosen("school_class")),
            status=chosen("status") or "",
            wrong=bool(chosen("wrong")),
            sensitive=bool(chosen("ethnicity")),
        )

    @cached_property
    def _chosen(self) -> dict[str, Any]:
        """What was chosen rightly; wrong input filters nothing."""
        if self.is_bound:
            self.form.is_valid()  # cleans
        return getattr(self.form, "cleaned_data", {})


def learner_filter(
    reach: queries.Reach, *, years: list[tuple[str, str]], wrong: int | None, above_schools: bool, sees_sensitive: bool
) -> type[LearnerFilter]:
    """The filters over a reach. `wrong`: how many profiles are to be mended, None when that is not known."""
    filters = {"reach": reach} | _of_reach(reach, years, above_schools)
    if reach.one_school and reach.class_count > 1:
        names = [(str(line.pk), line.name) for line in reach.classes or ()]
        filters["school_class"] = ChoiceFilter(label=gettext_lazy("Lớp"), choices=names)
    filters["status"] = ChoiceFilter(label=gettext_lazy("Trạng thái"), choices=[(one.value, one.label) for one in OTHERS])
    filters["status"].extra["empty_label"] = Status.STUDYING.label
    label = _("Cần sửa: %s") % number(wrong) if wrong is not None else _("Cần sửa")
    filters["wrong"] = ToggleFilter(label=label, condition=Q())
    if sees_sensitive:
        filters["ethnicity"] = ToggleFilter(label=gettext_lazy("Hiện dân tộc"), condition=Q())
    return type("LearnersOfReach", (LearnerFilter,), filters)


class ClassFilter(FilterSet):
    """Filters of classes; `class_filter` completes them."""

    reach: queries.Reach
    q = TextFilter(fields=("unit__search_key",), label=gettext_lazy("Tìm theo tên lớp"))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = self.filters["q"].filter(queryset, self.form.cleaned_data.get("q") or "")
        grade = _whole(self.form.cleaned_data.get("grade"))
        return rows if grade is None else rows.filter(grade=grade)


def class_filter(reach: queries.Reach, *, years: list[tuple[str, str]], above_schools: bool) -> type[ClassFilter]:
    return type("ClassesOfReach", (ClassFilter,), {"reach": reach} | _of_reach(reach, years, above_schools))


def _of_reach(reach: queries.Reach, years: list[tuple[str, str]], above_schools: bool) -> dict[str, Any]:
    """What lists of learners and of classes are both narrowed by."""
    filters: dict[str, Any] = {}
    if above_schools:
        filters["unit"] = TextFilter(label=gettext_lazy("Xã, phường, trường"))
    if len(reach.grades) > 1:
        grades = [(str(grade), queries.grade_in_words(grade)) for grade in reach.grades]
        filters["grade"] = ChoiceFilter(label=gettext_lazy("Khối"), choices=grades)
    if years:
        filters["year"] = ChoiceFilter(label=gettext_lazy("Năm học"), choices=years)
        filters["year"].extra["empty_label"] = str(reach.year)
    return filters


class TransferFilter(FilterSet):
    q = TextFilter(fields=("person__search_key",), label=gettext_lazy("Tìm theo tên"))
    waiting = ToggleFilter(label=gettext_lazy("Đang chờ"), condition=Q(ended_at=None))


def _whole(text: str | None) -> int | None:
    return int(text) if text else None
