"""Vocabulary of background work that other modules may use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.errors import Refusal, Remedy


class Permission(StrEnum):
    VIEW_OWN = "jobs.view_own"
    MANAGE = "jobs.manage"


class JobState(TextChoices):
    QUEUED = "queued", _("Đang chờ")
    RUNNING = "running", _("Đang chạy")
    DONE = "done", _("Đã xong")
    FAILED = "failed", _("Không xong")
    CANCELLED = "cancelled", _("Đã hủy")


ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True)
class JobResult:
    """What a job hands back: `values` are shown as "label: value", `link` is an address inside the site.

    `files` (of `core.files`) are given to the person who started the job, and to nobody else.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""
    files: tuple[Any, ...] = ()


class Transient(Exception):
    """Raised by work that another try may well finish (a server does not answer). Retried with growing delays."""


class Cancelled(Exception):
    """Raised by a job's function after `run.cancelled()`: everything it did in the database is undone."""


class UnknownKind(Exception):
    """No function is registered for this kind of job."""


class AccountClosed(Refusal):
    code = "account_closed"
    status = 403
    message = _("Tài khoản đã yêu cầu công việc này không còn dùng được nữa.")


class NotCancellable(Refusal):
    code = "job_ended"
    status = 409
    message = _("Công việc này đã kết thúc, không hủy được nữa.")


class AlreadySettled(Refusal):
    code = "dead_letter_settled"
    status = 409
    message = _("Việc lỗi này đã có người xử lý.")


class WorkerKilled(Refusal):
    code = "worker_killed"
    remedy = Remedy.WAIT
    message = _("Công việc làm máy chủ dừng nhiều lần nên không chạy tiếp. Quản trị hệ thống đã được ghi nhận để xem lại.")
