"""Reported values in words, and the columns of the rows behind a reported figure."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.clock import VIETNAM
from khuevan.web import numbers

from ..models import ReportedValue
from ..types import Duty, Measure, ReportKind, RowColumn

NOTE_CHARACTERS = 90


def answer(spec: Measure, value: ReportedValue | None) -> str:
    """What a unit has said: "Có", "12/40 = 30,0 %", "25"; — when it has said nothing."""
    if value is None or spec.reporting is None:
        return numbers.DASH
    if spec.reporting.kind == ReportKind.YES_NO:
        return _g("Có") if value.numerator else _g("Chưa có")
    if spec.reporting.kind == ReportKind.COUNT:
        return numbers.number(value.numerator)
    part = f"{numbers.number(value.numerator)}/{numbers.number(value.denominator)}"
    return f"{part} = {numbers.percent(value.percent)}"


def who(value: ReportedValue | None) -> str:
    """Who said it, and when: "Đỗ Minh Tuấn, 22/11/2026"."""
    return f"{value.reported_by_name}, {numbers.day(value.reported_at.astimezone(VIETNAM))}" if value else numbers.DASH


def address(unit_id: int, code: str) -> str:
    """Where everything that a unit has said of a measure is read, with its evidence."""
    return f"{reverse('indicators:report', args=[code])}?{urlencode({'unit': unit_id})}"


def _answer(line: Duty) -> str:
    return answer(line.spec, line.last) if line.last else _g("chưa báo cáo")


def _day(line: Duty) -> str:
    return numbers.day(line.last.as_of) if line.last else numbers.DASH


def _who(line: Duty) -> str:
    return who(line.last)


def _evidence(line: Duty) -> str:
    if line.last is None:
        return ""
    return Truncator(line.last.evidence_note).chars(NOTE_CHARACTERS) or _g("xem minh chứng")


def _page(line: Duty) -> str:
    return address(line.unit.pk, line.spec.code)


LINE_COLUMNS = (
    RowColumn(_("Đơn vị"), "unit.name", link=_page, order_by="unit__sort_key"),
    RowColumn(_("Đơn vị quản lý"), "unit.parent.name", order_by="unit__parent__sort_key"),
    RowColumn(_("Số liệu"), _answer),
    RowColumn(_("Tính đến ngày"), _day),
    RowColumn(_("Người báo cáo"), _who),
    RowColumn(_("Minh chứng"), _evidence, link=_page),
)
