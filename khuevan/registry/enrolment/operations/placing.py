"""Closing stays and opening the next ones, for one learner or a thousand with the same few statements.

For the operations of this room: they decide who may, and what is told.
"""

# ruff: noqa: S608 - every piece of the statements is a name of our own

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db import connection
from django.db.models import F

from khuevan.core.access import api as access
from khuevan.core.people import api as people
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish

from ..events import LearnerEnrolled, LearnerLeftClass
from ..models import Enrolment, SchoolClass
from ..types import NobodyChosen, NotStudying, Permission, Status

#: One at a time places learners of a school, whether by hand or by an import: otherwise two who move learners between the
#: same classes in opposite directions wait for each other's counts.
LOCK = "enrolment.import"
NAMED_AT_MOST = 3
DAY = timedelta(days=1)


def lock_schools(school_ids: Iterable[int]) -> None:
    """Let nobody else place learners of these schools until the transaction ends. Sorted, so that two never wait in a circle."""
    with connection.cursor() as cursor:
        for school_id in sorted(set(school_ids)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [LOCK, school_id])


def lock_open(actor: Actor, stays: Iterable[Enrolment], permission: str = Permission.EDIT) -> list[Enrolment]:
    """The stays as they are now, locked, all of them open and within the actor's permission. Raises NobodyChosen, NotStudying."""
    stays = list(stays)
    lock_schools(stay.school_id for stay in stays)
    wanted = {stay.pk for stay in stays}
    rows = access.scope(actor, permission, Enrolment.objects.filter(pk__in=wanted))
    locked = list(rows.select_for_update(of=("self",)).select_related("person", "school_class__unit").order_by("pk"))
    if not locked or len(locked) < len(wanted):
        raise NobodyChosen()
    if ended := [stay for stay in locked if stay.status != Status.STUDYING]:
        raise NotStudying(names=names_of(ended))
    return locked


def close(stays: Sequence[Enrolment], *, status: str, last_day: date, reason: str = "", decision: str = "") -> None:
    """End stays after a day, and announce it."""
    if not stays:
        return
    now = clock.now()
    Enrolment.objects.filter(pk__in=[stay.pk for stay in stays]).update(
        status=status, ends_on=last_day, reason=reason, decision=decision, version=F("version") + 1, updated_at=now
    )
    for stay in stays:
        publish(LearnerLeftClass(stay.pk, stay.person_id, stay.school_class_id, str(status), last_day))


def open_next(stays: Sequence[Enrolment], to_class: SchoolClass, *, on: date) -> list[Enrolment]:
    """A new stay in a class for the learner of each stay, which it follows; and announce it."""
    rows = [
        Enrolment(
            person=stay.person,
            school_id=to_class.school_id,
            school_year_id=to_class.school_year_id,
            school_class=to_class,
            starts_on=on,
            previous=stay,
        )
        for stay in stays
    ]
    opened = Enrolment.objects.bulk_create(rows)
    for stay in opened:
        publish(LearnerEnrolled(stay.pk, stay.person_id, stay.school_class_id, on))
    return opened


def keep_profiles(actor: Actor, keepers: Mapping[int, int]) -> None:
    """Person id -> the unit of the class that keeps the profile from now on; guardians follow their children.

    The actor must be allowed to keep profiles there (`people.edit`).
    """
    people.open_drafts()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {people.PERSON_DRAFTS} (key, person_id, is_new, keeper_id)
                SELECT ordinality, person_id, false, keeper_id
                  FROM unnest(%s::bigint[], %s::bigint[]) WITH ORDINALITY AS moved (person_id, keeper_id, ordinality)""",
            [list(keepers), list(keepers.values())],
        )
    people.upsert_persons(actor)


def names_of(stays: Sequence[Enrolment]) -> str:
    """The first names of a list of learners, and how many more there are."""
    shown = ", ".join(stay.person.full_name for stay in stays[:NAMED_AT_MOST])
    more = len(stays) - NAMED_AT_MOST
    return shown if more <= 0 else f"{shown} (+{more})"
