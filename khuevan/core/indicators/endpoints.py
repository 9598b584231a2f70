"""The API of measures and their values."""

from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import Query, Router, Schema
from pydantic import Field

from khuevan.core.org.types import Level, Ownership
from khuevan.kernel.http import Request
from khuevan.web import rest

from . import queries
from .types import Figure, Measure, Slice, Value

router = Router()


class MeasureOut(Schema):
    """`is_reported`: units report it themselves, answering `question`; otherwise it is measured from daily work."""

    model_config = rest.example(
        code="staff.with_account", name="Người làm việc có tài khoản", unit="percent", grain="person", version=1,
        definition="Số người có tài khoản trên số người đang làm việc.", legal_source="", breakdowns=["level"],
        is_reported=False, question="",
    )  # fmt: skip

    code: str
    name: str
    unit: str
    grain: str
    version: int
    definition: str
    legal_source: str
    breakdowns: list[str]
    is_reported: bool
    question: str

    @staticmethod
    def of(spec: Measure) -> "MeasureOut":
        return MeasureOut(
            code=spec.code,
            name=str(spec.name),
            unit=spec.unit,
            grain=spec.grain,
            version=spec.version,
            definition=str(spec.definition),
            legal_source=str(spec.legal_source),
            breakdowns=list(spec.breakdowns),
            is_reported=spec.reporting is not None,
            question=str(spec.reporting.question) if spec.reporting else "",
        )


class ValueOut(Schema):
    """`percent` is null for counts and where there is nothing to divide by.

    With `is_reported` the figure is that of the units which have answered: `answered` of the `asked`. Both are null for what is
    measured from daily work.
    """

    model_config = rest.example(
        measure="staff.with_account", unit_id=42, day="2026-09-07", numerator=57, denominator=60, percent="95.0", breakdown="",
        version=1, measured_at="2026-09-07T19:05:00Z", is_reported=False, answered=None, asked=None,
    )  # fmt: skip

    measure: str
    unit_id: int
    day: date
    numerator: int
    denominator: int | None
    percent: Decimal | None
    breakdown: str
    version: int
    measured_at: datetime
    is_reported: bool
    answered: int | None
    asked: int | None

    @staticmethod
    def of(value: Value) -> "ValueOut":
        return ValueOut(
            measure=value.measure,
            unit_id=value.unit_id,
            day=value.day,
            numerator=value.numerator,
            denominator=value.denominator,
            percent=value.percent,
            breakdown=value.breakdown,
            version=value.version,
            measured_at=value.measured_at,
            is_reported=value.is_reported,
            answered=value.answered,
            asked=value.asked,
        )


class ValuesOut(Schema):
    """The figure of the unit itself (null: not measured), of the units right below it, and over time."""

    unit_id: int
    value: ValueOut | None
    children: list[ValueOut]
    trend: list[ValueOut]


class ValueFilter(Schema):
    """`levels` and `ownership` choose a part of the figure; `day` the figure as last measured on or before it."""

    unit: Annotated[rest.Id | None, Field(description=_("Số liệu của đơn vị này; bỏ trống là nơi rộng nhất được xem"))] = None
    levels: Annotated[
        str, rest.CodesOf(tuple(Level.values)), Field(description=_("Chỉ các cấp học này, cách nhau bằng dấu phẩy"))
    ] = ""
    ownership: Annotated[
        str, rest.CodesOf(tuple(Ownership.values)), Field(description=_("Chỉ các loại hình này, cách nhau bằng dấu phẩy"))
    ] = ""
    day: Annotated[rest.Day | None, Field(description=_("Số đo gần nhất tính đến ngày này; bỏ trống là mới nhất"))] = None


@router.get("/indicators", response=rest.PageOf[MeasureOut], summary=_("Mọi chỉ tiêu đo tự động"))
def indicators(request: Request, cursor: Query[rest.Cursor]):
    specs = list(enumerate(queries.catalogue(request.actor)))
    page = rest.page_of_list(request, specs, cursor, key=itemgetter(0))
    return {**page, "items": [MeasureOut.of(spec) for _place, spec in page["items"]]}


@router.get("/indicators/{code}", response=MeasureOut, summary=_("Một chỉ tiêu"))
def indicator(request: Request, code: rest.Code):
    return MeasureOut.of(queries.visible_measure(request.actor, code))


@router.get("/indicators/{code}/values", response=ValuesOut, summary=_("Số liệu của một chỉ tiêu ở một đơn vị"))
def indicator_values(request: Request, code: rest.Code, filters: Query[ValueFilter]):
    spec = queries.visible_measure(request.actor, code)
    place, part = queries.unit(request.actor, filters.unit), Slice.of(filters.levels, filters.ownership)
    figure = Figure(spec.code, part)
    own = queries.values(request.actor, [place.pk], [figure], filters.day).get((place.pk, figure))
    below = queries.children(request.actor, place, spec.code, part, filters.day)
    return ValuesOut(
        unit_id=place.pk,
        value=ValueOut.of(own) if own else None,
        children=[ValueOut.of(line.value) for line in below if line.value],
        trend=[ValueOut.of(point) for point in queries.trend(request.actor, place.pk, spec.code, part)],
    )
