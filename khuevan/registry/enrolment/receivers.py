"""What follows from transfers, and what this room gives to the profiles of people."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.notices.api import notify
from khuevan.core.org import api as org
from khuevan.core.org.events import ReorganisationApplied
from khuevan.core.org.types import Permission as OrgPermission
from khuevan.core.people.api import Permission as PeoplePermission
from khuevan.core.people.api import offer_part, take_part_in_merges
from khuevan.core.people.events import PersonsMerged
from khuevan.core.roles.api import system_actor
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import receives

from . import operations, queries
from .events import TransferDecided, TransferRequested
from .types import Permission, TransferState

MESSENGER = "Chuyển trường"
KIND = "enrolment.transfer"
ANSWERS = {
    TransferState.ACCEPTED: gettext_lazy("%(school)s đã đồng ý chuyển trường cho em %(name)s"),
    TransferState.REFUSED: gettext_lazy("%(school)s không đồng ý chuyển trường cho em %(name)s"),
    TransferState.WITHDRAWN: gettext_lazy("%(school)s đã rút yêu cầu chuyển trường của em %(name)s"),
}
MERGER = "Gộp hồ sơ"
FOLLOWER = "Sắp xếp đơn vị"
MAY_FOLLOW = [Permission.EDIT, OrgPermission.EDIT, OrgPermission.REORGANISE]

offer_part("enrolment", order=5)(queries.study_part)
take_part_in_merges(
    obstacle=queries.two_open_stays,
    prepare=lambda actor, keep, gone: operations.drop_double_stay(actor, one=keep, other=gone),
)


@receives(TransferRequested)
def tell_the_school_that_is_asked(event: TransferRequested) -> None:
    request = queries.transfer_by_id(event.transfer_id)
    if request is None or request.ended_at is not None:
        return
    words = {"school": request.asker.name, "name": request.person.full_name}
    _tell(request, request.decider, lambda: _("%(school)s đề nghị chuyển trường cho em %(name)s") % words)


@receives(TransferDecided)
def tell_the_other_school(event: TransferDecided) -> None:
    """The school that asked hears the answer; the one that was asked hears that the request was withdrawn."""
    request = queries.transfer_by_id(event.transfer_id)
    if request is None:
        return
    withdrawn = event.state == TransferState.WITHDRAWN
    speaker, listener = (request.asker, request.decider) if withdrawn else (request.decider, request.asker)
    words = {"school": speaker.name, "name": request.person.full_name}
    _tell(request, listener, lambda: str(ANSWERS[TransferState(event.state)]) % words)


def _tell(request, school, title: Callable[[], str]) -> None:
    notify(
        system_actor(MESSENGER),
        users=queries.people_to_tell(school),
        kind=KIND,
        title=title,
        body=request.reason,
        link=reverse("enrolment:transfer", args=[request.pk]),
    )


@receives(PersonsMerged)
def settle_learner(event: PersonsMerged) -> None:
    """The profile and the guardians of one who studies belong where he studies."""
    settler = system_actor(MERGER, permissions=[Permission.EDIT, PeoplePermission.EDIT, PeoplePermission.VIEW])
    operations.settle_merged(settler, person_id=event.keep_id)


@receives(ReorganisationApplied)
def let_classes_follow(event: ReorganisationApplied) -> None:
    """Not when the reorganisation was reversed before this job had its turn."""
    if org.stands(event.reorganisation_id):
        operations.follow_reorganisation(
            system_actor(FOLLOWER, permissions=MAY_FOLLOW),
            reorganisation_id=event.reorganisation_id,
            moved=[unit for unit, _parent in event.moved],
            successions=event.successions,
        )


@org.undoes_reorganisation
def bring_classes_back(actor: Actor, reorganisation_id: int) -> None:
    """Within the reversal itself, so that classes at a new school do not stand in its way."""
    operations.undo_reorganisation(system_actor(FOLLOWER, permissions=MAY_FOLLOW), reorganisation_id=reorganisation_id)
