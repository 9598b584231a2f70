"""Moves between classes, changes of status, and taking them back."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation
from khuevan.web.numbers import day as written

from .. import queries
from ..events import LearnerEnrolled, LearnerLeftClass
from ..models import Enrolment, SchoolClass
from ..types import (
    ENDINGS,
    AlreadyThere,
    CannotReturn,
    NothingToUndo,
    OtherSchool,
    Permission,
    Status,
    StayInUse,
    WrongDay,
    WrongEnding,
)
from .placing import DAY, close, keep_profiles, lock_open, lock_schools, names_of, open_next


@operation
def move_learners(
    actor: Actor, *, stays: Sequence[Enrolment], to_class: SchoolClass, on: date, reason: str = "", decision: str = ""
) -> list[Enrolment]:
    """Put learners into another class of their school and year; `on` is the first day there, today at the latest.

    On the first day of a stay the class is corrected in place: nobody was in two classes on one day. Returns the stays in the
    new class. Raises NotAllowed, NobodyChosen, NotStudying, OtherSchool, AlreadyThere, WrongDay.
    """
    access.require(actor, Permission.EDIT, to_class)
    found = lock_open(actor, stays)
    _check_class(found, to_class)
    _check_day(on, earliest=max(stay.starts_on for stay in found), field="on")
    moved = [stay for stay in found if stay.starts_on < on]
    corrected = [stay for stay in found if stay.starts_on == on]
    close(moved, status=Status.MOVED_CLASS, last_day=on - DAY, reason=reason, decision=decision)
    opened = [*open_next(moved, to_class, on=on), *_correct(corrected, to_class, on)]
    keep_profiles(actor, {stay.person_id: to_class.unit_id for stay in found})
    told = {"on": ["", on.isoformat()], "reason": ["", reason], "decision": ["", decision]}
    names = {stay.person_id: stay.school_class.name for stay in found}
    audit.record_many(
        actor,
        "enrolment.learner_moved",
        [(stay, {"class": [names[stay.person_id], to_class.name]} | told) for stay in opened],
        unit_path=to_class.unit.path,
    )
    return opened


@operation
def end_stays(
    actor: Actor, *, stays: Sequence[Enrolment], status: str, last_day: date, reason: str, decision: str = ""
) -> list[Enrolment]:
    """Bảo lưu, thôi học, hoàn thành, or leaving the province: the stays end after a day, today at the latest.

    Raises NobodyChosen, NotStudying, WrongEnding, WrongDay.
    """
    if status not in ENDINGS:
        raise WrongEnding(field="status")
    found = lock_open(actor, stays)
    _check_day(last_day, earliest=max(stay.starts_on for stay in found), field="last_day")
    close(found, status=status, last_day=last_day, reason=reason, decision=decision)
    told = {
        "status": [Status.STUDYING, status],
        "last_day": ["", last_day.isoformat()],
        "reason": ["", reason],
        "decision": ["", decision],
    }
    audit.record_many(actor, "enrolment.status_changed", [(stay, told) for stay in found])
    return found


@operation
def return_learner(
    actor: Actor, *, stay: Enrolment, to_class: SchoolClass, on: date, reason: str = "", decision: str = ""
) -> Enrolment:
    """Take in again a learner who paused or left: the next stay follows the last one.

    Raises NotAllowed, OtherSchool, CannotReturn, WrongDay.
    """
    access.require(actor, Permission.EDIT, stay)
    access.require(actor, Permission.EDIT, to_class)
    lock_schools([stay.school_id])
    last = Enrolment.objects.select_for_update(of=("self",)).select_related("person").get(pk=stay.pk)
    if to_class.school_id != last.school_id:
        raise OtherSchool(class_name=to_class.name, field="to_class")
    if last.ends_on is None or last.status not in (Status.SUSPENDED, Status.DROPPED_OUT) or _went_on(last):
        raise CannotReturn()
    _check_day(on, earliest=last.ends_on + DAY, field="on")
    (opened,) = open_next([last], to_class, on=on)
    keep_profiles(actor, {opened.person_id: to_class.unit_id})
    changes = {"class": ["", to_class.name], "on": ["", on.isoformat()], "reason": ["", reason], "decision": ["", decision]}
    audit.record(actor, "enrolment.learner_returned", opened, changes=changes)
    return opened


@operation
def undo_last(actor: Actor, *, stay: Enrolment) -> Enrolment:
    """Take back what was done to the last stay of a learner today; returns the stay that is the last one now.

    Raises NotAllowed, NothingToUndo, StayInUse.
    """
    access.require(actor, Permission.EDIT, stay)
    lock_schools([stay.school_id])
    last = Enrolment.objects.select_for_update(of=("self",)).select_related("person", "school_class__unit").get(pk=stay.pk)
    what = queries.undoable(last)
    if not what:
        raise NothingToUndo()
    standing = _reopen(last) if what == "ending" else _drop(last, reopen=what == "move")
    keep_profiles(actor, {standing.person_id: standing.school_class.unit_id})
    changes = {"status": [last.status, standing.status], "class": [last.school_class.name, standing.school_class.name]}
    audit.record(actor, "enrolment.change_undone", standing, changes=changes)
    return standing


def _check_class(stays: Sequence[Enrolment], to_class: SchoolClass) -> None:
    if any((stay.school_id, stay.school_year_id) != (to_class.school_id, to_class.school_year_id) for stay in stays):
        raise OtherSchool(class_name=to_class.name, field="to_class")
    if there := [stay for stay in stays if stay.school_class_id == to_class.pk]:
        raise AlreadyThere(class_name=to_class.name, names=names_of(there), field="to_class")


def _check_day(asked: date, *, earliest: date, field: str) -> None:
    today = clock.today()
    if not earliest <= asked <= today:
        raise WrongDay(earliest=written(earliest), latest=written(today), field=field)


def _correct(stays: Sequence[Enrolment], to_class: SchoolClass, on: date) -> list[Enrolment]:
    """Another class from the very first day."""
    rows = Enrolment.objects.filter(pk__in=[stay.pk for stay in stays])
    rows.update(school_class=to_class, version=F("version") + 1, updated_at=clock.now())
    for stay in stays:
        publish(LearnerLeftClass(stay.pk, stay.person_id, stay.school_class_id, Status.MOVED_CLASS.value, on))
        publish(LearnerEnrolled(stay.pk, stay.person_id, to_class.pk, on))
    return list(rows.select_related("person", "school_class__unit"))


def _went_on(stay: Enrolment) -> bool:
    """Whether the learner studies again, or another stay followed."""
    later = Enrolment.objects.filter(person_id=stay.person_id).exclude(pk=stay.pk)
    return later.filter(status=Status.STUDYING).exists() or later.filter(previous=stay).exists()


def _reopen(stay: Enrolment) -> Enrolment:
    """Raises NothingToUndo when the learner studies elsewhere by now."""
    try:
        with transaction.atomic():
            Enrolment.objects.filter(pk=stay.pk).update(
                status=Status.STUDYING, ends_on=None, reason="", decision="", version=F("version") + 1, updated_at=clock.now()
            )
    except IntegrityError as error:
        raise NothingToUndo() from error
    publish(LearnerEnrolled(stay.pk, stay.person_id, stay.school_class_id, stay.starts_on))
    return Enrolment.objects.select_related("person", "school_class__unit").get(pk=stay.pk)


def _drop(stay: Enrolment, *, reopen: bool) -> Enrolment:
    """Delete a stay of today, and open the one before it again when that was ended by a move."""
    before = Enrolment.objects.select_related("person", "school_class__unit").get(next=stay)
    dropped_id = stay.pk
    try:
        stay.delete()
    except ProtectedError as error:
        raise StayInUse() from error
    publish(LearnerLeftClass(dropped_id, stay.person_id, stay.school_class_id, Status.MOVED_CLASS.value, clock.today()))
    return _reopen(before) if reopen else before
