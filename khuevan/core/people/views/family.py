"""Pages of the people whom profiles are about: one's own profile, one's children, who read it, and corrections. Phone first."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel.errors import NotFound
from khuevan.kernel.manifest import Text
from khuevan.kernel.text import inside_sentence
from khuevan.web.pages import ConfirmPage, DetailPage, FormPage, Page
from khuevan.web.types import Action, Crumb

from .. import forms, operations, queries, tables
from ..types import CorrectionState, Permission


class Children(Page):
    """«Con tôi»: a card for each child."""

    permission = Permission.VIEW
    template_name = "people/children.html"
    title = gettext_lazy("Con tôi")

    def context(self) -> dict[str, Any]:
        children = list(queries.children(self.actor))
        parts = queries.parts_of(self.actor, children, on_card=True)
        cards = [
            {
                "person": child,
                "place": queries.place_name(child.keeper),
                "parts": parts[child.pk],
                "url": reverse("people:child", args=[child.uid]),
            }
            for child in children
        ]
        return {"cards": cards}


class FamilyProfile(DetailPage):
    """A profile as the person concerned or a guardian sees it."""

    permission = Permission.VIEW
    template_name = "people/family.html"
    number = ""

    def context(self) -> dict[str, Any]:
        uid = self.object.uid
        return super().context() | {
            "profile": queries.profile(self.actor, self.object, number=self.number, reason=_("Người thân xem hồ sơ")),
            "readings_url": reverse("people:readings", args=[uid]),
            "correct_url": reverse("people:correction_new", args=[uid]),
            "reveal_url": self.reveal_url(),
            "siblings": [
                (child, queries.place_name(child.keeper), reverse("people:child", args=[child.uid]), child.pk == self.object.pk)
                for child in queries.children(self.actor)
            ],
        }

    def reveal_url(self) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The same page with the number in clear; nothing keeps the answer."""
        self.number = queries.personal_id(self.actor, self.object)
        response = self.render()
        response["Cache-Control"] = "no-store"
        return response


class Mine(FamilyProfile):
    title = gettext_lazy("Hồ sơ của tôi")
    nav = "people:mine"

    def get_object(self) -> Any:
        return queries.own_person(self.actor)

    def subtitle(self) -> Text:
        return self.object.full_name

    def reveal_url(self) -> str:
        return reverse("people:mine")


class Child(FamilyProfile):
    nav = "people:children"

    def get_object(self) -> Any:
        found = next((child for child in queries.children(self.actor) if child.uid == self.kwargs["uid"]), None)
        if found is None:
            raise NotFound()
        return found

    def subtitle(self) -> Text:
        return queries.place_name(self.object.keeper)

    def reveal_url(self) -> str:
        return reverse("people:child", args=[self.object.uid])


class Readings(Page):
    """Who read sensitive fields of oneself or of one's child, the newest first."""

    permission = Permission.REQUEST_CORRECTION
    nav = "people:mine"
    title = gettext_lazy("Ai đã đọc thông tin nhạy cảm")
    help = gettext_lazy(
        "Dân tộc, tôn giáo, đối tượng chính sách, số định danh là thông tin nhạy cảm. Mỗi lần có người mở xem, hệ thống "
        "ghi lại ở đây."
    )
    template_name = "people/readings.html"

    def load(self) -> None:
        self.person = queries.person(self.actor, self.kwargs["uid"], Permission.REQUEST_CORRECTION)

    def subtitle(self) -> Text:
        return self.person.full_name

    def crumbs(self) -> list[Crumb]:
        return family_crumbs(self.actor, self.person)

    def context(self) -> dict[str, Any]:
        rows = queries.readings(self.actor, self.person)[: queries.MOST_READINGS]
        return {"lines": [(row, queries.field_names(row.fields)) for row in rows], "most": queries.MOST_READINGS}


class ChooseField(Page):
    """What to have corrected: the profile line by line, each with its button."""

    permission = Permission.REQUEST_CORRECTION
    nav = "people:mine"
    template_name = "people/correction_choose.html"
    title = gettext_lazy("Báo thông tin sai")

    def load(self) -> None:
        self.person = queries.person(self.actor, self.kwargs["uid"], Permission.REQUEST_CORRECTION)

    def subtitle(self) -> Text:
        return self.person.full_name

    def crumbs(self) -> list[Crumb]:
        return family_crumbs(self.actor, self.person)

    def context(self) -> dict[str, Any]:
        uid = self.person.uid
        lines = [
            (label, queries.current_value(self.actor, self.person, name), reverse("people:correction_field", args=[uid, name]))
            for name, label in queries.correctable(self.person)
        ]
        return {"lines": lines, "own_url": reverse("people:own_corrections")}


class RequestCorrection(FormPage):
    permission = Permission.REQUEST_CORRECTION
    nav = "people:mine"
    submit_label = gettext_lazy("Gửi yêu cầu")
    form_class = forms.CorrectionForm
    template_name = "people/correction_form.html"

    def load(self) -> None:
        self.person = queries.person(self.actor, self.kwargs["uid"], Permission.REQUEST_CORRECTION)
        self.field = self.kwargs["field"]
        if self.field not in queries.CORRECTABLE:
            raise NotFound()
        self.back_url = reverse("people:correction_new", args=[self.person.uid])

    def heading(self) -> Text:
        return _("Đề nghị sửa: %s") % inside_sentence(queries.label(self.field))

    def subtitle(self) -> Text:
        return self.person.full_name

    def crumbs(self) -> list[Crumb]:
        return [*family_crumbs(self.actor, self.person), Crumb(_("Báo thông tin sai"), self.back_url)]

    def context(self) -> dict[str, Any]:
        return {"current": queries.current_value(self.actor, self.person, self.field)}

    def form_options(self) -> dict[str, Any]:
        return {"field": self.field, "province": queries.home_province(self.person)}

    def perform(self, form: Any) -> Any:
        values = form.cleaned_data
        return operations.request_correction(
            self.actor, person=self.person, field=self.field, value=values["value"], reason=values["reason"],
            evidence=values["file"],
        )  # fmt: skip

    def success_url(self, request: Any) -> str:
        return reverse("people:own_correction", args=[request.uid])

    def done(self, request: Any) -> Text:
        return _("Đã gửi yêu cầu.")


class OwnCorrections(Page):
    """Requests of the family and how far they are."""

    permission = Permission.REQUEST_CORRECTION
    nav = "people:mine"
    template_name = "people/own_corrections.html"
    title = gettext_lazy("Yêu cầu đính chính của tôi")

    def context(self) -> dict[str, Any]:
        rows = queries.own_corrections(self.actor)[:100]
        return {
            "lines": [
                (row, queries.label(row.field), tables.CORRECTION_STATUSES[row.state], self._address(row)) for row in rows
            ]
        }

    def _address(self, row: Any) -> str:
        return reverse("people:own_correction", args=[row.uid])


class OwnCorrection(DetailPage):
    permission = Permission.REQUEST_CORRECTION
    nav = "people:mine"
    template_name = "people/own_correction.html"

    def get_object(self) -> Any:
        return queries.own_correction(self.actor, self.kwargs["uid"])

    def heading(self) -> Text:
        return queries.label(self.object.field)

    def subtitle(self) -> Text:
        return self.object.person.full_name

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Yêu cầu đính chính của tôi"), reverse("people:own_corrections"))]

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "steps": [
                (step, tables.CORRECTION_STATUSES[CorrectionState(step.state)]) for step in queries.steps_of(self.object)
            ],
            "files": queries.evidence_of(self.object),
        }

    def actions(self) -> list[Action]:
        if self.object.ended_at:
            return []
        return [Action(_("Rút yêu cầu"), reverse("people:correction_withdraw", args=[self.object.uid]), "arrow-back-up")]


class Withdraw(ConfirmPage):
    permission = Permission.REQUEST_CORRECTION
    nav = "people:mine"
    title = gettext_lazy("Rút yêu cầu")
    submit_label = gettext_lazy("Rút yêu cầu")

    def load(self) -> None:
        self.correction = queries.own_correction(self.actor, self.kwargs["uid"])
        self.back_url = reverse("people:own_correction", args=[self.correction.uid])

    def question(self) -> Text:
        return _("Rút yêu cầu sửa «%s»?") % queries.label(self.correction.field)

    def perform(self, form: Any) -> Any:
        return operations.withdraw_correction(self.actor, request=self.correction)

    def success_url(self, result: Any) -> str:
        return self.back_url

    def done(self, result: Any) -> Text:
        return _("Đã rút yêu cầu.")


def family_crumbs(actor: Any, person: Any) -> list[Crumb]:
    """Back to the child's page; one's own is in the menu already."""
    return [] if person.pk == actor.person_id else [Crumb(person.full_name, reverse("people:child", args=[person.uid]))]
