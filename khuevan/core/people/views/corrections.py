"""Yêu cầu đính chính as those who decide on them see them."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import clock
from khuevan.kernel.manifest import Text
from khuevan.web.numbers import number
from khuevan.web.pages import ConfirmPage, DetailPage, FormPage, ListPage, Page
from khuevan.web.types import Action, Crumb, Empty

from .. import forms, operations, queries, tables
from ..types import CorrectionState, Permission


class CorrectionList(ListPage):
    permission = Permission.CORRECT
    title = gettext_lazy("Yêu cầu đính chính")
    help = gettext_lazy(
        "Học sinh, cha mẹ, cán bộ báo thông tin sai trong hồ sơ. Tiếp nhận trong 2 ngày làm việc, rồi sửa hoặc trả lời vì sao "
        "không sửa. Bạn không xử lý yêu cầu về hồ sơ của mình hay của con mình."
    )
    table_class, filterset_class, file_name = tables.CorrectionTable, forms.CorrectionFilter, "yeu-cau-dinh-chinh"

    def queryset(self) -> QuerySet:
        return queries.corrections(self.actor)

    def subtitle(self) -> Text:
        counts = {
            "waiting": number(queries.waiting_count(self.actor)),
            "late": number(queries.overdue_count(self.actor, clock.today())),
        }
        return _("%(waiting)s yêu cầu đang chờ · %(late)s quá hạn tiếp nhận") % counts

    def empty(self) -> Empty:
        return Empty(_("Chưa có yêu cầu nào"), _("Khi có người báo sai thông tin, yêu cầu hiện ở đây."), "inbox")


class CorrectionPage(DetailPage):
    """One request: what is written, what is proposed, why, with which papers, and what became of it."""

    permission = Permission.CORRECT
    nav = "people:corrections"
    template_name = "people/correction.html"

    def get_object(self) -> Any:
        return queries.correction(self.actor, self.kwargs["uid"])

    def heading(self) -> Text:
        return f"{queries.label(self.object.field)}: {self.object.person.full_name}"

    def subtitle(self) -> Text:
        return queries.place_name(self.object.person.keeper)

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "field": queries.label(self.object.field),
            "current": queries.current(self.actor, self.object),
            "proposed": queries.proposed(self.actor, self.object),
            "steps": [
                (step, tables.CORRECTION_STATUSES[CorrectionState(step.state)]) for step in queries.steps_of(self.object)
            ],
            "files": queries.evidence_of(self.object),
            "person_url": reverse("people:person", args=[self.object.person.uid]),
        }

    def actions(self) -> list[Action]:
        if self.object.ended_at:
            return []
        uid = self.object.uid
        acknowledge = Action(_("Tiếp nhận"), reverse("people:correction_acknowledge", args=[uid]), "progress-check", post=True)
        return [
            *([acknowledge] if self.object.state == CorrectionState.REQUESTED else []),
            Action(_("Không sửa"), reverse("people:correction_refuse", args=[uid]), "x"),
            Action(_("Sửa theo yêu cầu"), reverse("people:correction_accept", args=[uid]), "check", "primary"),
        ]


class Decision(Page):
    """Base of what is done with a request."""

    permission = Permission.CORRECT
    nav = "people:corrections"

    def load(self) -> None:
        self.request_row = queries.correction(self.actor, self.kwargs["uid"])
        self.back_url = reverse("people:correction", args=[self.request_row.uid])

    def subtitle(self) -> Text:
        return f"{queries.label(self.request_row.field)}: {self.request_row.person.full_name}"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.subtitle(), self.back_url)]

    def success_url(self, result: Any) -> str:
        return self.back_url


class Acknowledge(Decision, ConfirmPage):
    title = gettext_lazy("Tiếp nhận yêu cầu")
    submit_label = gettext_lazy("Tiếp nhận")

    def question(self) -> Text:
        return _("Tiếp nhận yêu cầu này?")

    def consequences(self) -> list[Text]:
        return [_("Người yêu cầu được báo là nhà trường đang xem xét.")]

    def perform(self, form: Any) -> Any:
        return operations.acknowledge_correction(self.actor, request=self.request_row)

    def done(self, result: Any) -> Text:
        return _("Đã tiếp nhận.")


class Accept(Decision, FormPage):
    title = gettext_lazy("Sửa theo yêu cầu")
    submit_label = gettext_lazy("Sửa hồ sơ")
    template_name = "people/correction_accept.html"
    form_class = forms.DecisionForm

    def context(self) -> dict[str, Any]:
        return {
            "field": queries.label(self.request_row.field),
            "current": queries.current(self.actor, self.request_row),
            "proposed": queries.proposed(self.actor, self.request_row),
        }

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"version": self.request_row.person.version}}

    def perform(self, form: Any) -> Any:
        values = form.cleaned_data
        return operations.accept_correction(
            self.actor, request=self.request_row, person_version=values["version"], note=values["note"]
        )

    def done(self, result: Any) -> Text:
        return _("Đã sửa hồ sơ và báo cho người yêu cầu.")


class Refuse(Decision, FormPage):
    title = gettext_lazy("Không sửa")
    submit_label = gettext_lazy("Trả lời không sửa")
    form_class = forms.RefusalForm

    def perform(self, form: Any) -> Any:
        return operations.refuse_correction(self.actor, request=self.request_row, **form.cleaned_data)

    def done(self, result: Any) -> Text:
        return _("Đã trả lời người yêu cầu.")
