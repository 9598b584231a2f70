"""The API of measures and their values."""

from datetime import date, datetime
from decimal import Decimal

from ninja import Router, Schema

from khuevan.kernel.http import Request

from . import queries
from .types import Figure, Measure, Slice, Value

router = Router()


class MeasureOut(Schema):
    code: str
    name: str
    unit: str
    grain: str
    version: int
    definition: str
    legal_source: str
    breakdowns: list[str]

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
        )


class ValueOut(Schema):
    """`percent` is null for counts and where there is nothing to divide by."""

    measure: str
    unit_id: int
    day: date
    numerator: int
    denominator: int | None
    percent: Decimal | None
    breakdown: str
    version: int
    measured_at: datetime

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
        )


class ValuesOut(Schema):
    """The figure of the unit itself (null: not measured), of the units right below it, and over time."""

    unit_id: int
    value: ValueOut | None
    children: list[ValueOut]
    trend: list[ValueOut]


@router.get("/indicators", response=list[MeasureOut], summary="Mọi chỉ tiêu đo tự động")
def indicators(request: Request):
    return [MeasureOut.of(spec) for spec in queries.catalogue(request.actor)]


@router.get("/indicators/{code}", response=MeasureOut, summary="Một chỉ tiêu")
def indicator(request: Request, code: str):
    return MeasureOut.of(queries.visible_measure(request.actor, code))


@router.get("/indicators/{code}/values", response=ValuesOut, summary="Số liệu của một chỉ tiêu ở một đơn vị")
def indicator_values(
    request: Request, code: str, unit: int | None = None, levels: str = "", ownership: str = "", day: date | None = None
):
    spec = queries.visible_measure(request.actor, code)
    place, part = queries.unit(request.actor, unit), Slice.of(levels, ownership)
    figure = Figure(spec.code, part)
    own = queries.values(request.actor, [place.pk], [figure], day).get((place.pk, figure))
    below = queries.children(request.actor, place, spec.code, part, day)
    return ValuesOut(
        unit_id=place.pk,
        value=ValueOut.of(own) if own else None,
        children=[ValueOut.of(line.value) for line in below if line.value],
        trend=[ValueOut.of(point) for point in queries.trend(request.actor, place.pk, spec.code, part)],
    )
