"""The API of imports: upload, preview, confirm, undo. Small files are worked on at once, large ones by a job."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from khuevan.core.org import api as org
from khuevan.kernel.errors import NotFound
from khuevan.kernel.http import Request
from khuevan.web import rest

from . import operations, queries
from .rules import issue_in_words, letters_of

router = Router()


class ImportOut(Schema):
    """`counts` by outcome; `job` is the page of the job that works on a large file, null when none does."""

    uid: UUID
    kind: str
    unit_id: int
    file_name: str
    state: str
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

    row_no: int
    outcome: str
    issues: list[str]


class UploadIn(Schema):
    kind: str
    unit: int


@router.get("/imports", response=rest.PageOf[ImportOut], summary="Các lần nhập trong phạm vi của khóa")
def imports(request: Request, cursor: Query[rest.Cursor]):
    return rest.page_of(request, queries.runs(request.actor), cursor)


@router.post("/imports", response={201: ImportOut}, summary="Tải tệp lên; chưa ghi gì")
def upload(request: Request, details: Form[UploadIn], file: File[UploadedFile]):
    importer = queries.importer_of(details.kind)
    unit = org.units(request.actor, importer.permission).filter(pk=details.unit).first()
    if unit is None:
        raise NotFound()
    return Status(201, operations.upload(request.actor, kind=importer.kind, unit=unit, file=file))


@router.get("/imports/{uid}", response=ImportOut, summary="Một lần nhập")
def one_import(request: Request, uid: UUID):
    return queries.run_of(request.actor, uid)


@router.get("/imports/{uid}/rows", response=list[RowOut], summary="Các dòng đã xem trước, dòng có vấn đề")
def rows(request: Request, uid: UUID, outcome: str = ""):
    run = queries.run_of(request.actor, uid)
    importer, letters = queries.importer_of(run.kind), letters_of(run.mapping)
    staged = queries.staged_rows(request.actor, run)
    chosen = staged.filter(outcome=outcome) if outcome else staged.exclude(issues=[])
    return [
        RowOut(
            row_no=row.row_no, outcome=row.outcome, issues=[issue_in_words(importer, letters, issue) for issue in row.issues]
        )
        for row in chosen
    ]


@router.post("/imports/{uid}/preview", response=ImportOut, summary="Kiểm tra và xem trước")
def preview(request: Request, uid: UUID):
    return _taken(request, uid, operations.Step.CHECK)


@router.post("/imports/{uid}/confirm", response=ImportOut, summary="Nhập; gọi lại không nhập thêm")
def confirm(request: Request, uid: UUID):
    return _taken(request, uid, operations.Step.CONFIRM)


@router.post("/imports/{uid}/undo", response=ImportOut, summary="Hoàn tác trong 7 ngày")
def undo(request: Request, uid: UUID):
    return _taken(request, uid, operations.Step.UNDO)


def _taken(request: Request, uid: UUID, step: operations.Step) -> Any:
    return operations.launch(request.actor, run=queries.run_of(request.actor, uid), step=step)
