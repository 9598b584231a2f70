"""One learner as a page shows him: the state of his profile, his family, his way through school, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.core.people import api as people
from khuevan.core.people.types import Fact, Part
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor

from ..models import Enrolment, TransferRequest
from ..rules import MUST, SHOULD, missing
from ..types import Permission, Status
from .learners import stays_with

#: Endings of stays that another stay followed at once.
_BY_MOVES = (Status.MOVED_CLASS, Status.REORGANISED)


@dataclass(frozen=True)
class LearnerView:
    """`sees_person` False: the learner has left, and only what the school itself wrote down of him is shown.

    `is_family`: seen as oneself or as one's child. `undoable` is what may still be taken back today: "" for nothing.
    """

    enrolment: Enrolment
    stays: list[Enrolment]
    is_family: bool
    sees_person: bool
    may_edit_person: bool
    may_place: bool
    may_transfer: bool
    guardians: list
    sensitive: list[Fact] | None
    lacking: tuple[str, ...]
    advisable: tuple[str, ...]
    transfer: TransferRequest | None
    undoable: str

    @property
    def is_latest(self) -> bool:
        return self.stays[0].pk == self.enrolment.pk

    @property
    def is_studying(self) -> bool:
        return self.enrolment.status == Status.STUDYING

    @property
    def may_return(self) -> bool:
        """Somebody who paused or left may come back."""
        return self.may_place and self.is_latest and self.enrolment.status in (Status.SUSPENDED, Status.DROPPED_OUT)


def view(actor: Actor, pk: int, *, reason: str) -> LearnerView:
    """All that the page of a stay needs. Sensitive fields that the actor may see are read, and that is noted with `reason`.

    Raises NotFound.
    """
    enrolment, *others = stays_with(actor, pk)
    person = enrolment.person
    sees_person = access.can(actor, people.Permission.VIEW, person)
    by_post = access.can(actor, Permission.BROWSE, enrolment)
    stays = sorted((enrolment, *others), key=lambda stay: (stay.starts_on, stay.pk), reverse=True)
    may_place = by_post and access.can(actor, Permission.EDIT, enrolment)
    values = vars(person)
    return LearnerView(
        enrolment=enrolment,
        stays=stays,
        is_family=not by_post,
        sees_person=sees_person,
        may_edit_person=access.can(actor, people.Permission.EDIT, person),
        may_place=may_place,
        may_transfer=by_post and access.can(actor, Permission.TRANSFER, enrolment),
        guardians=people.guardians(actor, person) if sees_person else [],
        sensitive=people.read_sensitive(actor, person, reason) if sees_person and by_post else None,
        lacking=missing(values, MUST) if sees_person else (),
        advisable=missing(values, SHOULD) if sees_person else (),
        transfer=open_transfer(person.pk) if by_post else None,
        undoable=undoable(enrolment) if may_place and stays[0] is enrolment else "",
    )


def open_transfer(person_id: int) -> TransferRequest | None:
    """The request that waits for an answer, whichever school asked."""
    return next(iter(TransferRequest.objects.filter(person_id=person_id, ended_at=None).order_by()), None)


def undoable(enrolment: Enrolment) -> str:
    """What was done to the last stay of a learner today and may be taken back: "ending", "move", "return", or "".

    Nothing is, once another stay followed or another school handed the learner over.
    """
    is_open = enrolment.status == Status.STUDYING
    written_at = enrolment.created_at if is_open else enrolment.updated_at
    if written_at.astimezone(clock.VIETNAM).date() != clock.today() or enrolment.status in _BY_MOVES:
        return ""
    if not is_open:
        return "" if Enrolment.objects.filter(previous=enrolment).exists() else "ending"
    before = Enrolment.objects.filter(next=enrolment, school=enrolment.school_id).first()
    if before is None:
        return ""
    return "move" if before.status == Status.MOVED_CLASS else "return"


def study_part(actor: Actor, persons: Sequence[Any]) -> dict[int, Part]:
    """«Học tập» for the profiles of people: the last stay of each that the actor may see, which opens the learner's page."""
    rows = Enrolment.objects.filter(person__in=[person.pk for person in persons]).select_related("school_class", "school")
    seen = access.scope(actor, Permission.VIEW, rows).order_by("person", "-starts_on", "-pk").distinct("person")
    parts = {}
    for stay in seen:
        place = _("Lớp %(name)s, %(school)s") % {"name": stay.school_class.name, "school": stay.school.name}
        address = reverse("enrolment:learner", args=[stay.pk])
        parts[stay.person_id] = Part(_("Học tập"), (Fact(stay.get_status_display(), place, url=address),))
    return parts
