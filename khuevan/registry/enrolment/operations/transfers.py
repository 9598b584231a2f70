"""Transfers between schools of the province: asked for by one, decided by the other, carried out in one deed.

Neither school touches the data of the other before that one has agreed (TT 15/2026/TT-BGDĐT: the receiving school agrees, the
sending one hands over; its time limits were not read in their final text and are not kept here).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.core.people.api import Permission as PeoplePermission
from khuevan.core.roles.api import system_actor
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation
from khuevan.web.numbers import day as written

from .. import queries
from ..events import TransferDecided, TransferRequested
from ..models import Enrolment, SchoolClass, TransferRequest
from ..types import (
    ClassMissing,
    NotASchool,
    NotStudying,
    OtherGrade,
    OtherSchool,
    Permission,
    SameSchool,
    Status,
    TransferEnded,
    TransferOpen,
    TransferSide,
    TransferState,
    WrongDay,
)
from .placing import DAY, close, keep_profiles, lock_schools, names_of, open_next

#: Who writes at the other school once that school has agreed.
CLERK = "Chuyển trường"


@operation
def hand_over(actor: Actor, *, stay: Enrolment, to_school: Any, starts_on: date, reason: str) -> TransferRequest:
    """The school that a learner leaves asks another to take him in.

    Raises NotAllowed, NotStudying, NotASchool, SameSchool, TransferOpen.
    """
    access.require(actor, Permission.TRANSFER, stay)
    if to_school.kind != "school":
        raise NotASchool(field="to_school")
    return _ask(actor, stay, TransferSide.SENDING, to_school=to_school, to_class=None, starts_on=starts_on, reason=reason)


@operation
def ask_for(
    actor: Actor, *, number: str, full_name: str, to_class: SchoolClass, starts_on: date, reason: str
) -> TransferRequest:
    """The school that a learner goes to asks his present school for him, by his exact number and name.

    Raises NotAllowed, NoSuchLearner, SameSchool, OtherGrade, TransferOpen.
    """
    access.require(actor, Permission.TRANSFER, to_class)
    stay = queries.learner_by_number(number, full_name)
    _check_grade(stay, to_class)
    return _ask(
        actor, stay, TransferSide.RECEIVING, to_school=to_class.school, to_class=to_class, starts_on=starts_on, reason=reason
    )


@operation
def accept_transfer(
    actor: Actor, *, request: TransferRequest, starts_on: date, to_class: SchoolClass | None = None, note: str = ""
) -> Enrolment:
    """The school that was asked agrees: the stay there ends the day before `starts_on`, the next one begins.

    A receiving school chooses `to_class`; a sending one takes what was asked for. Raises NotAllowed, TransferEnded,
    NotStudying, ClassMissing, OtherSchool, OtherGrade, WrongDay.
    """
    request = _lock(actor, request)
    place = to_class if request.asked_by == TransferSide.SENDING else request.to_class
    if place is None:
        raise ClassMissing(field="to_class")
    if place.school_id != request.to_school_id:
        raise OtherSchool(class_name=place.name, field="to_class")
    lock_schools([request.from_school_id, request.to_school_id])
    stay = _present_stay(request)
    _check_grade(stay, place)
    earliest, latest = stay.starts_on + DAY, clock.today()
    if not earliest <= starts_on <= latest:
        raise WrongDay(earliest=written(earliest), latest=written(latest), field="starts_on")
    close([stay], status=Status.TRANSFERRED, last_day=starts_on - DAY, reason=request.reason)
    (opened,) = open_next([stay], place, on=starts_on)
    keep_profiles(system_actor(CLERK, permissions=[PeoplePermission.EDIT]), {stay.person_id: place.unit_id})
    request.enrolment, request.to_class, request.starts_on = stay, place, starts_on
    end_request(actor, request, TransferState.ACCEPTED, note, ["enrolment", "to_class", "starts_on"])
    return opened


@operation
def refuse_transfer(actor: Actor, *, request: TransferRequest, note: str) -> TransferRequest:
    """The school that was asked says no, with its reasons. Raises NotAllowed, TransferEnded."""
    request = _lock(actor, request)
    end_request(actor, request, TransferState.REFUSED, note)
    return request


@operation
def withdraw_transfer(actor: Actor, *, request: TransferRequest, note: str = "") -> TransferRequest:
    """The school that asked takes its request back. Raises NotAllowed, TransferEnded."""
    request = _lock(actor, request, as_asker=True)
    end_request(actor, request, TransferState.WITHDRAWN, note)
    return request


def _ask(actor: Actor, stay: Enrolment, side: TransferSide, *, to_school: Any, **fields: Any) -> TransferRequest:
    stay = Enrolment.objects.select_for_update(of=("self",)).select_related("person", "school").get(pk=stay.pk)
    if stay.status != Status.STUDYING:
        raise NotStudying(names=names_of([stay]))
    if to_school.pk == stay.school_id:
        raise SameSchool(field="to_school" if side == TransferSide.SENDING else "number")
    now = clock.now()
    try:
        with transaction.atomic():
            request = TransferRequest.objects.create(
                person=stay.person,
                enrolment=stay,
                from_school=stay.school,
                to_school=to_school,
                asked_by=side,
                requested_at=now,
                **fields,
            )
    except IntegrityError as error:
        raise TransferOpen() from error
    request.steps.create(state=TransferState.REQUESTED, at=now, by_id=actor.user_id, by_name=actor.name)
    _record(actor, "enrolment.transfer_requested", request, reason=request.reason)
    publish(TransferRequested(transfer_id=request.pk, from_school_id=request.from_school_id, to_school_id=request.to_school_id))
    return request


def _lock(actor: Actor, request: TransferRequest, *, as_asker: bool = False) -> TransferRequest:
    """The request as it is now, open, and the actor answering for the right school."""
    rows = TransferRequest.objects.select_related("person", "from_school", "to_school", "to_class__unit", "to_class__school")
    found = rows.select_for_update(of=("self",)).get(pk=request.pk)
    access.require(actor, Permission.TRANSFER, found.asker if as_asker else found.decider)
    if found.ended_at is not None:
        raise TransferEnded()
    return found


def _present_stay(request: TransferRequest) -> Enrolment:
    """Where the learner is now at the school that he leaves: he may have moved between its classes. Raises NotStudying."""
    rows = Enrolment.objects.filter(person_id=request.person_id, school_id=request.from_school_id, status=Status.STUDYING)
    found = rows.select_for_update(of=("self",)).select_related("person", "school_class").first()
    if found is None:
        raise NotStudying(names=request.person.full_name)
    return found


def end_request(actor: Actor, request: TransferRequest, state: TransferState, note: str, fields: Sequence[str] = ()) -> None:
    """Write down the last step of a request that the caller has locked, and announce it; `fields` of it changed too."""
    now = clock.now()
    request.ended_at, request.updated_at = now, now
    request.save_if_unchanged(request.version, ["ended_at", "updated_at", *fields])
    request.steps.create(state=state, at=now, by_id=actor.user_id, by_name=actor.name, note=note)
    _record(actor, f"enrolment.transfer_{state}", request, note=note)
    publish(
        TransferDecided(
            transfer_id=request.pk,
            from_school_id=request.from_school_id,
            to_school_id=request.to_school_id,
            state=state.value,
        )
    )


def _record(actor: Actor, verb: str, request: TransferRequest, **words: str) -> None:
    changes = {"from_school": ["", request.from_school.name], "to_school": ["", request.to_school.name]}
    audit.record(actor, verb, request, changes=changes | {name: ["", word] for name, word in words.items() if word})


def _check_grade(stay: Enrolment, to_class: SchoolClass) -> None:
    """Within a school year a learner stays in his grade; into a later year he goes in the same grade or the next."""
    grade = stay.school_class.grade
    allowed = (grade,) if stay.school_year_id == to_class.school_year_id else (grade, grade + 1)
    if to_class.grade not in allowed:
        raise OtherGrade(class_name=to_class.name, from_name=stay.school_class.name, field="to_class")
