"""Two profiles that turn out to be one learner: one stay of two, and the profile where the learner studies."""

from typing import Any

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.core.people import api as people
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from ..models import Enrolment, TransferRequest
from ..types import Permission, Status
from .placing import keep_profiles, lock_schools


@operation
def drop_double_stay(actor: Actor, *, one: Any, other: Any) -> None:
    """Of two people who are one, and study in the same class, the stay that began later goes: it tells the same fact twice.

    Part of merging their profiles, which decides who may. PostgreSQL keeps what the row was.
    """
    open_stays = Enrolment.objects.filter(person__in=[one, other], status=Status.STUDYING).select_related("school_class__unit")
    stays = list(open_stays.order_by("starts_on", "pk"))
    if len(stays) != 2 or stays[0].school_class_id != stays[1].school_class_id:
        return
    kept, double = stays
    lock_schools([double.school_id])
    TransferRequest.objects.filter(enrolment=double).update(enrolment=kept)
    audit.record(actor, "enrolment.double_stay_dropped", double, changes={"class": [double.school_class.name, ""]})
    double.delete()


@operation
def settle_merged(actor: Actor, *, person_id: int) -> None:
    """The class where a learner studies keeps his profile, whichever keeper the merge took, and his guardians' too.

    Being run twice changes nothing. Raises NotAllowed.
    """
    access.require(actor, Permission.EDIT)
    rows = Enrolment.objects.filter(person=person_id, status=Status.STUDYING).select_related("school_class", "person")
    stay = rows.first()
    if stay is None:
        return
    keep_profiles(actor, {stay.person_id: stay.school_class.unit_id})
    people.keep_guardians_with(actor, child=people.person_by_id(actor, stay.person_id))
