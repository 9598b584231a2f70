"""Taking an import of learners back, row by row whole or not at all."""

# ruff: noqa: S608 - every piece of the statements is a name of our own

from collections.abc import Iterator

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from khuevan.core.people import api as people
from khuevan.core.sheets.api import Batch
from khuevan.kernel.actor import Actor

from ..placing import LOCK


def undo(actor: Actor, batch: Batch) -> dict[int, str]:
    """Restore every row that nobody touched since; returns row number -> why a row stays."""
    batch.lock(LOCK, [row[0] for row in batch.fetch("SELECT DISTINCT (applied->>'school')::bigint FROM {rows}")])
    batch.execute(
        """UPDATE {rows} SET person_id = (applied->>'person')::bigint, enrolment_id = (applied->>'opened')::bigint,
                             open_id = (applied->>'closed')::bigint"""
    )
    _redraft(batch)
    reasons = people.unrestorable() | _touched_stays(batch)
    keys = [row[0] for row in batch.fetch("SELECT row_no FROM {rows} ORDER BY row_no")]
    return reasons | _take_back(actor, batch, [key for key in keys if key not in reasons])


def _redraft(batch: Batch) -> None:
    """The drafts as they were written, from what was noted."""
    people.open_drafts()
    batch.execute(
        f"""INSERT INTO {people.PERSON_DRAFTS} (key, person_id, is_new, version, before, keeper_id)
            SELECT r.row_no, r.person_id, (applied->>'is_new')::boolean, (applied->>'version')::integer, applied->'before',
                   p.keeper_id
              FROM {{rows}} r LEFT JOIN people_person p ON p.id = r.person_id"""
    )
    batch.execute(
        f"""INSERT INTO {people.GUARDIANS_WRITTEN} (key, relation, child_id, guardian_id, guardianship_id, is_new, version,
                   before)
            SELECT r.row_no, g->>0, r.person_id, (g->>1)::bigint, (g->>2)::bigint, (g->>3)::boolean, (g->>4)::integer, g->5
              FROM {{rows}} r, jsonb_array_elements(nullif(r.applied->'guardians', 'null')) g"""
    )
    for table in (people.PERSON_DRAFTS, people.GUARDIANS_WRITTEN, "{rows}"):
        batch.execute(f"ANALYZE {table}")


def _touched_stays(batch: Batch) -> dict[int, str]:
    """A stay that was changed, ended or followed by another since the import keeps its row."""
    text = _("Việc xếp lớp của em đã thay đổi sau khi nhập, nên giữ nguyên.")
    rows = batch.fetch(
        """SELECT r.row_no FROM {rows} r LEFT JOIN enrolment_enrolment e ON e.id = r.enrolment_id
            WHERE r.enrolment_id IS NOT NULL AND (e.id IS NULL OR e.version <> 1 OR e.status <> 'studying')
            UNION
           SELECT r.row_no FROM {rows} r JOIN enrolment_enrolment e ON e.person_id = r.person_id
            WHERE r.enrolment_id IS NOT NULL AND e.id > r.enrolment_id"""
    )
    return {row_no: text for (row_no,) in rows}


def _take_back(actor: Actor, batch: Batch, keys: list[int]) -> dict[int, str]:
    """All at once; where something else refers to a new learner by now, in halves until the rows it refers to are alone."""
    reasons: dict[int, str] = {}
    waiting = [keys] if keys else []
    while waiting:
        some = waiting.pop()
        try:
            with transaction.atomic():
                _restore(actor, batch, some)
        except IntegrityError:
            if len(some) == 1:
                reasons[some[0]] = _("Đã có dữ liệu khác gắn với em (điểm, chuyên cần, tài khoản…), nên giữ hồ sơ.")
            else:
                waiting += _halves(some)
    return reasons


def _halves(keys: list[int]) -> Iterator[list[int]]:
    middle = len(keys) // 2
    yield keys[:middle]
    yield keys[middle:]


def _restore(actor: Actor, batch: Batch, keys: list[int]) -> None:
    """Put the stays back, then the profiles. References from elsewhere are checked here, not at the end of everything."""
    params = {"keys": keys}
    batch.execute(
        "DELETE FROM enrolment_enrolment e USING {rows} r WHERE r.row_no = ANY(%(keys)s) AND e.id = r.enrolment_id", params
    )
    batch.execute(
        """UPDATE enrolment_enrolment e SET status = 'studying', ends_on = NULL, version = e.version + 1, updated_at = now()
             FROM {rows} r WHERE r.row_no = ANY(%(keys)s) AND e.id = r.open_id""",
        params,
    )
    people.restore_persons(actor, keys=keys)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
