"""The API of units: today's directory, and the tree of any day."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Query, Router, Schema
from pydantic import Field

from khuevan.core.access import api as access
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import Refusal
from khuevan.kernel.http import Request
from khuevan.web import numbers, rest

from . import queries
from .types import Permission, UnitKind, UnitState

router = Router()


class BeforeFirstDay(Refusal):
    """The tree knows nothing of a day so early: that is not the same as no units."""

    code = "before_first_day"
    message = gettext_lazy("Cây tổ chức chỉ có dữ liệu từ ngày %(first)s. Chọn ngày từ đó trở đi.")


class UnitOut(Schema):
    """A unit in a span of days: `since` and `until` are both counted, `until` null means: still so."""

    model_config = rest.example(
        id=42, uid="01920000-0000-7000-8000-000000000042", kind="school", name="Trường THCS Ninh Khánh", short_name="",
        parent_id=7, since="2025-07-01", until=None, levels=["lower_secondary"], ownership="public", affiliation="commune",
        area="normal", commune_code="",
    )  # fmt: skip

    id: int
    uid: UUID
    kind: UnitKind
    name: str
    short_name: str
    parent_id: int | None
    since: date
    until: date | None
    levels: list[str]
    ownership: str
    affiliation: str
    area: str
    commune_code: str

    @staticmethod
    def of(state: UnitState) -> "UnitOut":
        return UnitOut(
            id=state.unit_id,
            uid=state.uid,
            kind=state.kind,
            name=state.name,
            short_name=state.short_name,
            parent_id=state.parent_id,
            since=state.since,
            until=state.until,
            levels=list(state.levels),
            ownership=state.ownership,
            affiliation=state.affiliation,
            area=state.area,
            commune_code=state.commune_code,
        )


class DayFilter(Schema):
    """`as_of` draws the tree of that day (today by default)."""

    as_of: Annotated[rest.Day | None, Field(description=_("Cây tổ chức của ngày này; bỏ trống là hôm nay"))] = None


class UnitFilter(DayFilter):
    """`below` keeps a unit and everything under it."""

    kind: Annotated[UnitKind | None, Field(description=_("Chỉ loại đơn vị này"))] = None
    below: Annotated[rest.Id | None, Field(description=_("Chỉ đơn vị này và các đơn vị bên dưới"))] = None


class LineageOut(Schema):
    """What a unit of the past has become, as it stands today."""

    items: list[UnitOut]


@router.get("/units", response=rest.PageOf[UnitOut], summary=_("Đơn vị trong một ngày (as_of)"))
def units(request: Request, filters: Query[UnitFilter], cursor: Query[rest.Cursor]):
    access.require(request.actor, Permission.VIEW)
    root = queries.unit(request.actor, filters.below) if filters.below else None
    states = queries.tree_as_of(request.actor, _known_day(request.actor, filters.as_of), root)
    chosen = [state for state in states if filters.kind in (None, state.kind)]
    page = rest.page_of_list(request, chosen, cursor, key=lambda state: state.unit_id)
    return {**page, "items": [UnitOut.of(state) for state in page["items"]]}


@router.get("/units/{unit_id}", response=UnitOut, summary=_("Một đơn vị trong một ngày (as_of)"))
def unit(request: Request, unit_id: rest.Id, filters: Query[DayFilter]):
    access.require(request.actor, Permission.VIEW)
    return UnitOut.of(queries.unit_as_of(request.actor, _known_day(request.actor, filters.as_of), unit_id))


@router.get("/units/{unit_id}/successors", response=LineageOut, summary=_("Đơn vị ngày nay kế thừa một đơn vị cũ"))
def unit_successors(request: Request, unit_id: rest.Id):
    access.require(request.actor, Permission.VIEW)
    found = queries.successors(request.actor, [queries.unit(request.actor, unit_id)])
    return {"items": [UnitOut.of(state) for state in found]}


def _known_day(actor: Actor, asked: date | None) -> date:
    """Today, or the day asked for. Raises BeforeFirstDay."""
    if asked is None:
        return clock.today()
    first = queries.first_day(actor)
    if first and asked < first:
        raise BeforeFirstDay(field="query.as_of", first=numbers.day(first))
    return asked
