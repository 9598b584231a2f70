"""Reorganisations: drafting, previewing, applying and reversing."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import clock
from khuevan.kernel.errors import NotFound, Refusal
from khuevan.kernel.manifest import Text
from khuevan.web import numbers
from khuevan.web.pages import ConfirmPage, DetailPage, FormPage, ListPage, Page
from khuevan.web.pages.submit import Submission, carry_out, go_to
from khuevan.web.types import Action, Crumb, Empty

from .. import forms, operations, queries, tables
from ..types import Change, Permission, Preview, ReorganisationState, StepKind, UnitKind


class ReorganisationList(ListPage):
    permission = Permission.REORGANISE
    title = gettext_lazy("Sắp xếp đơn vị")
    help = gettext_lazy(
        "Mỗi phương án là một quyết định: gồm nhiều bước, xem trước được, áp dụng một lần và hoàn tác được khi chưa ai dùng."
    )
    table_class = tables.ReorganisationTable
    file_name = "sap-xep-don-vi"

    def queryset(self) -> QuerySet:
        return queries.reorganisations(self.actor)

    def actions(self) -> list[Action]:
        actions = [Action(_("Soạn phương án"), reverse("org:reorganisation_new"), "plus", "primary")]
        if queries.districts_left(self.actor):
            actions.append(Action(DraftTwoLevels.title, reverse("org:reorganisation_two_levels"), "sitemap"))
        return actions

    def empty(self) -> Empty:
        return Empty(_("Chưa có phương án nào"), _("Soạn phương án khi có quyết định sáp nhập, chia tách, đổi tên."), "sitemap")


class NewReorganisation(FormPage):
    permission = Permission.REORGANISE
    title, submit_label = gettext_lazy("Soạn phương án sắp xếp"), gettext_lazy("Tạo bản nháp")
    form_class = forms.DecisionForm
    nav = "org:reorganisations"

    def load(self) -> None:
        self.back_url = reverse("org:reorganisations")

    def perform(self, form: Any) -> Any:
        return operations.draft_reorganisation(self.actor, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return _to("org:reorganisation", result)


class DraftTwoLevels(ConfirmPage):
    """The great reorganisation of 01/7/2025, made ready as a draft whose steps are looked at before anything happens."""

    permission = Permission.REORGANISE
    title, submit_label = gettext_lazy("Sắp xếp theo mô hình hai cấp (01/7/2025)"), gettext_lazy("Soạn bản nháp")
    nav = "org:reorganisations"

    def load(self) -> None:
        self.back_url = reverse("org:reorganisations")
        self.plan = queries.two_levels_plan()

    def question(self) -> Text:
        return _("Soạn phương án “%(title)s”?") % {"title": self.plan.title}

    def consequences(self) -> list[Text]:
        words = {"number": self.plan.decision_number, "day": numbers.day(self.plan.effective_on)}
        return [
            _("Căn cứ: Nghị quyết %(number)s, có hiệu lực từ %(day)s.") % words,
            _("Các bước được soạn từ danh mục hành chính: lập xã, phường mới, chuyển trường về xã hoặc về Sở, bỏ cấp huyện."),
            _("Cây tổ chức chưa thay đổi. Bạn xem các bước, xem trước kết quả, rồi mới áp dụng."),
        ]

    def perform(self, form: Any) -> Any:
        return operations.draft_two_levels(self.actor)

    def success_url(self, result: Any) -> str:
        return _to("org:reorganisation", result)

    def done(self, result: Any) -> Text:
        return _("Đã soạn bản nháp.")


class OfReorganisation(Page):
    """What the pages about one reorganisation share."""

    permission = Permission.REORGANISE
    nav = "org:reorganisations"

    def load(self) -> None:
        self.reorganisation = queries.reorganisation(self.actor, self.kwargs["pk"])
        self.back_url = _to("org:reorganisation", self.reorganisation)

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.reorganisation.title, self.back_url)]

    def success_url(self, result: Any) -> str:
        return self.back_url


class ReorganisationPage(DetailPage):
    permission = Permission.REORGANISE
    template_name = "org/reorganisation.html"
    nav = "org:reorganisations"
    help = gettext_lazy(
        "Soạn từng bước, xem trước và sau, rồi áp dụng. Trước khi áp dụng chưa có gì thay đổi; áp dụng rồi vẫn hoàn tác được."
    )

    def get_object(self) -> Any:
        return queries.reorganisation(self.actor, self.kwargs["pk"])

    def subtitle(self) -> Text:
        words = {"number": self.object.decision_number, "day": numbers.day(self.object.effective_on)}
        return _("Quyết định số %(number)s, có hiệu lực từ %(day)s") % words

    def context(self) -> dict[str, Any]:
        preview = queries.preview(self.object)
        return super().context() | {
            "status": tables.STATES[ReorganisationState(self.object.state)],
            "is_draft": self.object.state == ReorganisationState.DRAFT,
            "steps": [(line, StepKind(line.kind).label) for line in queries.step_lines(self.actor, self.object)],
            "kinds": StepKind.choices,
            "preview": preview,
            "totals": _totals(preview) if preview else [],
            "can_apply": preview is not None and self.object.effective_on <= clock.today(),
        }

    def actions(self) -> list[Action]:
        state = self.object.state
        if state == ReorganisationState.DRAFT:
            return [
                Action(_("Sửa quyết định"), _to("org:reorganisation_edit", self.object), "edit"),
                Action(_("Bỏ bản nháp"), _to("org:reorganisation_discard", self.object), "trash"),
            ]
        if state == ReorganisationState.APPLIED:
            return [Action(_("Hoàn tác"), _to("org:reorganisation_reverse", self.object), "arrow-back-up", "danger")]
        return [Action(_("Soạn lại"), _to("org:reorganisation_copy", self.object), "copy", "primary", post=True)]


class EditDraft(OfReorganisation, FormPage):
    title = gettext_lazy("Sửa quyết định")
    form_class = forms.ChangedDecisionForm

    def form_options(self) -> dict[str, Any]:
        return {"initial": {name: getattr(self.reorganisation, name) for name in self.form_class.base_fields}}

    def perform(self, form: Any) -> Any:
        given = dict(form.cleaned_data)
        version = given.pop("version")
        return operations.change_draft(self.actor, reorganisation=self.reorganisation, expected_version=version, **given)


class AddStep(OfReorganisation, FormPage):
    submit_label = gettext_lazy("Thêm bước")

    def load(self) -> None:
        super().load()
        if self.kwargs["kind"] not in forms.STEP_FORMS:
            raise NotFound()
        self.form_class = forms.STEP_FORMS[self.kwargs["kind"]]  # type: ignore[misc]

    def heading(self) -> Text:
        return _("Thêm bước: %(kind)s") % {"kind": StepKind(self.kwargs["kind"]).label}

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor, "draft": self.reorganisation, "choices_at": self._choices_at}

    def _choices_at(self, field: str) -> str:
        return reverse("org:step_units", args=[self.reorganisation.pk, self.kwargs["kind"], field])

    def perform(self, form: Any) -> Any:
        return operations.add_step(self.actor, reorganisation=self.reorganisation, step=form.step)

    def done(self, result: Any) -> Text:
        return _("Đã thêm bước.")


class UnitChoices(OfReorganisation, Page):
    """What may be chosen for a field of a step, while somebody types."""

    template_name = "org/unit_choices.html"
    partials = ("choices",)
    title = gettext_lazy("Tìm đơn vị")

    def load(self) -> None:
        super().load()
        fields = forms.STEP_FORMS[self.kwargs["kind"]].base_fields if self.kwargs["kind"] in forms.STEP_FORMS else {}
        field = fields.get(self.kwargs["field"])
        if not isinstance(field, forms.UnitField):
            raise NotFound()
        self.many = field.widget.many

    def context(self) -> dict[str, Any]:
        name = self.kwargs["field"]
        naming = forms.Naming.read(self.request.GET, name)
        chosen = naming.chosen if self.many else ()
        words = naming.searched if self.many else naming.text
        return forms.choices_context(
            name,
            naming,
            queries.units_chosen(self.actor, chosen, draft=self.reorganisation),
            queries.units_meant(self.actor, words, draft=self.reorganisation),
            many=self.many,
        )


class Deed(OfReorganisation, Page):
    """A button: one deed and back to the reorganisation, or where `success_url` says. A refusal is told there."""

    http_method_names = ["post"]

    def perform(self) -> Any:
        raise NotImplementedError

    def done(self, result: Any) -> Text:
        return ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return carry_out(self, Submission.of(request), self.perform)
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
            return go_to(request, self.back_url)


class RemoveStep(Deed):
    def perform(self) -> Any:
        return operations.remove_step(self.actor, reorganisation=self.reorganisation, position=self.kwargs["position"])

    def done(self, result: Any) -> Text:
        return _("Đã bỏ bước.")


class MoveStepUp(Deed):
    def perform(self) -> Any:
        return operations.move_step_up(self.actor, reorganisation=self.reorganisation, position=self.kwargs["position"])


class CopyReorganisation(Deed):
    def perform(self) -> Any:
        return operations.copy_reorganisation(self.actor, reorganisation=self.reorganisation)

    def success_url(self, result: Any) -> str:
        return _to("org:reorganisation", result)

    def done(self, result: Any) -> Text:
        return _("Đã tạo bản nháp mới với các bước như cũ.")


class MakePreview(Deed):
    def perform(self) -> Any:
        return operations.preview_reorganisation(self.actor, reorganisation=self.reorganisation)

    def success_url(self, result: Any) -> str:
        return _to("org:reorganisation_preview", self.reorganisation)

    def done(self, result: Any) -> Text:
        return _("Đã xem trước, chưa có gì thay đổi.")


class PreviewPage(OfReorganisation, ListPage):
    """Every unit touched, before and after; `loai` narrows to one kind of change."""

    template_name = "org/preview.html"
    table_class = tables.PreviewTable
    file_name = "sap-xep-truoc-va-sau"

    def load(self) -> None:
        super().load()
        preview = queries.preview(self.reorganisation)
        if preview is None:
            raise NotFound()
        self.preview = preview

    def heading(self) -> Text:
        return _("Trước và sau")

    def subtitle(self) -> Text:
        return _("Tính lúc %(time)s") % {"time": numbers.moment(self.reorganisation.previewed_at)}

    def queryset(self) -> Any:
        """Rows of a stored preview: a list, not a queryset."""
        wanted = self.request.GET.get("loai")
        return [row for row in self.preview.rows if wanted not in Change.values or wanted in row.changes]

    def context(self) -> dict[str, Any]:
        return {
            "reorganisation": self.reorganisation,
            "preview": self.preview,
            "totals": _totals(self.preview),
            "kinds": [(UnitKind(row.kind).label, row) for row in self.preview.kinds],
            "chosen": self.request.GET.get("loai", ""),
        }

    def actions(self) -> list[Action]:
        if self.reorganisation.state != ReorganisationState.DRAFT:
            return []
        return [Action(_("Áp dụng"), _to("org:reorganisation_apply", self.reorganisation), "check", "primary")]


class ApplyReorganisation(OfReorganisation, ConfirmPage):
    title, submit_label = gettext_lazy("Áp dụng phương án"), gettext_lazy("Áp dụng")

    def question(self) -> Text:
        return _("Áp dụng “%(title)s”?") % {"title": self.reorganisation.title}

    def consequences(self) -> list[Text]:
        preview = queries.preview(self.reorganisation)
        counted = [f"{label}: {numbers.number(count)}" for _change, label, count in _totals(preview)] if preview else []
        return [
            _("Cây tổ chức thay đổi từ ngày %(day)s; cây của những ngày trước vẫn xem được.")
            % {"day": numbers.day(self.reorganisation.effective_on)},
            *counted,
            _("Hoàn tác được cho đến khi có người dùng các đơn vị mới."),
        ]

    def perform(self, form: Any) -> Any:
        return operations.apply_reorganisation(self.actor, reorganisation=self.reorganisation)

    def done(self, result: Any) -> Text:
        return _("Đã áp dụng.")


class ReverseReorganisation(OfReorganisation, ConfirmPage):
    title, submit_label = gettext_lazy("Hoàn tác phương án"), gettext_lazy("Hoàn tác")
    danger = True

    def question(self) -> Text:
        return _("Hoàn tác “%(title)s”?") % {"title": self.reorganisation.title}

    def consequences(self) -> list[Text]:
        return [
            _("Cây tổ chức trở lại đúng như trước khi áp dụng; các đơn vị mới bị xóa."),
            _("Nếu đã có người, lớp hay hồ sơ ở đơn vị mới, hệ thống từ chối và nói rõ vì sao."),
        ]

    def perform(self, form: Any) -> Any:
        return operations.reverse_reorganisation(self.actor, reorganisation=self.reorganisation)

    def done(self, result: Any) -> Text:
        return _("Đã hoàn tác.")


class DiscardDraft(OfReorganisation, ConfirmPage):
    title, submit_label = gettext_lazy("Bỏ bản nháp"), gettext_lazy("Bỏ bản nháp")
    danger = True

    def question(self) -> Text:
        return _("Bỏ bản nháp “%(title)s” cùng các bước của nó?") % {"title": self.reorganisation.title}

    def perform(self, form: Any) -> Any:
        operations.discard_draft(self.actor, reorganisation=self.reorganisation)

    def success_url(self, result: Any) -> str:
        return reverse("org:reorganisations")

    def done(self, result: Any) -> Text:
        return _("Đã bỏ bản nháp.")


def _totals(preview: Preview) -> list[tuple]:
    """(change, label, count) of every kind of change that occurs."""
    counted = ((change, preview.count(change)) for change in Change)
    return [(str(change), change.label, count) for change, count in counted if count]


def _to(name: str, reorganisation: Any) -> str:
    return reverse(name, args=[reorganisation.pk])
