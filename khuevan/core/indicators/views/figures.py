"""Screens of the indicators: what is measured, what it says at a unit, and the rows that made it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.org.types import Level, Ownership
from khuevan.kernel.errors import NotFound
from khuevan.kernel.manifest import Text
from khuevan.kernel.text import inside_sentence
from khuevan.web import numbers
from khuevan.web.charts import Line, line_chart
from khuevan.web.pages import ConfirmPage, ListPage, Page
from khuevan.web.types import Action, Crumb, Empty

from .. import forms, operations, queries, tables
from ..types import Figure, Measure, MeasureUnit, Permission, ReportKind, Slice, Source, UnitValue, Value, Which

WHICH_LABELS = {
    Which.MET: gettext_lazy("Đã đạt"),
    Which.MISSING: gettext_lazy("Chưa đạt"),
    Which.SILENT: gettext_lazy("Chưa báo cáo"),
    Which.ALL: gettext_lazy("Tất cả"),
}
WAYS_TO = {
    Which.MISSING: gettext_lazy("Những dòng chưa đạt"),
    Which.SILENT: gettext_lazy("Đơn vị chưa báo cáo"),
}


@dataclass(frozen=True)
class Row(UnitValue):
    """A unit's line with where it leads."""

    url: str = ""

    @property
    def coverage(self) -> str:
        """ "9/12": how many of those asked have reported."""
        return f"{numbers.number(self.value.answered)}/{numbers.number(self.value.asked)}" if self.value else ""

    @property
    def missing(self) -> int | None:
        return None if self.numerator is None or self.denominator is None else self.denominator - self.numerator


class AtUnit(ListPage):
    """Base: pages about a unit and a slice, both in the address."""

    permission = Permission.VIEW
    nav = "indicators:catalogue"

    def load(self) -> None:
        asked = self.request.GET.get("unit", "")
        self.unit = self.find_unit(int(asked) if asked.isascii() and asked.isdigit() else None)
        self.part = Slice.of(self.request.GET.get("levels", ""), self.request.GET.get("ownership", ""))
        if not (self.part.levels <= set(Level.values) and self.part.ownerships <= set(Ownership.values)):
            raise NotFound()

    def find_unit(self, asked: int | None) -> Any:
        return queries.unit(self.actor, asked)

    def subtitle(self) -> Text:
        """The unit, and which part of it."""
        levels = [str(Level(level).label) for level in Level.values if level in self.part.levels]
        return " · ".join([self.unit.name, *levels, *(str(Ownership(kind).label) for kind in sorted(self.part.ownerships))])

    def address(self, name: str, *args: str, **query: Any) -> str:
        pairs = {"unit": self.unit.pk, **self.part.query, **query}
        return f"{reverse(f'indicators:{name}', args=args)}?{urlencode(pairs)}"


class Catalogue(AtUnit):
    title = gettext_lazy("Chỉ tiêu đo tự động")
    help = gettext_lazy(
        "Mỗi chỉ tiêu được đo từ dữ liệu làm việc hằng ngày, không phải nhập lại. Bấm vào tên để xem theo đơn vị, "
        "theo thời gian, và mở đến từng dòng đã làm nên con số. Điều chưa có dữ liệu thì đơn vị tự báo cáo, và được ghi rõ."
    )
    filterset_class = forms.CatalogueFilter
    file_name = "chi-tieu"

    def load(self) -> None:
        super().load()
        self.table_class = tables.CatalogueSheet if self.request.GET.get("export") else tables.CatalogueTable

    def actions(self) -> list[Action]:
        return measuring_actions(self)

    def queryset(self) -> Any:
        specs = queries.measures().values()
        found = queries.values(self.actor, [self.unit.pk], [Figure(spec.code) for spec in specs])
        return [self._line(spec, found.get((self.unit.pk, Figure(spec.code)))) for spec in specs]

    def _line(self, spec: Measure, value: Value | None) -> dict[str, Any]:
        return {
            "code": spec.code,
            "name": spec.name,
            "url": self.address("measure", spec.code),
            "written": written(spec, value),
            "source": Source.REPORTED if spec.reporting else Source.MEASURED,
            "percent": value.percent if value else None,
            "counted": counted(spec, value) or coverage(value),
            "coverage": coverage(value) if counted(spec, value) else "",
            "measured_at": value.measured_at if value else None,
            "measured": numbers.moment(value.measured_at) if value else "",
            "made_by": _("định nghĩa bản %s") % value.version if value else "",
            "version": value.version if value else None,
        }


class MeasureAtUnit(AtUnit):
    """One measure at one unit: figure, trend, split, and the units below."""

    template_name = "indicators/measure.html"
    file_name = "chi-tieu-theo-don-vi"
    help = gettext_lazy(
        "Bấm vào một đơn vị để mở xuống dưới; bấm «Mở từng dòng» để xem những dòng đã làm nên con số. "
        "Số liệu lấy từ lần đo gần nhất, không đổi trong ngày cho đến khi đo lại."
    )

    def load(self) -> None:
        super().load()
        self.spec = queries.measure(self.kwargs["code"])
        figure = Figure(self.spec.code, self.part)
        self.value = queries.values(self.actor, [self.unit.pk], [figure]).get((self.unit.pk, figure))
        self.table_class = tables.children_table(self.spec)

    def heading(self) -> Text:
        return self.spec.name

    def crumbs(self) -> list[Crumb]:
        above = queries.units_above(self.actor, self.unit)
        return [Crumb(unit.label, self.address("measure", self.spec.code, unit=unit.pk)) for unit in above]

    def actions(self) -> list[Action]:
        return [*self.ways_to_rows(), *measuring_actions(self)]

    def ways_to_rows(self) -> list[Action]:
        if self.spec.rows is None or not self.actor.holds(self.spec.rows.permission):
            return []
        rest = [which for which in whiches(self.spec) if which in (Which.MISSING, Which.SILENT)]
        return [
            Action(_("Mở từng dòng"), self.address("rows", self.spec.code, Which.ALL), "list-details"),
            *(
                Action(WAYS_TO[which], self.address("rows", self.spec.code, which), "alert-circle", "primary")
                for which in rest[-1:]
            ),
        ]

    def queryset(self) -> Any:
        below = queries.children(self.actor, self.unit, self.spec.code, self.part)
        return [Row(**vars(line), url=self.address("measure", self.spec.code, unit=line.unit_id)) for line in below]

    def empty(self) -> Empty:
        way_on = next(iter(self.ways_to_rows()), None)
        return Empty(_("Không có đơn vị nào bên dưới"), _("Đơn vị này là nơi số liệu phát sinh."), "sitemap", way_on)

    def context(self) -> dict[str, Any]:
        trend = queries.trend(self.actor, self.unit.pk, self.spec.code, self.part)
        return {
            "spec": self.spec,
            "value": self.value,
            "written": written(self.spec, self.value),
            "counted": counted(self.spec, self.value),
            "coverage": coverage(self.value),
            "chart": line_chart(
                [Line(point.day, figure) for point in trend if (figure := level(self.spec, point)) is not None]
            ),
            "splits": [self._split("level", Level), self._split("ownership", Ownership)],
            "explanations": self._explanations(),
        }

    def _explanations(self) -> list[tuple[Measure, str, Value | None, str]]:
        """(measure, figure in words, value, address) of the measures that say why this one falls short, at the same unit."""
        specs = [queries.measure(code) for code in self.spec.explained_by]
        found = queries.values(self.actor, [self.unit.pk], [Figure(spec.code, self.part) for spec in specs])
        values = [found.get((self.unit.pk, Figure(spec.code, self.part))) for spec in specs]
        return [
            (spec, written(spec, value), value, self.address("measure", spec.code))
            for spec, value in zip(specs, values, strict=True)
        ]

    def _split(self, dimension: str, labels: Any) -> list[tuple[str, str, Value]]:
        found = queries.breakdown(self.actor, self.unit.pk, self.spec.code, dimension) if self.part.is_everything else []
        lines = [(_labels(value.breakdown.partition("=")[2], labels), written(self.spec, value), value) for value in found]
        return sorted(lines, key=lambda line: line[0])


class Rows(AtUnit):
    """The rows that made a figure: scoped, filtered by what counts and what is missing, exported whole."""

    def load(self) -> None:
        super().load()
        self.spec = queries.measure(self.kwargs["code"])
        self.which = Which(self.kwargs["which"])
        if self.which not in whiches(self.spec):
            raise NotFound()
        self.source = queries.row_source(self.actor, self.spec)
        self.table_class = tables.rows_table(self.source.columns)
        self.file_name = f"{self.spec.code}-{self.which}".replace("_", "-").replace(".", "-")

    def heading(self) -> Text:
        return f"{self.spec.name}: {inside_sentence(WHICH_LABELS[self.which])}"

    def subtitle(self) -> Text:
        return _("%(place)s · danh sách lúc này; con số trên bảng là của lần đo gần nhất") % {"place": super().subtitle()}

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.spec.name, self.address("measure", self.spec.code))]

    def actions(self) -> list[Action]:
        others = [which for which in whiches(self.spec) if which != self.which]
        return [Action(WHICH_LABELS[which], self.address("rows", self.spec.code, which)) for which in others]

    def queryset(self) -> QuerySet | list:
        return self.source.rows(self.actor, self.unit.path, self.which, self.part)

    def empty(self) -> Empty:
        return Empty(_("Không có dòng nào"), _("Ở đơn vị này không có dòng nào thuộc diện đang xem."), "circle-check")


class MeasureNow(ConfirmPage):
    """Measuring at once, behind the screen."""

    permission = Permission.RECOMPUTE
    nav = "indicators:catalogue"
    title = gettext_lazy("Đo lại bây giờ")
    submit_label = gettext_lazy("Đo lại")

    def load(self) -> None:
        self.back_url = reverse("indicators:catalogue")

    def question(self) -> Text:
        return _("Đo lại mọi chỉ tiêu theo dữ liệu lúc này?")

    def consequences(self) -> list[Text]:
        return [
            _("Số liệu của hôm nay được thay bằng số liệu mới; số liệu các ngày trước không đổi."),
            _("Việc chạy phía sau, có báo tiến độ. Trong lúc đo, mọi người vẫn xem số liệu cũ."),
        ]

    def perform(self, form: Any) -> Any:
        return operations.measure_now(self.actor)

    def success_url(self, job: Any) -> str:
        return reverse("jobs:job", args=[job.uid])

    def done(self, job: Any) -> Text:
        return ""


def measuring_actions(page: Page) -> list[Action]:
    """The way to measure at once, for those who may."""
    if not page.actor.holds(Permission.RECOMPUTE):
        return []
    return [Action(_("Đo lại bây giờ"), reverse("indicators:measure_now"), "refresh")]


def whiches(spec: Measure) -> list[Which]:
    """Which of its rows a measure can show apart: counts have no missing ones, shares of units no met ones."""
    if spec.reporting and spec.reporting.kind != ReportKind.YES_NO:
        return [Which.SILENT, Which.ALL]
    if spec.unit == MeasureUnit.COUNT:
        return [Which.ALL]
    return [Which.MET, Which.MISSING, *([Which.SILENT] if spec.reporting else []), Which.ALL]


def level(spec: Measure, value: Value) -> Decimal | int | None:
    """What is drawn of a figure; None where there is none."""
    if value.is_empty:
        return None
    return value.percent if spec.unit == MeasureUnit.PERCENT else value.numerator


def written(spec: Measure, value: Value | None) -> str:
    """A figure in words: "97,2 %" or "1.402"."""
    if value is None or value.is_empty:
        return numbers.DASH
    return numbers.percent(value.percent) if spec.unit == MeasureUnit.PERCENT else numbers.number(value.numerator)


def counted(spec: Measure, value: Value | None) -> str:
    """What was counted: "3.982/4.096 người học"; "" for counts, which are their own figure."""
    if value is None or value.is_empty or spec.unit == MeasureUnit.COUNT:
        return ""
    return f"{numbers.number(value.numerator)}/{numbers.number(value.denominator)} {spec.noun}".strip()


def coverage(value: Value | None) -> str:
    """How many of those asked have reported: "9/12 đơn vị đã báo cáo"; "" for what is measured from daily work."""
    if value is None or value.asked is None:
        return ""
    return _("%(answered)s/%(asked)s đơn vị đã báo cáo") % {
        "answered": numbers.number(value.answered),
        "asked": numbers.number(value.asked),
    }


def _labels(codes: str, labels: Any) -> str:
    return _(" và ").join(str(labels(code).label) for code in codes.split("+") if code in labels.values) or _("Chưa ghi")
