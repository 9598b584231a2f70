"""Small charts drawn on the server as SVG: no script, no style attribute, readable by machines through their title."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from . import numbers

WIDTH, HEIGHT, MARGIN = 640, 160, 28


@dataclass(frozen=True)
class Line:
    """A point of a line: a day and its figure."""

    day: date
    value: Decimal | int


def line_chart(points: Sequence[Line]) -> SafeString | str:
    """A line over time with its first and last figures written; "" for fewer than two points."""
    if len(points) < 2:
        return ""
    low, high = _span(points)
    places = [(_x(point, points), _y(point, low, high)) for point in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = format_html_join(
        "", '<circle cx="{}" cy="{}" r="3" />', ((f"{x:.1f}", f"{y:.1f}") for x, y in (places[0], places[-1]))
    )
    title = _("Từ %(first)s (%(from)s) đến %(last)s (%(to)s)") % {
        "first": numbers.number(points[0].value), "from": numbers.day(points[0].day),
        "last": numbers.number(points[-1].value), "to": numbers.day(points[-1].day),
    }  # fmt: skip
    return format_html(
        '<svg class="kv-line-chart" viewBox="0 0 {} {}" role="img" aria-label="{}"><polyline points="{}" fill="none" />{}{}</svg>',
        WIDTH, HEIGHT, title, path, dots, _texts(points, places),
    )  # fmt: skip


def _texts(points: Sequence[Line], places: Sequence[tuple[float, float]]) -> SafeString:
    ends = ((points[0], places[0], "start"), (points[-1], places[-1], "end"))
    figures = ((f"{x:.1f}", f"{y - 9:.1f}", anchor, numbers.number(point.value)) for point, (x, y), anchor in ends)
    days = ((f"{x:.1f}", HEIGHT - 6, anchor, numbers.day(point.day)) for point, (x, _y_), anchor in ends)
    return format_html_join("", '<text x="{}" y="{}" text-anchor="{}">{}</text>', (*figures, *days))


def _span(points: Sequence[Line]) -> tuple[Decimal, Decimal]:
    values = [Decimal(point.value) for point in points]
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 1, high + 1)


def _x(point: Line, points: Sequence[Line]) -> float:
    days = (points[-1].day - points[0].day).days
    return MARGIN + (point.day - points[0].day).days / days * (WIDTH - 2 * MARGIN)


def _y(point: Line, low: Decimal, high: Decimal) -> float:
    return float(MARGIN + (high - Decimal(point.value)) / (high - low) * (HEIGHT - 2 * MARGIN - 10))
