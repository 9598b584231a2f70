"""A job's states, as the worker moves them: begun, finished, refused, failed, stopped, postponed; rescued, forgotten."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from khuevan.core.files import api as files
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import Refusal, Remedy
from khuevan.kernel.events import publish

from ..events import JobEnded
from ..models import RESULT, DeadLetter, Job
from ..types import ENDED, JobResult, JobState, WorkerKilled
from . import queue
from .letters import bury


@transaction.atomic
def begin(job_id: int) -> Job | None:
    """Mark a job as running; None when there is nothing (left) to do. A job that killed its worker too often fails."""
    job = Job.objects.select_related("user").select_for_update(of=["self"]).filter(pk=job_id).first()
    if job is None or job.has_ended:
        return None
    if job.attempts >= queue.most_attempts():
        refuse(job, WorkerKilled())
        bury(queue.RUN, {"job_id": job.pk}, job.label, str(WorkerKilled.message), job.attempts)
        return None
    job.state, job.attempts, job.started_at, job.progress_note = JobState.RUNNING, job.attempts + 1, clock.now(), ""
    job.save(update_fields=["state", "attempts", "started_at", "progress_note"])
    return job


@transaction.atomic
def finish(actor: Actor, job: Job, result: JobResult) -> None:
    """In the transaction of the work itself, when it has one: both are there, or neither."""
    for file in result.files:
        files.link(actor, file, owner=job, role=RESULT)
    _end(job, JobState.DONE, result=dict(result.values), result_link=result.link, progress_done=F("progress_total"))


@transaction.atomic
def refuse(job: Job, refusal: Refusal) -> None:
    """The work said no, in words for people. Never tried again."""
    _end(job, JobState.FAILED, error=str(refusal.message)[:500], remedy=refusal.remedy)


@transaction.atomic
def fail(job: Job, technical_error: str, message: str) -> None:
    """The work broke: people get `message`, the administrator a dead letter."""
    _end(job, JobState.FAILED, error=message, remedy=Remedy.WAIT, technical_error=technical_error)
    bury(queue.RUN, {"job_id": job.pk}, job.label, technical_error, job.attempts)


@transaction.atomic
def stop(job: Job) -> None:
    """The work stopped because it was asked to."""
    _end(job, JobState.CANCELLED)


def postpone(job: Job, note: str, technical_error: str = "") -> None:
    """Back to waiting: the queue will run it again."""
    move(job, JobState.RUNNING, state=JobState.QUEUED, progress_note=note, technical_error=technical_error)


@transaction.atomic
def rescue() -> int:
    """Give the rows of dead workers back to the queue. Returns how many."""
    rows = queue.stalled()
    for row in rows:
        queue.put_back(row.queue_id)
        if row.task == queue.RUN:
            Job.objects.filter(pk=row.arguments["job_id"], state=JobState.RUNNING).update(state=JobState.QUEUED)
    return len(rows)


def clean_up(actor: Actor, timestamp: object) -> None:
    """Nightly: forget jobs, settled dead letters and queue rows older than `JOBS_KEEP_DAYS`."""
    limit = clock.now() - timedelta(days=settings.JOBS_KEEP_DAYS)
    Job.objects.filter(finished_at__lt=limit).delete()
    DeadLetter.objects.filter(settled_at__lt=limit).delete()
    queue.delete_old_rows(settings.JOBS_KEEP_DAYS)


def move(job: Job, state: JobState, /, **values: Any) -> bool:
    """Change the row only if it is still in that state; somebody else may have been faster."""
    return bool(Job.objects.filter(pk=job.pk, state=state).update(**values))


def _end(job: Job, state: JobState, **values: Any) -> None:
    now = clock.now()
    Job.objects.filter(pk=job.pk).exclude(state__in=ENDED).update(state=state, finished_at=now, **values)
    publish(
        JobEnded(
            job_id=job.pk,
            uid=str(job.uid),
            user_id=job.user_id,
            label=job.label,
            state=state,
            error=values.get("error", ""),
            seconds=int((now - job.queued_at).total_seconds()),
        )
    )
