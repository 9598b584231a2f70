"""The journal for the auditor: everything, one account's deeds, one object's history, one line."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel.manifest import Text
from khuevan.web.pages import DetailPage, ListPage
from khuevan.web.types import Action, Empty

from . import forms, queries, tables
from .types import Permission

VIA = {
    "web": gettext_lazy("Màn hình"),
    "api": gettext_lazy("API"),
    "job": gettext_lazy("Việc nền"),
    "system": gettext_lazy("Hệ thống"),
}


class Journal(ListPage):
    permission = Permission.VIEW
    title = gettext_lazy("Nhật ký")
    help = gettext_lazy(
        "Mỗi dòng là một việc đã làm, không sửa và không xóa được. Chọn ngày để xem xa hơn 7 ngày gần nhất. Bấm vào đối tượng "
        "để xem đã thay đổi những gì."
    )
    table_class, filterset_class = tables.JournalTable, forms.JournalFilter
    file_name = "nhat-ky"
    nav = "audit:journal"

    def queryset(self) -> Any:
        return queries.entries(self.actor) if self._asks_for_days() else queries.recent_entries(self.actor)

    def subtitle(self) -> Text:
        return "" if self._asks_for_days() else _("%(days)s ngày gần nhất") % {"days": queries.RECENT_DAYS}

    def empty(self) -> Empty:
        return Empty(_("Chưa có dòng nhật ký nào"), _("Trong khoảng ngày này chưa có việc nào được ghi."), "history")

    def _asks_for_days(self) -> bool:
        return bool(self.request.GET.get("since") or self.request.GET.get("until"))


class JournalOfAccount(Journal):
    """Everything one account did, of any day."""

    def load(self) -> None:
        self.newest = queries.newest(self.actor, **self.kwargs)

    def queryset(self) -> Any:
        return queries.entries(self.actor).filter(**self.kwargs)

    def heading(self) -> Text:
        return _("Nhật ký của %(name)s") % {"name": self.newest.actor_name}

    def subtitle(self) -> Text:
        return _("Mọi việc tài khoản này đã làm")


class JournalOfObject(Journal):
    """Everything done to one object, of any day."""

    def load(self) -> None:
        self.newest = queries.newest(self.actor, **self.kwargs)

    def queryset(self) -> Any:
        return queries.entries(self.actor).filter(**self.kwargs)

    def heading(self) -> Text:
        return _("Lịch sử của %(name)s") % {"name": self.newest.object_label}

    def subtitle(self) -> Text:
        return _("Mọi việc đã làm trên đối tượng này")


class EntryPage(DetailPage):
    permission = Permission.VIEW
    template_name = "audit/entry.html"
    nav = "audit:journal"

    def get_object(self) -> Any:
        return queries.newest(self.actor, pk=self.kwargs["pk"])

    def heading(self) -> Text:
        return queries.wording(self.object.verb)

    def context(self) -> dict[str, Any]:
        via = VIA.get(self.object.via, self.object.via)
        return {**super().context(), "changes": queries.changes_of(self.object), "via": via}

    def actions(self) -> list[Action]:
        entry, found = self.object, []
        if entry.user_id is not None:
            found.append(Action(_("Mọi việc của người này"), reverse("audit:account", args=[entry.user_id]), "user"))
        if entry.object_id:
            address = reverse("audit:object", args=[entry.object_type, entry.object_id])
            found.append(Action(_("Lịch sử đối tượng này"), address, "history"))
        return found
