"""Reading jobs: everybody his own, the administrator what failed."""

from uuid import UUID

from django.db.models import QuerySet

from khuevan.core.access import api as access
from khuevan.core.files import api as files
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound

from .models import RESULT, DeadLetter, Job
from .types import Permission


def own_jobs(actor: Actor) -> QuerySet[Job]:
    """Jobs that the actor's account started, newest first."""
    if actor.user_id is None:
        return Job.objects.none()
    return Job.objects.filter(user_id=actor.user_id).order_by("-id")


def own_job(actor: Actor, uid: UUID) -> Job:
    """Raises NotFound, for another one's job as for none."""
    job = own_jobs(actor).filter(uid=uid).first()
    if job is None:
        raise NotFound()
    return job


def result_files(job: Job) -> QuerySet:
    """Files that the job made."""
    return files.files_of(job, RESULT)


def may_read(actor: Actor, job_id: int) -> bool:
    """Whether the job is the actor's own."""
    return own_jobs(actor).filter(pk=job_id).exists()


def dead_letters(actor: Actor) -> QuerySet[DeadLetter]:
    """What failed for good, newest first; settled ones too."""
    return access.scope(actor, Permission.MANAGE, DeadLetter.objects.select_related("settled_by")).order_by("-failed_at", "-id")


def dead_letter(actor: Actor, uid: UUID) -> DeadLetter:
    """Raises NotFound."""
    return access.get(actor, Permission.MANAGE, DeadLetter.objects.select_related("settled_by"), uid=uid)


def count_open_letters(actor: Actor) -> int:
    """How many failures wait for a decision."""
    return dead_letters(actor).filter(settled_at__isnull=True).count()
