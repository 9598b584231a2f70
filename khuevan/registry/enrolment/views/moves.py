"""Moves between classes, changes of status, coming back, taking back: of one learner or of many chosen in the list."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from khuevan.kernel.manifest import Text
from khuevan.web.forms import new_key
from khuevan.web.numbers import day, number
from khuevan.web.pages import ConfirmPage, FormPage
from khuevan.web.types import Crumb

from .. import forms, operations, queries
from ..types import NobodyChosen, Permission


class OfChosen(FormPage):
    """Base: a form about the learners chosen in a list (posted `ids`), or the one named in the address (`?ids=`)."""

    permission = Permission.EDIT
    template_name = "enrolment/placing.html"
    nav = "enrolment:learners"

    def load(self) -> None:
        posted = self.request.POST
        asked = (
            posted["chosen"].split(",") if posted.get("chosen") else posted.getlist("ids") or self.request.GET.getlist("ids")
        )
        self.stays = queries.chosen(self.actor, [int(one) for one in asked if one.isdecimal()])
        self.back_url = (
            reverse("enrolment:learner", args=[self.stays[0].pk]) if len(self.stays) == 1 else reverse("enrolment:learners")
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().get(request, *args, **kwargs) if self.stays else redirect("enrolment:learners")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.stays:
            raise NobodyChosen()
        if "chosen" in request.POST:
            return super().post(request, *args, **kwargs)
        return self.render(form=self.form_class(**self.form_options()), form_key=new_key())

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"chosen": ",".join(str(stay.pk) for stay in self.stays)}}

    def subtitle(self) -> Text:
        if len(self.stays) == 1:
            stay = self.stays[0]
            return _("%(name)s · lớp %(class)s") % {"name": stay.person.full_name, "class": stay.school_class.name}
        return _("%s em đã chọn") % number(len(self.stays))

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.stays[0].person.full_name, self.back_url)] if len(self.stays) == 1 else []

    def context(self) -> dict[str, Any]:
        return {"stays": self.stays}

    def success_url(self, result: Any) -> str:
        return reverse("enrolment:learner", args=[result[0].pk]) if len(result) == 1 else reverse("enrolment:learners")


class Move(OfChosen):
    title = gettext_lazy("Chuyển lớp")
    submit_label = gettext_lazy("Chuyển lớp")
    form_class = forms.MoveForm
    help = gettext_lazy(
        "Chuyển trong cùng một trường. Lớp cũ kết thúc vào hôm trước ngày chuyển; quá trình học giữ cả hai lớp. Trong ngày còn "
        "hoàn tác được ở trang của em."
    )

    def form_options(self) -> dict[str, Any]:
        school_id = self.stays[0].school_id
        return super().form_options() | {
            "classes": queries.classes_to_enter(self.actor, school_id, self.stays[0].school_year_id)
        }

    def perform(self, form: Any) -> Any:
        fields = {name: value for name, value in form.cleaned_data.items() if name != "chosen"}
        return operations.move_learners(self.actor, stays=self.stays, **fields)

    def done(self, result: Any) -> Text:
        words = {"count": number(len(result)), "name": result[0].school_class.name}
        return (
            ngettext("Đã chuyển %(count)s em sang lớp %(name)s.", "Đã chuyển %(count)s em sang lớp %(name)s.", len(result))
            % words
        )


class End(OfChosen):
    title = gettext_lazy("Đổi trạng thái")
    submit_label = gettext_lazy("Ghi trạng thái")
    form_class = forms.EndForm
    help = gettext_lazy(
        "Bảo lưu, thôi học, hoàn thành, hoặc chuyển đi ngoài tỉnh. Chuyển sang trường khác trong tỉnh thì dùng «Chuyển trường» "
        "ở trang của em, để trường bạn nhận được hồ sơ."
    )

    def perform(self, form: Any) -> Any:
        fields = {name: value for name, value in form.cleaned_data.items() if name != "chosen"}
        return operations.end_stays(self.actor, stays=self.stays, **fields)

    def done(self, result: Any) -> Text:
        return _("Đã ghi trạng thái của %s em.") % number(len(result))


class OfLearner:
    """Base of pages about one learner's place."""

    actor: Any
    kwargs: dict[str, Any]
    nav = "enrolment:learners"
    learner_permission = Permission.EDIT

    def load(self) -> None:
        self.stay = queries.learner(self.actor, self.kwargs["pk"], self.learner_permission)
        self.back_url = reverse("enrolment:learner", args=[self.stay.pk])

    def subtitle(self) -> Text:
        return _("%(name)s · lớp %(class)s · %(school)s") % {
            "name": self.stay.person.full_name,
            "class": self.stay.school_class.name,
            "school": self.stay.school.name,
        }

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.stay.person.full_name, self.back_url)]


class Return(OfLearner, FormPage):
    permission = Permission.EDIT
    title = gettext_lazy("Học lại")
    submit_label = gettext_lazy("Nhận lại vào lớp")
    form_class = forms.ReturnForm

    def form_options(self) -> dict[str, Any]:
        return {"classes": queries.classes_open_to(self.actor, Permission.EDIT).filter(school=self.stay.school)}

    def perform(self, form: Any) -> Any:
        return operations.return_learner(self.actor, stay=self.stay, **form.cleaned_data)

    def success_url(self, opened: Any) -> str:
        return reverse("enrolment:learner", args=[opened.pk])

    def done(self, opened: Any) -> Text:
        return _("Đã nhận em vào lớp %s.") % opened.school_class.name


class Undo(OfLearner, ConfirmPage):
    permission = Permission.EDIT
    title = gettext_lazy("Hoàn tác")
    submit_label = gettext_lazy("Hoàn tác")

    def question(self) -> Text:
        wording = {
            "move": _("Hoàn tác lần chuyển sang lớp %s hôm nay?"),
            "return": _("Hoàn tác lần nhận lại vào lớp %s hôm nay?"),
            "ending": _("Hoàn tác lần đổi trạng thái ở lớp %s hôm nay?"),
        }
        what = queries.undoable(self.stay)
        return wording[what] % self.stay.school_class.name if what else _("Không còn gì để hoàn tác.")

    def consequences(self) -> list[Text]:
        return [_("Em trở lại như trước lần đổi đó."), _("Nhật ký vẫn giữ cả hai việc.")]

    def perform(self, form: Any) -> Any:
        return operations.undo_last(self.actor, stay=self.stay)

    def success_url(self, standing: Any) -> str:
        return reverse("enrolment:learner", args=[standing.pk])

    def done(self, standing: Any) -> Text:
        return _("Đã hoàn tác: em học lớp %(name)s từ %(day)s.") % {
            "name": standing.school_class.name, "day": day(standing.starts_on),
        }  # fmt: skip
