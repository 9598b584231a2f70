"""Screens of plans: the list, a plan's targets at a unit, one target, the tasks, the reports due, the text."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from khuevan.core.indicators import api as indicators
from khuevan.core.indicators.types import Figure
from khuevan.core.org.types import Level, Ownership
from khuevan.kernel import clock
from khuevan.kernel.manifest import Text
from khuevan.web import numbers
from khuevan.web.charts import Line, line_chart
from khuevan.web.pages import ListPage, Page
from khuevan.web.types import Action, Crumb, Empty

from . import forms, queries, tables
from .types import Permission, Status, TargetLine, UnitLine

INSTITUTIONS = Figure("institutions.count")


class PlanList(ListPage):
    permission = Permission.VIEW
    title = gettext_lazy("Kế hoạch và chỉ tiêu")
    help = gettext_lazy(
        "Kế hoạch của nơi bạn làm việc được đo hằng ngày từ dữ liệu. Kế hoạch của nơi khác để tham khảo: lời văn, chỉ tiêu và "
        "nhiệm vụ của họ; số đo đặt cạnh là của đơn vị bạn."
    )
    table_class = tables.PlanTable
    file_name = "ke-hoach"

    def queryset(self) -> Any:
        return queries.plan_list(self.actor)

    def empty(self) -> Empty:
        return Empty(_("Chưa có kế hoạch nào"), _("Kế hoạch được nạp từ tệp dữ liệu khi cập nhật phần mềm."), "target-arrow")


class OfPlan(Page):
    """Base: pages about a plan from where a unit stands (`?unit=`). `tab` is the part of the plan they belong to."""

    permission = Permission.VIEW
    nav = "plans:list"
    tab = "plan"

    def load(self) -> None:
        asked = self.request.GET.get("unit", "")
        self.plan = queries.plan(self.actor, self.kwargs["code"])
        self.at = queries.at_unit(self.actor, self.plan, int(asked) if asked.isascii() and asked.isdigit() else None)

    def heading(self) -> Text:
        return self.plan.title

    def subtitle(self) -> Text:
        plan = self.plan
        issued = numbers.day(plan.issued_on) if plan.issued_on else f"{plan.issued_month:02}/{plan.issued_year}"
        number = _("Số %(number)s ngày %(day)s") if plan.number and plan.issued_on else _("Ban hành %(day)s")
        return f"{number % {'number': plan.number, 'day': issued}} · {plan.issuer}"

    def address(self, name: str, *args: str, **query: Any) -> str:
        return f"{reverse(f'plans:{name}', args=[self.plan.code, *args])}?{urlencode({'unit': self.at.unit.pk, **query})}"

    def tabs(self) -> list[dict[str, Text]]:
        names = {
            "plan": pgettext("kế hoạch", "Chỉ tiêu"),
            "tasks": _("Nhiệm vụ"),
            "duties": _("Chế độ báo cáo"),
            "text": _("Văn bản"),
        }
        return [{"label": label, "url": self.address(name)} for name, label in names.items()]

    def context(self) -> dict[str, Any]:
        return {
            "plan": self.plan,
            "at": self.at,
            "tabs": self.tabs(),
            "tab": self.address(self.tab),
        }


class PlanTargets(OfPlan, ListPage):
    """The targets with what was measured of them at the unit."""

    template_name = "plans/plan.html"
    file_name = "chi-tieu-ke-hoach"
    help = gettext_lazy(
        "Mỗi dòng là một chỉ tiêu của kế hoạch, vạch đứng trên thanh là mức phải đạt. Bấm vào tên để xem cách đo, xem theo đơn "
        "vị và mở đến từng dòng đã làm nên con số. Chỉ tiêu chưa có số đo thì nói rõ vì sao."
    )

    def load(self) -> None:
        super().load()
        self.lines = queries.targets_with_values(self.actor, self.at)
        titles = queries.headings(self.plan)
        sections = dict.fromkeys(line.target.section for line in self.lines)
        self.filterset_class = forms.target_filter((ref, titles[ref]) for ref in sections)
        self.table_class = tables.TargetSheet if self.request.GET.get("export") else tables.TargetTable

    def subtitle(self) -> Text:
        measured_at = self.progress.measured_at
        found = indicators.values(self.actor, [self.at.unit.pk], [INSTITUTIONS]).get((self.at.unit.pk, INSTITUTIONS))
        parts = [
            super().subtitle(),
            moment_in_words(measured_at) if measured_at else _("chưa đo lần nào"),
            _("%s cơ sở") % numbers.number(found.numerator) if found else "",
        ]
        return " · ".join(str(part) for part in parts if part)

    @cached_property
    def progress(self) -> Any:
        return queries.progress(self.lines)

    def queryset(self) -> list[TargetLine]:
        """In the order of the plan, but what is measured first."""
        return sorted(self.lines, key=lambda line: line.status == Status.UNMEASURED)

    def table_options(self) -> dict[str, Any]:
        return {"address": lambda line: self.address("target", line.target.ref), "noun": noun}

    def context(self) -> dict[str, Any]:
        tasks = queries.tasks(self.actor, self.plan)
        return super().context() | {
            "progress": self.progress,
            "change": change_in_words(self.progress.gained),
            "units": queries.unit_choices(self.actor, self.at.unit),
            "tasks": tasks,
            "tasks_past": sum(task.is_past for task in tasks),
        }


class TargetAtUnit(OfPlan, ListPage):
    """One target: what it says, what was measured, over time, and by the units below."""

    template_name = "plans/target.html"
    file_name = "chi-tieu-theo-don-vi"
    table_class = tables.UnitTable
    help = gettext_lazy(
        "Bấm vào một đơn vị để đi xuống: xã, phường rồi trường, rồi từng dòng đã làm nên con số. "
        "Số đo thay thế là số gần nhất với điều kế hoạch hỏi; ghi chú nói khác ở đâu."
    )

    def load(self) -> None:
        super().load()
        self.line = queries.target_line(self.actor, self.at, self.kwargs["ref"])
        self.exportable = self.line.figure is not None

    def heading(self) -> Text:
        return self.line.target.name

    def subtitle(self) -> Text:
        return _("Mục %(ref)s · %(place)s") % {"ref": self.line.target.ref, "place": self.at.unit.name}

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Năm %s") % self.plan.years, self.address("plan"))]

    def actions(self) -> list[Action]:
        if self.line.value is None and not self.line.is_reported:
            return []
        return [Action(_("Mở số đo"), self.measure_address(self.at.unit.pk), "list-tree", "primary")]

    def measure_address(self, unit_id: int) -> str:
        """Where the measure of the target is looked at; "" when it has none."""
        figure = self.line.figure
        if figure is None:
            return ""
        return f"{reverse('indicators:measure', args=[figure.code])}?{urlencode({'unit': unit_id, **figure.part.query})}"

    def queryset(self) -> list[UnitLine]:
        return queries.children(self.actor, self.at, self.line)

    def table_options(self) -> dict[str, Any]:
        return {"line": self.line, "address": lambda below: self.measure_address(below.unit_id)}

    def empty(self) -> Empty:
        if self.line.figure is None and self.line.reason:
            return Empty(_("Chưa đo tự động"), self.line.reason.label, "ruler-measure")
        return Empty(_("Không có đơn vị nào bên dưới"), _("Đơn vị này là nơi số liệu phát sinh."), "sitemap")

    def context(self) -> dict[str, Any]:
        line, target = self.line, self.line.target
        points = queries.trend(self.actor, self.at, line)
        return super().context() | {
            "line": line,
            "target": target,
            "measure": indicators.measures().get(target.measure),
            "aim": tables.aim(target.value, target.comparison, target.unit),
            "shown": tables.level(line.shown, target.unit),
            "counted": tables.counted(line, noun(line)),
            "bar": tables.target_bar(line),
            "chip": tables.CHIPS[line.status],
            "outlook": tables.outlook(line.forecast),
            "coverage": tables.coverage(line),
            "chart": line_chart(
                [Line(point.day, level) for point in points if (level := queries.drawn(target, point)) is not None]
            ),
            "units": queries.unit_choices(self.actor, self.at.unit),
            "scope": scope_in_words(target.scope_filter),
            "also_in": ", ".join(target.also_in),
        }


class Tasks(OfPlan, ListPage):
    template_name = "plans/tasks.html"
    tab = "tasks"
    file_name = "nhiem-vu-ke-hoach"
    help = gettext_lazy("Bấm vào tên nhiệm vụ để đọc lời văn của kế hoạch. Văn bản không nêu người chủ trì thì cột để trống.")

    def load(self) -> None:
        super().load()
        self.lines = queries.tasks(self.actor, self.plan)
        self.filterset_class = forms.task_filter(queries.task_leads(self.lines))
        self.table_class = tables.TaskSheet if self.request.GET.get("export") else tables.TaskTable

    def queryset(self) -> Any:
        return self.lines


class Duties(OfPlan, ListPage):
    template_name = "plans/duties.html"
    tab = "duties"
    table_class = tables.DutyTable
    file_name = "che-do-bao-cao"
    help = gettext_lazy("«Trước ngày 20» là hết ngày 19. Kỳ báo cáo nào đã qua thời kỳ của kế hoạch thì không còn hạn.")

    def queryset(self) -> Any:
        return queries.duties(self.actor, self.plan)


class PlanText(OfPlan):
    """The plan as a text: headings, goals, bases, who is to do what, recipients."""

    template_name = "plans/text.html"
    tab = "text"

    def context(self) -> dict[str, Any]:
        text = self.plan.text
        basis = [
            line | {"day": numbers.day(date.fromisoformat(line["issued_on"])) if line["issued_on"] else ""}
            for line in text["basis"]
        ]
        return super().context() | {
            "text": text | {"basis": basis},
            "assignments": [tables.assignment(line) for line in text["assignments"]],
        }


def noun(line: TargetLine) -> Text:
    """What the measure of a target counts: "cơ sở", "người học"."""
    spec = indicators.measures().get(line.target.measure)
    return spec.noun if spec else ""


def moment_in_words(moment: Any) -> str:
    """«đo lúc 05:30 hôm nay»."""
    local = moment.astimezone(clock.VIETNAM)
    day = _("hôm nay") if local.date() == clock.today() else numbers.day(local)
    return _("đo lúc %(time)s %(day)s") % {"time": f"{local:%H:%M}", "day": day}


def change_in_words(gained: int | None) -> str:
    """How many more targets are met than a month before."""
    if gained is None:
        return _("chưa đủ một tháng đo để so sánh")
    if gained == 0:
        return _("không đổi so với tháng trước")
    return (_("tăng %s so với tháng trước") if gained > 0 else _("giảm %s so với tháng trước")) % abs(gained)


def scope_in_words(scope: dict[str, Any]) -> str:
    """The part of a scope that the measure keeps to: "Tiểu học, Trung học cơ sở, Công lập"."""
    levels = [str(Level(code).label) for code in scope.get("levels") or ()]
    ownership = [str(Ownership(scope["ownership"]).label)] if scope.get("ownership") else []
    return ", ".join(levels + ownership)
