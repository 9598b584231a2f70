"""Filters of a plan's targets and tasks. The rows are not a queryset: a plan has a few dozen of them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.text import search_key
from khuevan.web import filters

from .types import Status, TargetLine, TaskLine


class RowFilter(filters.FilterSet):
    """Base: `keeps` says whether a row stays, given the cleaned values."""

    @property
    def qs(self) -> list[Any]:
        chosen = self.form.cleaned_data if self.is_bound and self.form.is_valid() else {}
        return [row for row in self.queryset if self.keeps(row, chosen)]

    def keeps(self, row: Any, chosen: dict[str, Any]) -> bool:
        raise NotImplementedError


def target_filter(sections: Iterable[tuple[str, str]]) -> type[RowFilter]:
    """The filter of a plan's targets; `sections` are (number, title) of the headings that hold some."""

    class TargetFilter(RowFilter):
        q = filters.TextFilter(label=_("Tìm chỉ tiêu"))
        status = filters.ChoiceFilter(label=_("Trạng thái"), choices=Status.choices)
        section = filters.ChoiceFilter(label=_("Mục"), choices=[(ref, f"{ref} {title}") for ref, title in sections])

        def keeps(self, row: TargetLine, chosen: dict[str, Any]) -> bool:
            target = row.target
            return (
                _has_words(f"{target.search_key} {search_key(target.ref)}", chosen.get("q"))
                and chosen.get("status") in (None, "", row.status)
                and chosen.get("section") in (None, "", target.section)
            )

    return TargetFilter


def task_filter(leads: Iterable[str]) -> type[RowFilter]:
    """The filter of a plan's tasks; `leads` are the names of who leads some."""

    class TaskFilter(RowFilter):
        q = filters.TextFilter(label=_("Tìm nhiệm vụ"))
        lead = filters.ChoiceFilter(label=_("Chủ trì"), choices=[(lead, lead) for lead in leads])

        def keeps(self, row: TaskLine, chosen: dict[str, Any]) -> bool:
            return _has_words(row.task.search_key, chosen.get("q")) and (
                not chosen.get("lead") or chosen["lead"] in row.task.lead
            )

    return TaskFilter


def _has_words(key: str, text: str | None) -> bool:
    return all(word in key for word in search_key(text or "").split())
