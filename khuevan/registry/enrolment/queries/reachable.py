"""What programs read: everything in the caller's reach, of every year."""

from uuid import UUID

from django.db.models import QuerySet

from khuevan.core.access import api as access
from khuevan.kernel.actor import Actor

from ..models import Enrolment, SchoolClass
from ..types import Permission


def reachable_classes(actor: Actor) -> QuerySet[SchoolClass]:
    """Every class that the actor may see."""
    return access.scope(actor, Permission.VIEW, SchoolClass.objects.all())


def stay_by_uid(actor: Actor, uid: UUID) -> Enrolment:
    """One stay of a learner by its lasting identifier. Raises NotFound."""
    return access.get(actor, Permission.VIEW, Enrolment.objects.select_related("person", "school_class"), uid=uid)
