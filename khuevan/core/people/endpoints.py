"""The API of people: within the caller's reach, with personal numbers masked."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.forms import EmailField
from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from khuevan.core.access import api as access
from khuevan.kernel.http import Request
from khuevan.kernel.text import normalize_phone
from khuevan.web import rest

from . import operations, queries
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


class PersonDetailOut(PersonOut):
    """One profile with how to reach the person."""

    model_config = rest.example(
        uid="01920000-0000-7000-8000-000000000101", full_name="Nguyễn Thị Ánh Nguyệt", birth_date="2014-09-12", sex="female",
        sector_id="3712345689", personal_id="037314••••89", keeper_id=42, version=3, phone="0912345678", email="",
        current_address="Số 5 đường Đinh Tiên Hoàng",
    )  # fmt: skip

    phone: str
    email: str
    current_address: str


class ContactIn(Schema):
    """What is left out stays as it is; "" empties it."""

    model_config = ConfigDict(extra="forbid")

    phone: Annotated[
        str, Field(max_length=30), rest.ParsedBy(normalize_phone), Field(description=_("Số điện thoại di động"))
    ] = ""
    email: Annotated[str, Field(max_length=254), rest.ParsedBy(EmailField().clean), Field(description=_("Thư điện tử"))] = ""
    current_address: Annotated[rest.Line, Field(description=_("Chỗ ở hiện nay"))] = ""


class PersonFilter(Schema):
    """`keeper` by id: the unit that keeps the profile."""

    keeper: Annotated[rest.Id | None, Field(description=_("Chỉ hồ sơ do đơn vị này giữ"))] = None


@router.get("/people", response=rest.PageOf[PersonOut], summary=_("Hồ sơ cá nhân trong phạm vi của khóa"))
def people(request: Request, filters: Query[PersonFilter], cursor: Query[rest.Cursor]):
    access.require(request.actor, Permission.VIEW)
    rows = queries.people(request.actor)
    return rest.page_of(request, rows.filter(keeper=filters.keeper) if filters.keeper else rows, cursor)


@router.get("/people/{uid}", response=PersonDetailOut, summary=_("Một hồ sơ cá nhân, với thông tin liên hệ"))
def person(request: Request, uid: UUID):
    return queries.person(request.actor, uid)


@router.patch("/people/{uid}", response=PersonDetailOut, summary=_("Sửa thông tin liên hệ của một hồ sơ"))
def change_contact(
    request: Request, uid: UUID, changes: ContactIn, key: rest.IdempotencyKey, if_match: rest.IfMatch
) -> HttpResponse:
    found = queries.person(request.actor, uid)
    access.require(request.actor, Permission.EDIT, found)

    def change() -> PersonDetailOut:
        rest.require_match(request, if_match, PersonDetailOut.from_orm(found))
        values = changes.dict(exclude_unset=True)
        return PersonDetailOut.from_orm(operations.update_person(request.actor, person=found, version=found.version, **values))

    return rest.once_under_key(request, key, 200, change)
