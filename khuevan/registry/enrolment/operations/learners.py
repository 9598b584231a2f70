"""Taking in a new learner."""

from datetime import date
from typing import Any

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.core.people import api as people
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation
from khuevan.web.numbers import day as written

from ..events import LearnerEnrolled
from ..models import Enrolment, SchoolClass
from ..types import Permission, WrongDay


@operation
def add_learner(
    actor: Actor, *, to_class: SchoolClass, starts_on: date, is_somebody_else: bool = False, **profile: Any
) -> Enrolment:
    """A new profile, kept by the class, and the stay in it; `profile` as in `people.create_person`.

    Raises NotAllowed, WrongDay, and what `people.add_person` raises (LooksLikeDuplicate, PersonalIdTaken, SectorIdTaken, …).
    """
    access.require(actor, Permission.EDIT, to_class)
    first, last = to_class.school_year.starts_on, max(clock.today(), to_class.school_year.starts_on)
    if not first <= starts_on <= last:
        raise WrongDay(earliest=written(first), latest=written(last), field="starts_on")
    person = people.add_person(actor, keeper=to_class.unit, is_somebody_else=is_somebody_else, **profile)
    stay = Enrolment.objects.create(
        person=person,
        school_id=to_class.school_id,
        school_year_id=to_class.school_year_id,
        school_class=to_class,
        starts_on=starts_on,
    )
    audit.record(
        actor, "enrolment.learner_added", stay, changes={"class": ["", to_class.name], "starts_on": ["", starts_on.isoformat()]}
    )
    publish(LearnerEnrolled(stay.pk, person.pk, to_class.pk, starts_on))
    return stay
