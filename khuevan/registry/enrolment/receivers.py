"""What follows from transfers, and what this room gives to the profiles of people."""

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.core.notices.api import notify
from khuevan.core.people.api import offer_part
from khuevan.core.roles.api import system_actor
from khuevan.kernel.events import receives

from . import queries
from .events import TransferDecided, TransferRequested
from .types import TransferState

MESSENGER = "Chuyển trường"
KIND = "enrolment.transfer"

offer_part("enrolment", order=5)(queries.study_part)


@receives(TransferRequested)
def tell_the_school_that_is_asked(event: TransferRequested) -> None:
    request = queries.transfer_by_id(event.transfer_id)
    if request is None or request.ended_at is not None:
        return
    title = _("%(school)s đề nghị chuyển trường cho em %(name)s") % {
        "school": request.asker.name, "name": request.person.full_name,
    }  # fmt: skip
    _tell(request, request.decider, title)


@receives(TransferDecided)
def tell_the_other_school(event: TransferDecided) -> None:
    """The school that asked hears the answer; the one that was asked hears that the request was withdrawn."""
    request = queries.transfer_by_id(event.transfer_id)
    if request is None:
        return
    wording = {
        TransferState.ACCEPTED: _("%(school)s đã đồng ý chuyển trường cho em %(name)s"),
        TransferState.REFUSED: _("%(school)s không đồng ý chuyển trường cho em %(name)s"),
        TransferState.WITHDRAWN: _("%(school)s đã rút yêu cầu chuyển trường của em %(name)s"),
    }
    withdrawn = event.state == TransferState.WITHDRAWN
    speaker, listener = (request.asker, request.decider) if withdrawn else (request.decider, request.asker)
    title = wording[TransferState(event.state)] % {"school": speaker.name, "name": request.person.full_name}
    _tell(request, listener, title)


def _tell(request, school, title: str) -> None:
    notify(
        system_actor(MESSENGER),
        users=queries.people_to_tell(school),
        kind=KIND,
        title=title,
        body=request.reason,
        link=reverse("enrolment:transfer", args=[request.pk]),
    )
