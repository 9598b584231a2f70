"""One try at one row of the queue: what is undone, what is tried again and when, what is given up.

Work is transactional: what a job's function or a subscriber wrote is there together with the mark that it is done, or not at
all. A worker that dies leaves a row that `lifecycle.rescue` gives back.
"""

import traceback
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.job_context import JobContext

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock, events
from khuevan.kernel.errors import Refusal
from khuevan.kernel.manifest import Schedule, manifests, resolve

from ..models import Job
from ..rules import decode
from ..types import Cancelled, JobResult, Transient, WorkerKilled
from . import actors, lifecycle, queue
from .kinds import kind_of
from .letters import bury
from .progress import InsideChannel, OutsideChannel, Run
from .queue import Again

TRANSIENT = (Transient, OperationalError, InterfaceError, ConnectionError, TimeoutError)
SECONDS_UNTIL_FREE = 30


def run_job(context: JobContext, job_id: int) -> None:
    """Run a job. Raises Again when the row is to be run later, and what broke the work for good."""
    with queue.exclusively(queue.id_of(context.job)) as alone:
        if not alone:
            raise Again(SECONDS_UNTIL_FREE)
        job = lifecycle.begin(job_id)
        if job is not None:
            _try(context, job)


def deliver(context: JobContext, event: str, subscriber: str, payload: dict) -> None:
    """Hand an event to a subscriber: exactly once as far as the database goes, at least once beyond it."""

    def work() -> None:
        with transaction.atomic():
            if queue.is_first_delivery(queue.id_of(context.job)):
                events.deliver(event, subscriber, decode(payload))

    _insist(context, work, f"{event.rsplit('.', 1)[-1]} → {subscriber}")


def run_schedule(context: JobContext, code: str, timestamp: int) -> None:
    """Run scheduled work, as a system actor that holds what the schedule says."""
    schedule = schedules()[code]
    actor = actors.system_actor(str(schedule.label or code), schedule.permissions)
    moment = datetime.fromtimestamp(timestamp, clock.VIETNAM)

    def work() -> None:
        with transaction.atomic():
            resolve(schedule.task)(actor, moment)

    _insist(context, work, actor.name)


def schedules() -> dict[str, Schedule]:
    """Every schedule of the manifests by code."""
    return {schedule.code: schedule for manifest in manifests() for schedule in manifest.schedules}


def _try(context: JobContext, job: Job) -> None:
    """One try, in the language of the person who waits for it."""
    with translation.override(job.user.language if job.user else settings.LANGUAGE_CODE):
        try:
            _work(context, job)
        except Cancelled:
            _stop(context, job)
        except Refusal as refusal:
            lifecycle.refuse(job, refusal)
        except Exception as error:
            _give_up_or_wait(job, error)


def _work(context: JobContext, job: Job) -> None:
    kind = kind_of(job.kind)
    actor = actors.rebuild(job)
    channel = OutsideChannel(job) if context.additional_context.get("outside") else InsideChannel(job)
    try:
        if kind.permission is not None:
            access.require(actor, kind.permission)
        with transaction.atomic() if kind.transactional else nullcontext():
            result = kind.function(Run(job, actor, channel, context.should_abort), **decode(job.arguments))
            lifecycle.finish(actor, job, _as_result(result))
    finally:
        channel.close()
        audit.record_reads(actor)  # reading happened, whatever became of the work


def _as_result(result: JobResult | Mapping[str, Any] | None) -> JobResult:
    return result if isinstance(result, JobResult) else JobResult(values=result or {})


def _stop(context: JobContext, job: Job) -> None:
    if context.should_abort():
        lifecycle.postpone(job, _("Máy chủ dừng để bảo trì; công việc sẽ tự chạy lại."))
        raise Again(0)
    lifecycle.stop(job)


def _give_up_or_wait(job: Job, error: Exception) -> None:
    seconds = queue.back_off(job.attempts) if isinstance(error, TRANSIENT) else None
    if seconds is None:
        lifecycle.fail(
            job,
            _technical(error),
            _("Hệ thống gặp lỗi khi làm việc này; dữ liệu chưa bị thay đổi. Quản trị hệ thống đã được ghi nhận để xử lý."),
        )
        raise error
    moment = clock.now() + timedelta(seconds=seconds)
    note = _("Chưa xong vì lỗi tạm thời; sẽ tự chạy lại lúc %(time)s.") % {"time": f"{moment:%H:%M}"}
    lifecycle.postpone(job, note, _technical(error))
    raise Again(seconds) from error


def _insist(context: JobContext, work: Callable[[], None], label: str) -> None:
    """Work of the house itself: an error is tried again with growing delays, then kept as a dead letter."""
    row, attempt = context.job, context.job.attempts + 1
    with queue.exclusively(queue.id_of(row)) as alone:
        if not alone:
            raise Again(SECONDS_UNTIL_FREE)
        if attempt > queue.most_attempts():
            bury(row.task_name, row.task_kwargs, label, str(WorkerKilled.message), row.attempts)
            return
        try:
            work()
        except Exception as error:
            seconds = None if isinstance(error, Refusal) else queue.back_off(attempt)
            if seconds is not None:
                raise Again(seconds) from error
            bury(row.task_name, row.task_kwargs, label, _technical(error), attempt)
            raise


def _technical(error: Exception) -> str:
    return "".join(traceback.format_exception(error))[-8000:]
