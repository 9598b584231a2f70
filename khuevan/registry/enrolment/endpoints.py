"""The API of learners and classes, within the caller's reach."""

from datetime import date
from uuid import UUID

from ninja import Query, Router, Schema

from khuevan.core.access import api as access
from khuevan.kernel.http import Request
from khuevan.web import rest

from . import queries
from .queries import reachable
from .types import Permission, Status

router = Router()


class LearnerOut(Schema):
    """One stay of a learner in a class. `personal_id` is masked; `ends_on` null means: still there."""

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

    id: int
    unit_id: int
    school_id: int
    name: str
    level: str
    grade: int
    group: str


class LearnerFilter(Schema):
    """`school` and `school_class` by id; without `status` those who study."""

    school: int | None = None
    school_class: int | None = None
    status: Status = Status.STUDYING


@router.get("/learners", response=rest.PageOf[LearnerOut], summary="Người học trong phạm vi của khóa")
def learners(request: Request, filters: Query[LearnerFilter], cursor: Query[rest.Cursor]):
    access.require(request.actor, Permission.VIEW)
    chosen = {name: value for name, value in filters.dict().items() if value is not None}
    return rest.page_of(request, queries.learners(request.actor).filter(**chosen), cursor)


@router.get("/learners/{uid}", response=LearnerOut, summary="Một lượt học của một người học")
def learner(request: Request, uid: UUID):
    return reachable.stay_by_uid(request.actor, uid)


@router.get("/classes", response=rest.PageOf[ClassOut], summary="Lớp trong phạm vi của khóa")
def classes(request: Request, cursor: Query[rest.Cursor], school: int | None = None, school_year: str = ""):
    access.require(request.actor, Permission.VIEW)
    rows = reachable.reachable_classes(request.actor)
    rows = rows.filter(school=school) if school else rows
    return rest.page_of(request, rows.filter(school_year__code=school_year) if school_year else rows, cursor)
