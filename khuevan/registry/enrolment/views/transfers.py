"""Transfers between schools: the list of requests, asking, answering."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from khuevan.core.access import api as access
from khuevan.kernel import clock
from khuevan.kernel.manifest import Text
from khuevan.web import throttle
from khuevan.web.numbers import day
from khuevan.web.pages import ConfirmPage, DetailPage, FormPage, ListPage
from khuevan.web.types import Action, Crumb, Empty

from .. import forms, operations, queries, tables
from ..types import Permission, TransferSide
from .moves import OfLearner

#: Numbers are looked up one by one; somebody who tries many is not looking for a child.
MOST_LOOKUPS, LOOKUPS_PER = 20, timedelta(hours=1)


class TransferList(ListPage):
    permission = Permission.BROWSE
    title = gettext_lazy("Chuyển trường")
    help = gettext_lazy(
        "Trường này đề nghị, trường kia trả lời. Khi được đồng ý, em rời trường cũ và vào lớp ở trường mới cùng một lúc."
    )
    table_class, filterset_class, file_name = tables.TransferTable, forms.TransferFilter, "chuyen-truong"

    def queryset(self) -> QuerySet:
        return queries.transfers(self.actor)

    def actions(self) -> list[Action]:
        if not self.actor.holds(Permission.TRANSFER):
            return []
        return [Action(_("Nhận em chuyển đến"), reverse("enrolment:transfer_ask"), "login", "primary")]

    def empty(self) -> Empty:
        text = _("Muốn chuyển một em đi: mở trang của em, chọn «Chuyển trường».")
        return Empty(_("Chưa có yêu cầu chuyển trường nào"), text, "arrows-exchange")


class TransferPage(DetailPage):
    permission = Permission.BROWSE
    template_name = "enrolment/transfer.html"
    nav = "enrolment:transfers"

    def get_object(self) -> Any:
        return queries.transfer(self.actor, self.kwargs["pk"])

    def heading(self) -> Text:
        return _("Chuyển trường: %s") % self.object.person.full_name

    def context(self) -> dict[str, Any]:
        request = self.object
        to_school = (
            f"{request.to_school.name}, {_('lớp')} {request.to_class.name}" if request.to_class else request.to_school.name
        )
        facts = [
            (pgettext("một người", "Học sinh"), request.person.full_name),
            (_("Ngày sinh"), day(request.person.birth_date)),
            (_("Trường chuyển đi"), f"{request.from_school.name}, {_('lớp')} {request.enrolment.school_class.name}"),
            (_("Trường nhận"), to_school),
            (_("Vào trường mới từ ngày"), day(request.starts_on)),
            (_("Lý do"), request.reason),
        ]
        may_open = access.can(self.actor, Permission.VIEW, request.enrolment)
        return super().context() | {
            "facts": facts,
            "status": tables.TRANSFER_STATUSES[request.state],
            "steps": [(step, tables.TRANSFER_STATUSES[step.state]) for step in queries.steps_of(request)],
            "learner_url": reverse("enrolment:learner", args=[request.enrolment_id]) if may_open else "",
        }

    def actions(self) -> list[Action]:
        request, found = self.object, []
        if queries.may_withdraw(self.actor, request):
            found.append(Action(_("Rút yêu cầu"), reverse("enrolment:transfer_withdraw", args=[request.pk]), "arrow-back-up"))
        if queries.may_decide(self.actor, request):
            found += [
                Action(_("Từ chối"), reverse("enrolment:transfer_refuse", args=[request.pk]), "x"),
                Action(_("Đồng ý"), reverse("enrolment:transfer_accept", args=[request.pk]), "check", "primary"),
            ]
        return found


class HandOver(OfLearner, FormPage):
    """The school that a learner leaves asks another to take him in."""

    permission = Permission.TRANSFER
    learner_permission = Permission.TRANSFER
    title = gettext_lazy("Chuyển trường")
    submit_label = gettext_lazy("Gửi cho trường nhận")
    form_class = forms.HandOverForm
    help = gettext_lazy(
        "Trường nhận thấy họ tên, ngày sinh và lớp của em, rồi chọn lớp hoặc từ chối. Cho đến lúc đó em vẫn học ở trường bạn."
    )

    def form_options(self) -> dict[str, Any]:
        return {"find": partial(queries.find_schools, self.actor)}

    def perform(self, form: Any) -> Any:
        return operations.hand_over(self.actor, stay=self.stay, **form.cleaned_data)

    def success_url(self, request: Any) -> str:
        return reverse("enrolment:transfer", args=[request.pk])

    def done(self, request: Any) -> Text:
        return _("Đã gửi cho %s.") % request.to_school.name


class Ask(FormPage):
    """The school that a learner goes to asks his present school for him."""

    permission = Permission.TRANSFER
    title = gettext_lazy("Nhận em chuyển đến")
    submit_label = gettext_lazy("Gửi cho trường em đang học")
    form_class = forms.AskForm
    nav = "enrolment:transfers"
    help = gettext_lazy(
        "Ghi đúng mã hoặc số định danh và họ tên trên giấy tờ của em. Không tra cứu được học sinh của trường khác: chỉ khi cả "
        "hai đều đúng, yêu cầu mới được gửi, và trường em đang học trả lời."
    )

    def load(self) -> None:
        self.back_url = reverse("enrolment:transfers")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        throttle.spend("enrolment.lookup", self.actor.user_id, MOST_LOOKUPS, LOOKUPS_PER)
        return super().post(request, *args, **kwargs)

    def form_options(self) -> dict[str, Any]:
        return {"classes": queries.classes_open_to(self.actor, Permission.TRANSFER)}

    def perform(self, form: Any) -> Any:
        return operations.ask_for(self.actor, **form.cleaned_data)

    def success_url(self, request: Any) -> str:
        return reverse("enrolment:transfer", args=[request.pk])

    def done(self, request: Any) -> Text:
        return _("Đã gửi cho %s.") % request.from_school.name


class OfTransfer:
    """Base of answers to a request."""

    actor: Any
    kwargs: dict[str, Any]
    nav = "enrolment:transfers"

    def load(self) -> None:
        self.transfer = queries.transfer(self.actor, self.kwargs["pk"])
        self.back_url = reverse("enrolment:transfer", args=[self.transfer.pk])
        access.require(self.actor, Permission.TRANSFER, self.asked_school())

    def asked_school(self) -> Any:
        return self.transfer.decider

    def subtitle(self) -> Text:
        request = self.transfer
        return f"{request.person.full_name} · {request.from_school.name} → {request.to_school.name}"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.transfer.person.full_name, self.back_url)]

    def success_url(self, result: Any) -> str:
        return self.back_url


class Accept(OfTransfer, FormPage):
    permission = Permission.TRANSFER
    title = gettext_lazy("Đồng ý chuyển trường")
    submit_label = gettext_lazy("Đồng ý")
    form_class = forms.AcceptForm

    def form_options(self) -> dict[str, Any]:
        request = self.transfer
        classes = None
        if request.asked_by == TransferSide.SENDING:
            classes = queries.classes_open_to(self.actor, Permission.TRANSFER).filter(school=request.to_school)
        return {"classes": classes, "initial": {"starts_on": min(request.starts_on, clock.today())}}

    def perform(self, form: Any) -> Any:
        return operations.accept_transfer(self.actor, request=self.transfer, **form.cleaned_data)

    def done(self, opened: Any) -> Text:
        return _("Em đã vào lớp %(name)s, %(school)s.") % {
            "name": opened.school_class.name, "school": self.transfer.to_school.name,
        }  # fmt: skip


class Refuse(OfTransfer, FormPage):
    permission = Permission.TRANSFER
    title = gettext_lazy("Từ chối chuyển trường")
    submit_label = gettext_lazy("Từ chối")
    form_class = forms.RefuseForm

    def perform(self, form: Any) -> Any:
        return operations.refuse_transfer(self.actor, request=self.transfer, **form.cleaned_data)

    def done(self, request: Any) -> Text:
        return _("Đã từ chối.")


class Withdraw(OfTransfer, ConfirmPage):
    permission = Permission.TRANSFER
    title = gettext_lazy("Rút yêu cầu chuyển trường")
    submit_label = gettext_lazy("Rút yêu cầu")

    def asked_school(self) -> Any:
        return self.transfer.asker

    def question(self) -> Text:
        return _("Rút yêu cầu chuyển trường của %s?") % self.transfer.person.full_name

    def consequences(self) -> list[Text]:
        return [_("Em vẫn học ở %s.") % self.transfer.from_school.name, _("Muốn chuyển lại thì gửi yêu cầu mới.")]

    def perform(self, form: Any) -> Any:
        return operations.withdraw_transfer(self.actor, request=self.transfer)

    def done(self, request: Any) -> Text:
        return _("Đã rút yêu cầu.")
