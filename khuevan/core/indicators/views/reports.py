"""Screens of what units report: what one has to report, who is silent, everything said of one measure, the form."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import clock
from khuevan.kernel.errors import NotFound
from khuevan.kernel.manifest import Text
from khuevan.web.pages import FormPage, ListPage, Page
from khuevan.web.types import Action, Crumb, Empty

from .. import forms, operations, queries, tables
from ..types import Duty, Permission, ReportKind, Standing


class OfUnit(Page):
    """Base: pages about what a unit reports (`?unit=`)."""

    permission = Permission.VIEW_REPORTS
    nav = "indicators:reports"

    def load(self) -> None:
        asked = self.request.GET.get("unit", "")
        wanted = int(asked) if asked.isascii() and asked.isdigit() else None
        self.unit = queries.unit(self.actor, wanted, Permission.VIEW_REPORTS)

    def subtitle(self) -> Text:
        return self.unit.name

    def address(self, name: str, *args: Any, **query: Any) -> str:
        return f"{reverse(f'indicators:{name}', args=args)}?{urlencode({'unit': self.unit.pk, **query})}"


class Reports(OfUnit, ListPage):
    """What a unit has to report; of a unit above others, how many of those below have."""

    title = gettext_lazy("Số liệu đơn vị báo cáo")
    help = gettext_lazy(
        "Những điều chỉ tiêu hỏi mà chưa có dữ liệu làm việc hằng ngày thì đơn vị tự báo cáo, kèm minh chứng. Ở bảng chỉ tiêu, số "
        "này được ghi là «đơn vị tự báo cáo» và đi kèm số đơn vị đã báo cáo; đơn vị chưa báo cáo không bị tính là 0."
    )
    file_name = "so-lieu-don-vi-bao-cao"

    def load(self) -> None:
        super().load()
        self.lines: list[Duty] | list[Standing] = queries.duties(self.actor, self.unit)
        self.is_own = bool(self.lines)
        self.lines = self.lines or queries.standings(self.actor, self.unit)
        own_table = tables.DutySheet if self.request.GET.get("export") else tables.DutyTable
        self.table_class = own_table if self.is_own else tables.StandingTable

    def crumbs(self) -> list[Crumb]:
        above = queries.units_above(self.actor, self.unit)
        return [Crumb(unit.label, f"{reverse('indicators:reports')}?{urlencode({'unit': unit.pk})}") for unit in above]

    def actions(self) -> list[Action]:
        others = [unit for unit in queries.own_units(self.actor) if unit != self.unit]
        page = reverse("indicators:reports")
        own = [
            Action(_("Báo cáo của %s") % unit.label, f"{page}?{urlencode({'unit': unit.pk})}", "clipboard-list")
            for unit in others
        ]
        if self.is_own:
            return own
        return [*own, Action(_("Đơn vị chưa báo cáo"), self.address("silent"), "alert-circle", "primary")]

    def queryset(self) -> list[Any]:
        return self.lines

    def table_options(self) -> dict[str, Any]:
        if self.is_own:
            return {"address": lambda line: self.address("report", line.spec.code)}
        return {
            "address": lambda line: self.address("silent", measure=line.spec.code),
            "measure": lambda line: f"{reverse('indicators:measure', args=[line.spec.code])}?unit={self.unit.pk}",
        }

    def empty(self) -> Empty:
        return Empty(_("Không có số liệu nào phải báo cáo"), _("Không chỉ tiêu nào hỏi đơn vị này."), "clipboard-check")


class Silent(OfUnit, ListPage):
    """Who has not reported what."""

    title = gettext_lazy("Đơn vị chưa báo cáo")
    help = gettext_lazy("Danh sách lúc này. Xuất Excel để gửi nhắc. Đơn vị báo cáo xong thì tự rời khỏi danh sách.")
    filterset_class = forms.SilentFilter
    file_name = "don-vi-chua-bao-cao"

    def load(self) -> None:
        super().load()
        self.code = self.request.GET.get("measure", "")
        self.table_class = tables.SilentSheet if self.request.GET.get("export") else tables.SilentTable
        self.spec = queries.measure(self.code) if self.code else None

    def subtitle(self) -> Text:
        return f"{self.unit.name} · {self.spec.name}" if self.spec else self.unit.name

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.unit.label, self.address("reports"))]

    def actions(self) -> list[Action]:
        return [Action(_("Mọi số liệu"), self.address("silent"))] if self.code else []

    def queryset(self) -> list[Duty]:
        return queries.silent(self.actor, self.unit, self.code)

    def table_options(self) -> dict[str, Any]:
        return {"address": lambda line: queries.address(line.unit.pk, line.spec.code)}

    def empty(self) -> Empty:
        return Empty(_("Đơn vị nào cũng đã báo cáo"), _("Không còn ai trong danh sách nhắc."), "circle-check")


class Report(OfUnit, ListPage):
    """Everything a unit has said of one measure; what was corrected too."""

    template_name = "indicators/report.html"
    table_class = tables.HistoryTable
    file_name = "so-lieu-da-bao-cao"

    def load(self) -> None:
        super().load()
        self.duty = queries.duty(self.actor, self.unit, self.kwargs["code"])
        self.may_answer = queries.may_answer(self.actor, self.duty.spec, self.unit)
        self.values = list(queries.history(self.actor, self.unit, self.duty.spec.code))

    def heading(self) -> Text:
        return self.duty.spec.name

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.unit.label, self.address("reports"))]

    def actions(self) -> list[Action]:
        measure = f"{reverse('indicators:measure', args=[self.duty.spec.code])}?unit={self.unit.pk}"
        actions = [Action(_("Xem chỉ tiêu"), measure, "chart-bar")]
        if self.may_answer:
            actions.append(Action(_("Báo cáo"), self.address("report_new", self.duty.spec.code), "plus", "primary"))
        return actions

    def queryset(self) -> list[Any]:
        return self.values

    def table_options(self) -> dict[str, Any]:
        return {
            "spec": self.duty.spec,
            "last": self.duty.last,
            "files": queries.evidence_by_value(self.values),
            "may_answer": self.may_answer,
        }

    def context(self) -> dict[str, Any]:
        last = self.duty.last
        return {
            "spec": self.duty.spec,
            "last": last,
            "answer": queries.answer(self.duty.spec, last),
            "bar": last.percent if last and self.duty.spec.asking.kind == ReportKind.SHARE else None,
        }

    def empty(self) -> Empty:
        way_on = self.actions()[-1] if self.may_answer else None
        return Empty(
            _("Chưa báo cáo lần nào"), _("Báo cáo một lần; khi có thay đổi thì báo cáo tiếp."), "clipboard-list", way_on
        )


class Answering(OfUnit, FormPage):
    """Base of the two forms: a first or later report, and a correction."""

    template_name = "indicators/report_form.html"
    form_class = forms.ReportForm
    submit_label = gettext_lazy("Gửi báo cáo")
    help = gettext_lazy(
        "Ghi đúng thực tế của đơn vị vào ngày đã chọn. Minh chứng là vài dòng (số văn bản, ngày, địa chỉ) hoặc một tệp; cấp trên "
        "mở xem được. Đừng gửi tệp có thông tin cá nhân không cần thiết."
    )

    def find(self, code: str) -> None:
        """The duty, for those who may answer. Raises NotFound."""
        self.duty = queries.duty(self.actor, self.unit, code)
        if not queries.may_answer(self.actor, self.duty.spec, self.unit):
            raise NotFound()
        self.back_url = self.address("report", code)

    def subtitle(self) -> Text:
        return f"{self.unit.name} · {self.duty.spec.name}"

    def crumbs(self) -> list[Crumb]:
        return [
            Crumb(self.unit.label, self.address("reports")),
            Crumb(self.duty.spec.name, self.address("report", self.duty.spec.code)),
        ]

    def success_url(self, value: Any) -> str:
        return self.address("report", value.measure)


class NewReport(Answering):
    title = gettext_lazy("Báo cáo số liệu")

    def load(self) -> None:
        super().load()
        self.find(self.kwargs["code"])

    def form_options(self) -> dict[str, Any]:
        return {"reporting": self.duty.spec.asking, "initial": {"as_of": clock.today()}}

    def perform(self, form: Any) -> Any:
        return operations.report_value(self.actor, unit=self.unit, code=self.duty.spec.code, **form.figure())

    def done(self, value: Any) -> Text:
        return _("Đã gửi báo cáo.")


class CorrectReport(Answering):
    """The old value stays to be read; a form that asks the same."""

    title = gettext_lazy("Sửa số liệu đã báo cáo")
    submit_label = gettext_lazy("Ghi bản sửa")

    def load(self) -> None:
        self.value = queries.reported_value(self.actor, self.kwargs["uid"])
        self.unit = self.value.unit
        self.find(self.value.measure)

    def context(self) -> dict[str, Any]:
        return super().context() | {"corrects": self.value, "files": queries.evidence_of(self.value)}

    def form_options(self) -> dict[str, Any]:
        value = self.value
        initial = {
            "answer": str(value.numerator), "numerator": value.numerator, "denominator": value.denominator,
            "as_of": value.as_of, "note": value.evidence_note, "version": value.version,
        }  # fmt: skip
        return {"reporting": self.duty.spec.asking, "initial": initial}

    def perform(self, form: Any) -> Any:
        version = form.cleaned_data["version"] or self.value.version
        return operations.correct_value(self.actor, value=self.value, version=version, **form.figure())

    def done(self, value: Any) -> Text:
        return _("Đã ghi bản sửa.")
