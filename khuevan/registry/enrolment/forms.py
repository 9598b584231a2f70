"""Forms and filters of learners and classes."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.web.filters import ChoiceFilter, FilterSet, TextFilter, ToggleFilter
from khuevan.web.numbers import number

from . import queries
from .types import Status

#: Besides those who study, whom a list may show.
OTHERS = (Status.SUSPENDED, Status.DROPPED_OUT, Status.TRANSFERRED, Status.COMPLETED)


class LearnerFilter(FilterSet):
    """Filters of learners. What they choose from depends on the reach: `learner_filter` completes them."""

    reach: queries.Reach
    q = TextFilter(label=gettext_lazy("Tìm theo tên, mã, số định danh"))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        chosen = self.form.cleaned_data.get
        rows = queries.matching(
            self.request.actor,
            self.reach,
            words=chosen("q") or "",
            grade=_whole(chosen("grade")),
            school_class=_whole(chosen("school_class")),
            status=chosen("status") or "",
            wrong=bool(chosen("wrong")),
        )
        return queries.as_rows(rows, ethnicity=bool(chosen("ethnicity")), school=not self.reach.one_school)


def learner_filter(
    reach: queries.Reach, *, years: list[tuple[str, str]], wrong: int | None, above_schools: bool, sees_sensitive: bool
) -> type[LearnerFilter]:
    """The filters over a reach. `wrong`: how many profiles are to be mended, None when that is not known."""
    filters: dict[str, Any] = {"reach": reach}
    if above_schools:
        filters["unit"] = TextFilter(label=gettext_lazy("Xã, phường, trường"))
    filters["grade"] = ChoiceFilter(
        label=gettext_lazy("Khối"), choices=[(str(grade), grade_in_words(grade)) for grade in reach.grades]
    )
    if reach.one_school:
        names = [(str(line.pk), line.name) for line in reach.classes or ()]
        filters["school_class"] = ChoiceFilter(label=gettext_lazy("Lớp"), choices=names)
    filters["status"] = ChoiceFilter(label=gettext_lazy("Trạng thái"), choices=[(one.value, one.label) for one in OTHERS])
    filters["status"].extra["empty_label"] = Status.STUDYING.label
    if years:
        filters["year"] = ChoiceFilter(label=gettext_lazy("Năm học"), choices=years)
        filters["year"].extra["empty_label"] = str(reach.year)
    label = _("Cần sửa: %s") % number(wrong) if wrong is not None else _("Cần sửa")
    filters["wrong"] = ToggleFilter(label=label, condition=Q())
    if sees_sensitive:
        filters["ethnicity"] = ToggleFilter(label=gettext_lazy("Hiện dân tộc"), condition=Q())
    return type("LearnersOfReach", (LearnerFilter,), filters)


def grade_in_words(grade: int) -> str:
    return _("Mầm non") if grade == 0 else _("Khối %d") % grade


def _whole(text: str | None) -> int | None:
    return int(text) if text else None
