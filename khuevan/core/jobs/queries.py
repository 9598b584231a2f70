"""Reading jobs: everybody his own, the administrator what failed."""

from uuid import UUID

from django.db.models import QuerySet

from khuevan.core.access import api as access
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound

from .models import DeadLetter, Job
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


def dead_letters(actor: Actor) -> QuerySet[DeadLetter]:
    """What failed for good and waits for a decision, newest first."""
    letters = DeadLetter.objects.filter(settled_at__isnull=True)
    return access.scope(actor, Permission.MANAGE, letters).order_by("-failed_at", "-id")


def dead_letter(actor: Actor, uid: UUID) -> DeadLetter:
    """Raises NotFound."""
    return access.get(actor, Permission.MANAGE, DeadLetter.objects.all(), uid=uid)
