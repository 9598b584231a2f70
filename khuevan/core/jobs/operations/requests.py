"""What people do with their own jobs."""

from typing import Any

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.operations import operation

from .. import rules
from ..models import Job
from ..types import JobState, NotCancellable
from . import actors, queue
from .kinds import kind_of
from .lifecycle import move


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
        arguments=rules.encode(arguments),
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
    if move(job, JobState.QUEUED, state=JobState.CANCELLED, finished_at=clock.now()):
        if job.queue_id is not None:
            queue.forget(job.queue_id)
    elif not move(job, JobState.RUNNING, cancel_requested_at=clock.now()):
        raise NotCancellable()
    audit.record(actor, "jobs.job_cancelled", job)
