"""The API of people: within the caller's reach, with personal numbers masked."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_noop as _
from ninja import Query, Router, Schema
from pydantic import Field

from khuevan.core.access import api as access
from khuevan.kernel.http import Request
from khuevan.web import rest

from . import queries
from .types import Permission

router = Router()


class PersonOut(Schema):
    """Sensitive facts (ethnicity, religion, policy categories) are not given; `personal_id` is masked."""

    model_config = rest.example(
        uid="01920000-0000-7000-8000-000000000101", full_name="Nguyễn Thị Ánh Nguyệt", birth_date="2014-09-12", sex="female",
        sector_id="3712345689", personal_id="037314••••89", keeper_id=42, version=3,
    )  # fmt: skip

    uid: UUID
    full_name: str
    birth_date: date | None
    sex: str
    sector_id: str | None
    personal_id: str
    keeper_id: int | None
    version: int

    @staticmethod
    def resolve_personal_id(person) -> str:
        return person.personal_id_hint


class PersonFilter(Schema):
    """`keeper` by id: the unit that keeps the profile."""

    keeper: Annotated[rest.Id | None, Field(description=_("Chỉ hồ sơ do đơn vị này giữ"))] = None


@router.get("/people", response=rest.PageOf[PersonOut], summary=_("Hồ sơ cá nhân trong phạm vi của khóa"))
def people(request: Request, filters: Query[PersonFilter], cursor: Query[rest.Cursor]):
    access.require(request.actor, Permission.VIEW)
    rows = queries.people(request.actor)
    return rest.page_of(request, rows.filter(keeper=filters.keeper) if filters.keeper else rows, cursor)


@router.get("/people/{uid}", response=PersonOut, summary=_("Một hồ sơ cá nhân"))
def person(request: Request, uid: UUID):
    return queries.person(request.actor, uid)
