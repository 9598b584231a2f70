"""The API of units: today's directory, and the tree of any day."""

from datetime import date
from uuid import UUID

from ninja import Query, Router, Schema

from khuevan.core.access import api as access
from khuevan.kernel import clock
from khuevan.kernel.http import Request
from khuevan.web import rest

from . import queries
from .types import Permission, UnitKind, UnitState

router = Router()


class UnitOut(Schema):
    """A unit in a span of days: `since` and `until` are both counted, `until` null means: still so."""

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


class UnitFilter(Schema):
    """`as_of` draws the tree of that day (today by default); `below` keeps a unit and everything under it."""

    as_of: date | None = None
    kind: UnitKind | None = None
    below: int | None = None


class LineageOut(Schema):
    """What a unit of the past has become, as it stands today."""

    items: list[UnitOut]


@router.get("/units", response=rest.PageOf[UnitOut], summary="Đơn vị trong một ngày (as_of)")
def units(request: Request, filters: Query[UnitFilter], cursor: Query[rest.Cursor]):
    access.require(request.actor, Permission.VIEW)
    root = queries.unit(request.actor, filters.below) if filters.below else None
    states = queries.tree_as_of(request.actor, filters.as_of or clock.today(), root)
    chosen = [state for state in states if filters.kind in (None, state.kind)]
    page = rest.page_of_list(request, chosen, cursor, key=lambda state: state.unit_id)
    return {**page, "items": [UnitOut.of(state) for state in page["items"]]}


@router.get("/units/{unit_id}", response=UnitOut, summary="Một đơn vị trong một ngày (as_of)")
def unit(request: Request, unit_id: int, as_of: date | None = None):
    access.require(request.actor, Permission.VIEW)
    return UnitOut.of(queries.unit_as_of(request.actor, as_of or clock.today(), unit_id))


@router.get("/units/{unit_id}/successors", response=LineageOut, summary="Đơn vị ngày nay kế thừa một đơn vị cũ")
def unit_successors(request: Request, unit_id: int):
    access.require(request.actor, Permission.VIEW)
    found = queries.successors(request.actor, [queries.unit(request.actor, unit_id)])
    return {"items": [UnitOut.of(state) for state in found]}
