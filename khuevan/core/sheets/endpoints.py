"""The API of imports: upload, preview, confirm, undo. Small files are worked on at once, large ones by a job."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from khuevan.core.org import api as org
from khuevan.kernel.errors import NotFound
from khuevan.kernel.http import Request
from khuevan.web import rest

from . import operations, queries
from .rules import issue_in_words, letters_of
from .types import Outcome, State

router = Router()


class ImportOut(Schema):
    """`counts` by outcome; `job` is the page of the job that works on a large file, null when none does."""

    model_config = rest.example(
        uid="01920000-0000-7000-8000-000000000301", kind="enrolment.learners", unit_id=42, file_name="hoc-sinh-7A1.xlsx",
        state="previewed", row_count=41, counts={"new": 38, "changed": 2, "rejected": 1}, problem="",
        checked_at="2026-09-07T03:15:42Z", applied_at=None, undone_at=None, job=None,
    )  # fmt: skip

    uid: UUID
    kind: str
    unit_id: int
    file_name: str
    state: State
    row_count: int
    counts: dict[str, int]
    problem: str
    checked_at: datetime | None
    applied_at: datetime | None
    undone_at: datetime | None
    job: UUID | None

    @staticmethod
    def resolve_job(run: Any) -> UUID | None:
        return run.job_uid


class RowOut(Schema):
    """A row of the file and what is to be said of it, in whole sentences."""

    model_config = rest.example(
        row_no=8, outcome="rejected", issues=["Cột C, ngày sinh: “31/02/2014” không phải ngày có thật."]
    )

    row_no: int
    outcome: Outcome
    issues: list[str]

    @staticmethod
    def of(row: Any, in_words: Callable[[Any], str]) -> "RowOut":
        return RowOut(row_no=row.row_no, outcome=row.outcome, issues=[in_words(issue) for issue in row.issues])


def _known_kind(kind: str) -> str:
    if kind not in _kinds():
        raise PydanticCustomError("enum", "kind")
    return kind


def _kinds() -> list[str]:
    return [importer.kind for importer in queries.importers()]


#: The kinds are those that the rooms of this installation registered: known once all are loaded.
Kind = Annotated[
    str,
    AfterValidator(_known_kind),
    Field(json_schema_extra=lambda schema: schema.update(enum=_kinds()), description=_("Loại dữ liệu nhập")),
]


class UploadIn(Schema):
    kind: Kind
    unit: Annotated[rest.Id, Field(description=_("Đơn vị nhập dữ liệu"))]


class ImportFilter(Schema):
    kind: Annotated[Kind | None, Field(description=_("Chỉ loại dữ liệu này"))] = None
    state: Annotated[State | None, Field(description=_("Chỉ lần nhập đang ở bước này"))] = None


class RowFilter(Schema):
    """Without `outcome`, the rows of which something is to be said."""

    outcome: Annotated[Outcome | None, Field(description=_("Chỉ dòng có kết quả này; bỏ trống là dòng có điều cần nói"))] = None


@router.get("/imports", response=rest.PageOf[ImportOut], summary=_("Các lần nhập trong phạm vi của khóa"))
def imports(request: Request, filters: Query[ImportFilter], cursor: Query[rest.Cursor]):
    found = queries.runs(request.actor, filters.kind or "")
    return rest.page_of(request, found.filter(state=filters.state) if filters.state else found, cursor)


@router.post("/imports", response={201: ImportOut}, summary=_("Tải tệp lên; chưa ghi gì"))
def upload(request: Request, details: Form[UploadIn], file: File[UploadedFile], key: rest.IdempotencyKey):
    importer = queries.importer_of(details.kind)
    unit = org.units(request.actor, importer.permission).filter(pk=details.unit).first()
    if unit is None:
        raise NotFound()
    return rest.once_under_key(
        request,
        key,
        201,
        lambda: ImportOut.from_orm(operations.upload(request.actor, kind=importer.kind, unit=unit, file=file)),
    )


@router.get("/imports/{uid}", response=ImportOut, summary=_("Một lần nhập"))
def one_import(request: Request, uid: UUID):
    return queries.run_of(request.actor, uid)


@router.get("/imports/{uid}/rows", response=rest.PageOf[RowOut], summary=_("Các dòng đã xem trước, theo kết quả"))
def rows(request: Request, uid: UUID, filters: Query[RowFilter], cursor: Query[rest.Cursor]):
    run = queries.run_of(request.actor, uid)
    importer, letters = queries.importer_of(run.kind), letters_of(run.mapping)
    staged = queries.staged_rows(request.actor, run)
    chosen = staged.filter(outcome=filters.outcome) if filters.outcome else staged.exclude(issues=[])
    page = rest.page_of(request, chosen, cursor, key="row_no")
    return {**page, "items": [RowOut.of(row, lambda issue: issue_in_words(importer, letters, issue)) for row in page["items"]]}


@router.post("/imports/{uid}/preview", response=ImportOut, summary=_("Kiểm tra và xem trước"))
def preview(request: Request, uid: UUID, key: rest.IdempotencyKey):
    return _taken(request, uid, key, operations.Step.CHECK)


@router.post("/imports/{uid}/confirm", response=ImportOut, summary=_("Nhập; gọi lại không nhập thêm"))
def confirm(request: Request, uid: UUID, key: rest.IdempotencyKey):
    return _taken(request, uid, key, operations.Step.CONFIRM)


@router.post("/imports/{uid}/undo", response=ImportOut, summary=_("Hoàn tác trong 7 ngày"))
def undo(request: Request, uid: UUID, key: rest.IdempotencyKey):
    return _taken(request, uid, key, operations.Step.UNDO)


def _taken(request: Request, uid: UUID, key: UUID | None, step: operations.Step) -> HttpResponse:
    run = queries.run_of(request.actor, uid)
    return rest.once_under_key(
        request, key, 200, lambda: ImportOut.from_orm(operations.launch(request.actor, run=run, step=step))
    )
