"""Work that failed for good: kept, then tried again or given up by the administrator."""

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound
from khuevan.kernel.operations import operation

from ..models import DeadLetter, Job
from ..types import AlreadySettled, JobState, Permission
from . import queue


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
