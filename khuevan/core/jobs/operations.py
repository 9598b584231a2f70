"""Every change of a job's state: by people (start, cancel, settle a dead letter) and by the worker (begin … end)."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotAllowed, NotFound, Refusal, Remedy
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation

from . import actors, queue
from .codec import encode
from .events import JobEnded
from .models import DeadLetter, Job
from .registry import kind_of
from .types import ENDED, AlreadySettled, JobResult, JobState, NotCancellable, Permission, WorkerKilled


@operation
def start(actor: Actor, kind: str, label: str, *, unit: Any = None, **arguments: Any) -> Job:
    """Ask for background work in the current transaction: it begins when that is committed, never if it is rolled back.

    `label` is Vietnamese, for the person who waits; `arguments` are plain values (ids, texts, dates), given to the job's
    function as they are. Raises NotAllowed, UnknownKind, and TypeError for an argument that is not plain.
    """
    permission = kind_of(kind).permission
    if permission is not None:
        access.require(actor, permission)
    job = Job.objects.create(
        kind=kind,
        label=label[:200],
        user_id=actor.user_id,
        unit=unit,
        acting=actors.write_down(actor),
        arguments=encode(arguments),
        queued_at=clock.now(),
    )
    job.queue_id = queue.enqueue(queue.RUN, job_id=job.pk)
    job.save(update_fields=["queue_id"])
    return job


@operation
def cancel(actor: Actor, *, job: Job) -> None:
    """Call off one's own job: at once when it waits, at its next stop when it runs. Raises NotAllowed, NotCancellable."""
    if actor.user_id is None or job.user_id != actor.user_id:
        raise NotAllowed()
    if _move(job, JobState.QUEUED, state=JobState.CANCELLED, finished_at=clock.now()):
        queue.forget(job.queue_id)
    elif not _move(job, JobState.RUNNING, cancel_requested_at=clock.now()):
        raise NotCancellable()
    audit.record(actor, "jobs.job_cancelled", job)


@operation
def retry(actor: Actor, *, letter: DeadLetter) -> None:
    """Put failed work back into the queue, once. Raises NotAllowed, AlreadySettled."""
    _settle(actor, letter, DeadLetter.Settlement.RETRIED)
    if letter.task == queue.RUN:
        _reopen(letter.arguments["job_id"])
    else:
        queue.enqueue(letter.task, **letter.arguments)


@operation
def discard(actor: Actor, *, letter: DeadLetter) -> None:
    """Give failed work up; its row stays for the record. Raises NotAllowed, AlreadySettled."""
    _settle(actor, letter, DeadLetter.Settlement.DISCARDED)


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


def finish(job: Job, result: JobResult) -> None:
    """In the transaction of the work itself: both are there, or neither."""
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
    _move(job, JobState.RUNNING, state=JobState.QUEUED, progress_note=note, technical_error=technical_error)


def bury(task: str, arguments: dict, label: str, technical_error: str, attempts: int) -> None:
    """Keep work that failed for good where the administrator sees it."""
    DeadLetter.objects.create(
        task=task,
        arguments=arguments,
        label=label[:250],
        technical_error=technical_error,
        attempts=attempts,
        failed_at=clock.now(),
    )


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


def _move(job: Job, state: JobState, /, **values: Any) -> bool:
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


def _settle(actor: Actor, letter: DeadLetter, settlement: str) -> None:
    access.require(actor, Permission.MANAGE, letter)
    open_letter = DeadLetter.objects.filter(pk=letter.pk, settled_at__isnull=True)
    if not open_letter.update(settlement=settlement, settled_at=clock.now(), settled_by_id=actor.user_id):
        raise AlreadySettled()
    audit.record(actor, f"jobs.dead_letter_{settlement}", letter)


def _reopen(job_id: int) -> None:
    job = Job.objects.filter(pk=job_id, state=JobState.FAILED).first()
    if job is None:
        raise NotFound()
    job.state, job.attempts, job.finished_at, job.error, job.remedy = JobState.QUEUED, 0, None, "", ""
    job.queue_id = queue.enqueue(queue.RUN, job_id=job.pk)
    job.save(update_fields=["state", "attempts", "finished_at", "error", "remedy", "queue_id"])
