"""The API of plans and their targets, with what was measured."""

from datetime import date, datetime
from decimal import Decimal

from ninja import Query, Router, Schema

from khuevan.kernel.http import Request
from khuevan.web import rest

from . import queries
from .types import TargetLine

router = Router()


class PlanOut(Schema):
    code: str
    title: str
    number: str
    issued_on: date | None
    issuer: str
    area: str
    first_year: int
    last_year: int


class TargetOut(Schema):
    """A target at a unit. `measured` is null with the `reason` when nothing is measured; `status` is one of the plan page's words."""

    ref: str
    name: str
    text: str
    indicator: str
    year: int
    comparison: str
    value: Decimal | None
    unit: str
    scope: str
    measure: str
    measured: Decimal | None
    numerator: int | None
    denominator: int | None
    measured_at: datetime | None
    status: str
    reason: str
    due: date

    @staticmethod
    def of(line: TargetLine) -> "TargetOut":
        target, value = line.target, line.value
        return TargetOut(
            **{name: getattr(target, name) for name in ("ref", "name", "text", "indicator", "year", "scope", "measure")},
            comparison=str(target.comparison),
            value=target.value,
            unit=str(target.unit),
            measured=line.shown,
            numerator=value.numerator if value else None,
            denominator=value.denominator if value else None,
            measured_at=value.measured_at if value else None,
            status=str(line.status),
            reason=str(line.reason or ""),
            due=line.due,
        )


@router.get("/plans", response=rest.PageOf[PlanOut], summary="Các kế hoạch")
def plans(request: Request, cursor: Query[rest.Cursor]):
    return rest.page_of(request, queries.plans(request.actor), cursor)


@router.get("/plans/{code}", response=PlanOut, summary="Một kế hoạch")
def plan(request: Request, code: str):
    return queries.plan(request.actor, code)


@router.get("/plans/{code}/targets", response=list[TargetOut], summary="Chỉ tiêu của một kế hoạch, với số đo ở một đơn vị")
def plan_targets(request: Request, code: str, unit: int | None = None):
    at = queries.at_unit(request.actor, queries.plan(request.actor, code), unit)
    return [TargetOut.of(line) for line in queries.targets_with_values(request.actor, at)]
