"""Hồ sơ nghi trùng: the list, two profiles side by side, merging them, or saying that they are two people."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.jobs import api as jobs
from khuevan.kernel.manifest import Text
from khuevan.web.numbers import moment
from khuevan.web.pages import ConfirmPage, FormPage, ListPage
from khuevan.web.types import Action, Empty

from .. import forms, operations, queries, tables
from ..types import Permission, Side


class DuplicateList(ListPage):
    permission = Permission.MERGE
    title = gettext_lazy("Hồ sơ nghi trùng")
    help = gettext_lazy(
        "Hệ thống so họ tên (bỏ dấu), ngày sinh, số điện thoại trong phạm vi của bạn mỗi đêm. Mở từng cặp để so, rồi gộp hoặc "
        "xác nhận là hai người; cặp đã xác nhận không hiện lại."
    )
    table_class, filterset_class, file_name = tables.DuplicateTable, forms.DuplicateFilter, "ho-so-nghi-trung"

    def subtitle(self) -> Text:
        searched = queries.last_search(self.actor)
        return _("Tìm lần cuối lúc %s") % moment(searched) if searched else _("Chưa tìm hết phạm vi của bạn")

    def queryset(self) -> QuerySet:
        return queries.pairs(self.actor)

    def total(self, filterset: Any) -> int | None:
        return None if filterset and filterset.in_use else queries.pair_count(self.actor)

    def actions(self) -> list[Action]:
        return [Action(_("Tìm lại"), reverse("people:duplicates_search"), "refresh", post=True)]

    def empty(self) -> Empty:
        return Empty(_("Không có cặp hồ sơ nào nghi trùng"), _("Bấm «Tìm lại» sau khi nhập danh sách mới."), "circle-check")


class SearchDuplicates(ConfirmPage):
    """Starts the search behind the screen: a school takes a moment, a province half a minute."""

    permission = Permission.MERGE
    nav = "people:duplicates"
    title = gettext_lazy("Tìm hồ sơ nghi trùng")
    submit_label = gettext_lazy("Tìm")

    def load(self) -> None:
        self.back_url = reverse("people:duplicates")

    def question(self) -> Text:
        return _("Tìm hồ sơ nghi trùng trong phạm vi của bạn?")

    def perform(self, form: Any) -> Any:
        return jobs.start(self.actor, "people.find_duplicates", str(_("Tìm hồ sơ nghi trùng")))

    def success_url(self, job: Any) -> str:
        return reverse("jobs:job", args=[job.uid])

    def done(self, job: Any) -> Text:
        return ""


class ComparePair(FormPage):
    """Two profiles side by side. Merging asks for each difference whose value is right."""

    permission = Permission.MERGE
    nav = "people:duplicates"
    template_name = "people/duplicate.html"
    title = gettext_lazy("So sánh hai hồ sơ")
    submit_label = gettext_lazy("Gộp hai hồ sơ")
    form_class = forms.MergeForm
    help = gettext_lazy("Chọn giá trị đúng ở từng dòng. Mọi dữ liệu của hai hồ sơ (lớp, điểm, tài khoản…) về hồ sơ được giữ.")

    def load(self) -> None:
        self.pair = queries.pair(self.actor, self.kwargs["pk"])
        self.left, self.right = self.pair.first, self.pair.second
        self.choices = queries.choices(self.actor, keep=self.left, gone=self.right)
        self.back_url = reverse("people:duplicates")

    def form_options(self) -> dict[str, Any]:
        initial = {"kept": Side.KEEP, "left_version": self.left.version, "right_version": self.right.version}
        return {"choices": self.choices, "names": (_("bên trái"), _("bên phải")), "initial": initial}

    def context(self) -> dict[str, Any]:
        return {
            "pair": self.pair,
            "obstacles": queries.merge_obstacles(self.left, self.right),
            "same": queries.same_facts(keep=self.left, gone=self.right),
            "reasons": tables.reasons_in_words(self.pair.reasons),
            "sides": [
                (person, queries.place_name(person.keeper), reverse("people:person", args=[person.uid]))
                for person in (self.left, self.right)
            ],
        }

    def perform(self, form: Any) -> Any:
        values = form.cleaned_data
        both = [(self.left, values["left_version"]), (self.right, values["right_version"])]
        (keep, keep_version), (gone, gone_version) = both if values["kept"] == Side.KEEP else reversed(both)
        return operations.merge_persons(
            self.actor, keep=keep, gone=gone, keep_version=keep_version, gone_version=gone_version, choices=form.taken(),
            reason=values["reason"],
        )  # fmt: skip

    def success_url(self, person: Any) -> str:
        return self.back_url

    def done(self, person: Any) -> Text:
        return _("Đã gộp vào hồ sơ của %(name)s.") % {"name": person.full_name}


class DismissPair(ConfirmPage):
    permission = Permission.MERGE
    nav = "people:duplicates"
    title = gettext_lazy("Không phải một người")
    submit_label = gettext_lazy("Đây là hai người")

    def load(self) -> None:
        self.pair = queries.pair(self.actor, self.kwargs["pk"])
        self.back_url = reverse("people:duplicate", args=[self.pair.pk])

    def question(self) -> Text:
        return _("%(one)s và %(other)s là hai người khác nhau?") % {
            "one": self.pair.first.full_name,
            "other": self.pair.second.full_name,
        }

    def consequences(self) -> list[Text]:
        return [_("Hai hồ sơ giữ nguyên."), _("Cặp này không hiện lại, kể cả khi tìm lần sau.")]

    def perform(self, form: Any) -> Any:
        return operations.dismiss_pair(self.actor, pair=self.pair)

    def success_url(self, verdict: Any) -> str:
        return reverse("people:duplicates")

    def done(self, verdict: Any) -> Text:
        return _("Đã ghi nhận là hai người.")
