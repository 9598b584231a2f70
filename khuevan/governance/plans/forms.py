"""Filters of a plan's targets and tasks. The rows are no queryset: a plan has a few dozen, each with what was measured."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Text
from khuevan.kernel.text import search_key
from khuevan.web.filters import FilterForm, RowFilter, words_field

from .types import Status, TargetLine, TaskLine


def target_filter(sections: Iterable[tuple[str, str]]) -> type[RowFilter]:
    """The filter of a plan's targets; `sections` are (number, title) of the headings that hold some."""

    class TargetFilterForm(FilterForm):
        q = words_field(_("Tìm chỉ tiêu"))
        status = choice_field(_("Trạng thái"), Status.choices)
        section = choice_field(_("Mục"), [(ref, f"{ref} {title}") for ref, title in sections])

    class TargetFilter(RowFilter):
        form_class = TargetFilterForm

        def keeps(self, row: TargetLine, chosen: dict[str, Any]) -> bool:
            target = row.target
            return (
                is_meant(target, chosen.get("q", ""))
                and chosen.get("status") in (None, "", row.status)
                and chosen.get("section") in (None, "", target.section)
            )

    return TargetFilter


def task_filter(leads: Iterable[str]) -> type[RowFilter]:
    """The filter of a plan's tasks; `leads` are the names of who leads some."""

    class TaskFilterForm(FilterForm):
        q = words_field(_("Tìm nhiệm vụ"))
        lead = choice_field(_("Chủ trì"), [(lead, lead) for lead in leads])

    class TaskFilter(RowFilter):
        form_class = TaskFilterForm

        def keeps(self, row: TaskLine, chosen: dict[str, Any]) -> bool:
            return is_meant(row.task, chosen.get("q", "")) and (not chosen.get("lead") or chosen["lead"] in row.task.lead)

    return TaskFilter


def choice_field(label: Text, choices: Iterable[tuple[str, Text]]) -> forms.ChoiceField:
    every = format_lazy("{label}: {all}", label=label, all=_("tất cả"))
    return forms.ChoiceField(label=label, required=False, choices=[("", every), *choices])


def is_meant(row: Any, text: str) -> bool:
    """Whether every word occurs in the name of a target or task, in any order, or its number begins as typed ("i.2.4")."""
    in_name = all(word in row.search_key for word in search_key(text).split())
    return in_name or row.ref.casefold().startswith(text.strip().casefold())
