"""Classes of a school that is merged or divided go on in the school that has them now, and their learners with them.

The tree has moved already (`core.org`): here `SchoolClass.school` follows it, for the running school year and those to come.
A stay never changes school: it ends the day before the decision takes effect, and the next one begins in the same class. So
the figures of any day are those of the schools of that day, and the classes of past years stay with the school of their time.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import F, ProtectedError, Q

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.core.calendar import api as calendar
from khuevan.core.org import api as org
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation

from ..events import LearnerEnrolled, LearnerLeftClass
from ..models import Enrolment, FollowedReorganisation, SchoolClass, TransferRequest
from ..rules import class_key, name_after_merging
from ..types import FollowedAndUsed, Permission, Status, TransferState
from .classes import unit_name
from .placing import DAY, close, lock_schools
from .transfers import end_request

# Classes at or below moved units whose school, the nearest one above them in the tree, is another one now.
NEW_PLACES = """
SELECT c.id, c.school_id, s.id
  FROM enrolment_schoolclass c
  JOIN calendar_schoolyear y ON y.id = c.school_year_id AND y.starts_on >= %(since)s
  JOIN org_orgunit u ON u.id = c.unit_id
  JOIN LATERAL (SELECT above.id FROM org_orgunit above
                 WHERE above.kind = 'school' AND above.id = ANY (string_to_array(rtrim(u.path, '/'), '/')::bigint[])
                 ORDER BY length(above.path) DESC LIMIT 1) s ON s.id <> c.school_id
 WHERE string_to_array(rtrim(u.path, '/'), '/')::bigint[] && %(moved)s::bigint[]
 ORDER BY c.id
"""


@operation
def follow_reorganisation(
    actor: Actor, *, reorganisation_id: int, moved: Iterable[int], successions: Iterable[Sequence[int]]
) -> int:
    """Let the classes of moved units follow to their school of now; returns how many did. Run twice, it changes nothing.

    `moved` are units that came under another parent, `successions` pairs (unit, successor). The actor needs
    `org.reorganise` and `org.edit` too. Raises NotAllowed, NotFound.
    """
    access.require(actor, Permission.EDIT)
    decision = org.reorganisation(actor, reorganisation_id)
    if FollowedReorganisation.objects.filter(reorganisation=decision).exists():
        return 0
    since = calendar.current_school_year(decision.effective_on).starts_on
    with connection.cursor() as cursor:
        cursor.execute(NEW_PLACES, {"since": since, "moved": list(moved)})
        places = cursor.fetchall()
    if not places:
        return 0
    schools = {school for _class, *both in places for school in both}
    lock_schools(schools)
    classes = _follow_classes(actor, {class_id: school for class_id, _former, school in places})
    opened, corrected = _follow_learners([row[0] for row in classes], decision)
    requests = _follow_requests(actor, schools, _heirs(successions), note=decision.title)
    FollowedReorganisation.objects.create(
        reorganisation=decision, classes=classes, opened=opened, corrected=corrected, requests=requests
    )
    changes = {"classes": [0, len(classes)], "learners": [0, len(opened) + len(corrected)], "requests": [0, len(requests)]}
    audit.record(actor, "enrolment.reorganisation_followed", decision, changes=changes)
    return len(classes)


@operation
def undo_reorganisation(actor: Actor, *, reorganisation_id: int) -> None:
    """Put classes, stays and requests back as they were; part of the reversal in the tree. Run twice, it changes nothing.

    Raises NotAllowed, FollowedAndUsed.
    """
    access.require(actor, Permission.EDIT)
    kept = FollowedReorganisation.objects.filter(reorganisation_id=reorganisation_id).select_related("reorganisation").first()
    if kept is None:
        return
    rows = {row.pk: row for row in SchoolClass.objects.filter(pk__in=[line[0] for line in kept.classes]).select_related("unit")}
    lock_schools({school for pk, former, *_names in kept.classes for school in (former, rows[pk].school_id)})
    _refuse_if_used(kept, list(rows))
    _put_requests_back(kept)
    _put_learners_back(kept)
    _put_classes_back(actor, kept, rows)
    kept.delete()
    changes = {"classes": [len(rows), 0], "learners": [len(kept.opened) + len(kept.corrected), 0]}
    audit.record(actor, "enrolment.reorganisation_undone", kept.reorganisation, changes=changes)


def _heirs(successions: Iterable[Sequence[int]]) -> dict[int, int | None]:
    """Unit -> its one successor; None when there are several."""
    heirs: dict[int, int | None] = {}
    for unit, successor in successions:
        heirs[unit] = None if unit in heirs else successor
    return heirs


def _follow_classes(actor: Actor, school_of: Mapping[int, int]) -> list[list[Any]]:
    """Write the new schools, with names that are free there; returns the lines of `FollowedReorganisation.classes`."""
    rows = list(SchoolClass.objects.filter(pk__in=school_of).select_related("school", "unit").order_by("pk"))
    there = SchoolClass.objects.filter(school__in=set(school_of.values())).exclude(pk__in=school_of)
    taken = set(there.values_list("school_id", "school_year_id", "sort_key"))
    lines = []
    for row in rows:
        former, name = row.school, row.name
        row.school_id = school_of[row.pk]
        names = (name_after_merging(name, former.label, again) for again in count())
        row.name = next(one for one in names if (row.school_id, row.school_year_id, class_key(one)) not in taken)
        row.sort_key = class_key(row.name)
        taken.add((row.school_id, row.school_year_id, row.sort_key))
        lines.append([row.pk, former.pk, name, row.name, row.unit.name, row.unit.short_name])
        if row.name != name:
            _name_unit(actor, row, unit_name(row.name), row.name)
    SchoolClass.objects.bulk_update(rows, ["school", "name", "sort_key"])
    return lines


def _name_unit(actor: Actor, row: SchoolClass, name: str, short_name: str) -> None:
    org.rename_unit(actor, unit=row.unit, name=name, short_name=short_name, expected_version=row.unit.version)


def _follow_learners(class_ids: Sequence[int], decision: Any) -> tuple[list[int], list[int]]:
    """The stays that began, and those put right because they had begun on the day or later.

    Stays that ended before this was done stay with the school that wrote them.
    """
    on, now = decision.effective_on, clock.now()
    rows = Enrolment.objects.filter(school_class__in=class_ids, status=Status.STUDYING)
    stays = list(rows.select_for_update(of=("self",)).select_related("school_class").order_by("pk"))
    followed = [stay for stay in stays if stay.starts_on < on]
    late = [stay for stay in stays if stay.starts_on >= on]
    close(followed, status=Status.REORGANISED, last_day=on - DAY, reason=decision.title, decision=decision.decision_number)
    opened = _open_there(followed, on)
    for stay in late:
        stay.school_id, stay.version, stay.updated_at = stay.school_class.school_id, stay.version + 1, now
    Enrolment.objects.bulk_update(late, ["school", "version", "updated_at"])
    return [stay.pk for stay in opened], [stay.pk for stay in late]


def _open_there(stays: Sequence[Enrolment], on: date) -> list[Enrolment]:
    """The next stay of each learner: the same class, at its school of now."""
    opened = Enrolment.objects.bulk_create(
        Enrolment(
            person_id=stay.person_id, school_id=stay.school_class.school_id, school_year_id=stay.school_year_id,
            school_class_id=stay.school_class_id, starts_on=on, previous=stay,
        )
        for stay in stays
    )  # fmt: skip
    for stay in opened:
        publish(LearnerEnrolled(stay.pk, stay.person_id, stay.school_class_id, on))
    return opened


def _follow_requests(actor: Actor, schools: Iterable[int], heirs: Mapping[int, int | None], *, note: str) -> list[list[Any]]:
    """Transfers that wait for an answer are answered by the schools of now; one within what is one school now ends.

    Returns the lines of `FollowedReorganisation.requests`.
    """
    concerned = {*schools, *heirs}
    rows = TransferRequest.objects.filter(Q(from_school__in=concerned) | Q(to_school__in=concerned), ended_at=None)
    related = rows.select_for_update(of=("self",)).select_related("from_school", "to_school", "to_class", "person")
    lines = []
    for request in related.order_by("pk"):
        before = [request.from_school_id, request.to_school_id]
        after = _schools_of_now(request, heirs)
        if after == before:
            continue
        ends = after[0] == after[1]
        lines.append([request.pk, *before, ends])
        if ends:
            end_request(actor, request, TransferState.WITHDRAWN, note)
        else:
            request.from_school_id, request.to_school_id = after
            request.updated_at = clock.now()
            request.save_if_unchanged(request.version, ["from_school", "to_school", "updated_at"])
    return lines


def _schools_of_now(request: TransferRequest, heirs: Mapping[int, int | None]) -> list[int]:
    """Where the learner is, and where he is to go."""
    stay = Enrolment.objects.filter(person=request.person_id, status=Status.STUDYING).first()
    leaves = stay.school_id if stay else request.from_school_id
    goes = request.to_class.school_id if request.to_class else heirs.get(request.to_school_id) or request.to_school_id
    return [leaves, goes]


def _refuse_if_used(kept: FollowedReorganisation, class_ids: Sequence[int]) -> None:
    """Every stay that was opened must be as it was left, and no other must have begun since."""
    ours = [*kept.opened, *kept.corrected]
    rows = Enrolment.objects.filter(school_class__in=class_ids)
    untouched = Q(pk__in=kept.opened, version=1) | Q(pk__in=kept.corrected)
    gone_on = len(ours) - rows.filter(untouched, status=Status.STUDYING).count()
    begun = rows.filter(starts_on__gte=kept.reorganisation.effective_on).exclude(pk__in=ours).count()
    if gone_on or begun:
        raise FollowedAndUsed(count=gone_on + begun)


def _put_requests_back(kept: FollowedReorganisation) -> None:
    """Those that were answered meanwhile stay answered."""
    rows = TransferRequest.objects.in_bulk([line[0] for line in kept.requests])
    for pk, from_school, to_school, ended in kept.requests:
        request = rows[pk]
        if ended:
            request.steps.filter(state=TransferState.WITHDRAWN).delete()
            request.ended_at = None
        if request.ended_at is None:
            request.from_school_id, request.to_school_id, request.updated_at = from_school, to_school, clock.now()
            request.save_if_unchanged(request.version, ["from_school", "to_school", "ended_at", "updated_at"])


def _put_learners_back(kept: FollowedReorganisation) -> None:
    """Stays that began go, those before them are open again. Raises FollowedAndUsed when something refers to one of them."""
    opened = Enrolment.objects.filter(pk__in=kept.opened)
    before = [stay.previous_id for stay in opened if stay.previous_id]
    for stay in opened:
        publish(LearnerLeftClass(stay.pk, stay.person_id, stay.school_class_id, Status.REORGANISED.value, stay.starts_on))
    try:
        opened.delete()
    except ProtectedError as error:
        raise FollowedAndUsed(count=len(error.protected_objects)) from error
    now = clock.now()
    reopened = Enrolment.objects.filter(pk__in=before)
    reopened.update(status=Status.STUDYING, ends_on=None, reason="", decision="", version=F("version") + 1, updated_at=now)
    for stay in reopened:
        publish(LearnerEnrolled(stay.pk, stay.person_id, stay.school_class_id, stay.starts_on))
    former = {line[0]: line[1] for line in kept.classes}
    late = list(Enrolment.objects.filter(pk__in=kept.corrected))
    for stay in late:
        stay.school_id, stay.version, stay.updated_at = former[stay.school_class_id], stay.version + 1, now
    Enrolment.objects.bulk_update(late, ["school", "version", "updated_at"])


def _put_classes_back(actor: Actor, kept: FollowedReorganisation, rows: Mapping[int, SchoolClass]) -> None:
    """Names too, unless somebody gave another one since: then the tree refuses the reversal, and says by which class."""
    for pk, school, name, given, former_unit_name, former_short_name in kept.classes:
        row = rows[pk]
        row.school_id = school
        if row.name == given != name:
            row.name, row.sort_key = name, class_key(name)
            _name_unit(actor, row, former_unit_name, former_short_name)
    SchoolClass.objects.bulk_update(rows.values(), ["school", "name", "sort_key"])
