"""The API of learners and classes, within the caller's reach."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from khuevan.core.access import api as access
from khuevan.kernel.errors import NotFound
from khuevan.kernel.http import Request
from khuevan.web import rest

from . import operations, queries
from .queries import reachable
from .types import Permission, Status

router = Router()
CLASS_FIELDS = {"school_year": "school_year__code"}


class LearnerOut(Schema):
    """One stay of a learner in a class. `personal_id` is masked; `ends_on` null means: still there."""

    model_config = rest.example(
        uid="01920000-0000-7000-8000-000000000201", person_uid="01920000-0000-7000-8000-000000000101",
        full_name="Nguyễn Thị Ánh Nguyệt", birth_date="2014-09-12", sex="female", sector_id="3712345689",
        personal_id="037314••••89", school_id=42, class_id=318, class_name="7A1", status="studying", starts_on="2026-09-05",
        ends_on=None,
    )  # fmt: skip

    uid: UUID
    person_uid: UUID
    full_name: str
    birth_date: date | None
    sex: str
    sector_id: str | None
    personal_id: str
    school_id: int
    class_id: int
    class_name: str
    status: Status
    starts_on: date
    ends_on: date | None

    @staticmethod
    def resolve_person_uid(enrolment) -> UUID:
        return enrolment.person.uid

    @staticmethod
    def resolve_full_name(enrolment) -> str:
        return enrolment.person.full_name

    @staticmethod
    def resolve_birth_date(enrolment) -> date | None:
        return enrolment.person.birth_date

    @staticmethod
    def resolve_sex(enrolment) -> str:
        return enrolment.person.sex

    @staticmethod
    def resolve_sector_id(enrolment) -> str | None:
        return enrolment.person.sector_id

    @staticmethod
    def resolve_personal_id(enrolment) -> str:
        return enrolment.person.personal_id_hint

    @staticmethod
    def resolve_class_id(enrolment) -> int:
        return enrolment.school_class_id

    @staticmethod
    def resolve_class_name(enrolment) -> str:
        return enrolment.school_class.name


class ClassOut(Schema):
    """A class of a school year; `grade` 0 in preschool."""

    model_config = rest.example(id=318, unit_id=911, school_id=42, name="7A1", level="lower_secondary", grade=7, group="")

    id: int
    unit_id: int
    school_id: int
    name: str
    level: str
    grade: int
    group: str


class LearnerFilter(Schema):
    """`school` and `school_class` by id; without `status` those who study."""

    school: Annotated[rest.Id | None, Field(description=_("Chỉ trường này"))] = None
    school_class: Annotated[rest.Id | None, Field(description=_("Chỉ lớp này"))] = None
    status: Annotated[Status, Field(description=_("Tình trạng học tập; bỏ trống là đang học"))] = Status.STUDYING


class MoveIn(Schema):
    """`on` is the first day in the other class."""

    model_config = ConfigDict(extra="forbid")

    class_id: Annotated[rest.Id, Field(description=_("Lớp chuyển đến, cùng trường và năm học"))]
    on: Annotated[rest.Day, Field(description=_("Ngày đầu ở lớp mới, muộn nhất là hôm nay"))]
    reason: Annotated[rest.Line, Field(description=_("Lý do"))] = ""


class ClassFilter(Schema):
    """`school` by id; `school_year` by code."""

    school: Annotated[rest.Id | None, Field(description=_("Chỉ trường này"))] = None
    school_year: Annotated[rest.Code | None, Field(description=_("Mã năm học, ví dụ 2026-2027"))] = None
    grade: Annotated[int | None, Field(ge=0, le=12, description=_("Khối; 0 là mầm non"))] = None


@router.get("/learners", response=rest.PageOf[LearnerOut], summary=_("Người học trong phạm vi của khóa"))
def learners(request: Request, filters: Query[LearnerFilter], cursor: Query[rest.Cursor]):
    access.require(request.actor, Permission.VIEW)
    chosen = {name: value for name, value in filters.dict().items() if value is not None}
    return rest.page_of(request, queries.learners(request.actor).filter(**chosen), cursor)


@router.get("/learners/{uid}", response=LearnerOut, summary=_("Một lượt học của một người học"))
def learner(request: Request, uid: UUID):
    return reachable.stay_by_uid(request.actor, uid)


@router.post("/learners/{uid}/move", response=LearnerOut, summary=_("Chuyển một người học sang lớp khác của trường"))
def move(request: Request, uid: UUID, details: MoveIn, key: rest.IdempotencyKey) -> HttpResponse:
    stay = reachable.stay_by_uid(request.actor, uid)
    to_class = reachable.reachable_classes(request.actor).filter(pk=details.class_id).first()
    if to_class is None:
        raise NotFound()

    def deed() -> LearnerOut:
        moved = operations.move_learners(request.actor, stays=[stay], to_class=to_class, on=details.on, reason=details.reason)
        return LearnerOut.from_orm(moved[0])

    return rest.once_under_key(request, key, 200, deed)


@router.get("/classes", response=rest.PageOf[ClassOut], summary=_("Lớp trong phạm vi của khóa"))
def classes(request: Request, filters: Query[ClassFilter], cursor: Query[rest.Cursor]):
    access.require(request.actor, Permission.VIEW)
    chosen = {CLASS_FIELDS.get(name, name): value for name, value in filters.dict().items() if value is not None}
    return rest.page_of(request, reachable.reachable_classes(request.actor).filter(**chosen), cursor)
