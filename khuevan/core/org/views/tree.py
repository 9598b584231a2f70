"""The tree of any day, opened branch by branch."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import clock
from khuevan.kernel.manifest import Text
from khuevan.web import numbers
from khuevan.web.pages import Page

from .. import queries
from ..forms import DayForm
from ..types import Permission, UnitState


@dataclass
class Node:
    """A unit as drawn: `open` when its inside is shown, which is then in `children`."""

    state: UnitState
    open: bool = False
    children: list["Node"] = field(default_factory=list)


class TreePage(Page):
    """`ngay` is the day, `mo` the unit to open. A branch that is not open is fetched when it is wanted, by its own address."""

    permission = Permission.VIEW
    template_name = "org/tree.html"
    partials = ("branch",)
    title = gettext_lazy("Cây tổ chức")
    help = gettext_lazy(
        "Chọn một ngày để xem cây tổ chức đúng như ngày đó. Trước 01/7/2025 có cấp huyện; từ đó chỉ còn tỉnh và xã, phường."
    )

    def subtitle(self) -> str:
        return _("Ngày %(day)s") % {"day": numbers.day(self.day)}

    @cached_property
    def form(self) -> DayForm:
        form = DayForm(self.request.GET or None)
        form.is_valid()
        return form

    @property
    def day(self) -> date:
        """The day asked for; today when none was, or when it cannot be read."""
        return (self.form.is_bound and self.form.cleaned_data.get("ngay")) or clock.today()

    @property
    def wanted(self) -> int | None:
        asked = self.request.GET.get("mo", "")
        return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None

    def context(self) -> dict[str, Any]:
        if self._template() != self.template_name:
            return {"nodes": self._inside(self.wanted, []), "day": self.day, "path": self.request.path}
        words = self.form.cleaned_data.get("q", "") if self.form.is_bound else ""
        return {
            "form": self.form,
            "day": self.day,
            "path": self.request.path,
            "days": self._days(),
            "words": words,
            "found": queries.search(self.actor, words, day=self.day) if words else [],
            "nodes": self._open_nodes(),
            "wanted": self.wanted,
        }

    def _open_nodes(self) -> list[Node]:
        """The roots, with everything open on the way to the wanted unit; without one, down to where the tree divides."""
        line = [state.unit_id for state in queries.line_as_of(self.actor, self.day, self.wanted)] if self.wanted else []
        nodes = level = self._inside(None, line)
        while not line and len(level) == 1 and level[0].state.children:
            level[0].open, level[0].children = True, self._inside(level[0].state.unit_id, [])
            level = level[0].children
        return nodes

    def _inside(self, parent_id: int | None, line: list[int]) -> list[Node]:
        nodes = [Node(state) for state in queries.children_as_of(self.actor, self.day, parent_id)]
        for node in nodes:
            if line and node.state.unit_id == line[0]:
                node.open, node.children = True, self._inside(line[0], line[1:])
        return nodes

    def _days(self) -> list[tuple[Text, date]]:
        """Days worth looking at: today, and each day on which the tree changed with the one before it."""
        changes = (day for change in queries.days_of_change(self.actor) for day in (change, change - timedelta(days=1)))
        return [(_("Hôm nay"), clock.today()), *((numbers.day(day), day) for day in changes)]
