"""The API of plans and their targets, with what was measured."""

from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import Query, Router, Schema
from pydantic import Field

from khuevan.kernel.http import Request
from khuevan.web import rest

from . import queries
from .types import TargetLine

router = Router()


class PlanOut(Schema):
    model_config = rest.example(
        code="NB-2025", title="Kế hoạch chuyển đổi số ngành Giáo dục", number="", issued_on="2025-12-15", issuer="",
        area="Tỉnh Ninh Bình", first_year=2026, last_year=2030,
    )  # fmt: skip

    code: str
    title: str
    number: str
    issued_on: date | None
    issuer: str
    area: str
    first_year: int
    last_year: int


class TargetOut(Schema):
    """A target at a unit. `measured` is null with the `reason` when nothing is measured; `status` is one of the plan page's words.

    With `is_reported` the figure is what units report of themselves: `answered` of the `asked` have.
    """

    model_config = rest.example(
        ref="1.1", name="Người làm việc có tài khoản", text="Tất cả người làm việc có tài khoản.", indicator="", year=2026,
        comparison="at_least", value="100", unit="percent", scope="", measure="staff.with_account", measured="95.0",
        numerator=57, denominator=60, measured_at="2026-09-07T19:05:00Z", status="at_risk", reason="", due="2026-12-31",
        is_reported=False, answered=None, asked=None,
    )  # fmt: skip

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
    is_reported: bool
    answered: int | None
    asked: int | None

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
            is_reported=line.is_reported,
            answered=line.answered,
            asked=line.asked,
        )


class PlanFilter(Schema):
    """`year` keeps the plans that count in that year."""

    year: Annotated[int | None, Field(ge=1990, le=2100, description=_("Chỉ kế hoạch có hiệu lực trong năm này"))] = None


class TargetFilter(Schema):
    """`unit` by id: where the targets are measured."""

    unit: Annotated[rest.Id | None, Field(description=_("Số đo ở đơn vị này; bỏ trống là nơi rộng nhất được xem"))] = None


@router.get("/plans", response=rest.PageOf[PlanOut], summary=_("Các kế hoạch"))
def plans(request: Request, filters: Query[PlanFilter], cursor: Query[rest.Cursor]):
    found = queries.plans(request.actor)
    found = found.filter(first_year__lte=filters.year, last_year__gte=filters.year) if filters.year else found
    return rest.page_of(request, found, cursor)


@router.get("/plans/{code}", response=PlanOut, summary=_("Một kế hoạch"))
def plan(request: Request, code: rest.Code):
    return queries.plan(request.actor, code)


@router.get(
    "/plans/{code}/targets",
    response=rest.PageOf[TargetOut],
    summary=_("Chỉ tiêu của một kế hoạch, với số đo ở một đơn vị"),
)
def plan_targets(request: Request, code: rest.Code, filters: Query[TargetFilter], cursor: Query[rest.Cursor]):
    at = queries.at_unit(request.actor, queries.plan(request.actor, code), filters.unit)
    targets = list(enumerate(queries.targets_with_values(request.actor, at)))
    page = rest.page_of_list(request, targets, cursor, key=itemgetter(0))
    return {**page, "items": [TargetOut.of(line) for _place, line in page["items"]]}
