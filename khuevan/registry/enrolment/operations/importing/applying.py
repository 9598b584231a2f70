"""Writing an import of learners: classes, profiles, stays in classes, guardians — each with a few statements for all rows."""

# ruff: noqa: S608 - every piece of the statements is a name of our own

from khuevan.core.people import api as people
from khuevan.core.sheets.api import Batch
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.ids import NEW_UID_SQL

from ...events import LearnersImported
from ...rules import level_of_grade
from ...types import NewClass
from ..classes import create_classes
from .comparing import GUARDIANS

#: Columns of a row that a profile has too, by the same name.
PROFILE = (
    "full_name",
    "sort_key",
    "search_key",
    "birth_date",
    "sex",
    "ethnicity",
    "nationality",
    "religion",
    "personal_id_sealed",
    "personal_id_index",
    "personal_id_hint",
    "sector_id",
    "birthplace",
    "hometown_code",
    "residence",
    "residence_code",
    "current_address",
    "phone",
    "email",
)
_NAME_PARTS = ("full_name", "sort_key", "search_key")
_WRITTEN = "r.outcome IN ('new', 'changed')"


def apply(actor: Actor, batch: Batch) -> None:
    """Write every row whose outcome is new or changed, and note in `applied` what undoing it needs."""
    _make_classes(actor, batch)
    people.open_drafts()
    _draft_persons(batch)
    people.upsert_persons(actor)
    batch.execute(
        f"UPDATE {{rows}} r SET person_id = d.person_id, target_id = d.person_id FROM {people.PERSON_DRAFTS} d WHERE d.key = r.row_no"
    )
    _close_stays(batch)
    _open_stays(batch)
    _draft_guardians(batch)
    people.upsert_guardians(actor)
    _note(batch)
    [(count,)] = batch.fetch(f"SELECT count(*) FROM {{rows}} r WHERE {_WRITTEN}")
    publish(LearnersImported(run_id=batch.context.run_id, unit_id=batch.context.unit_id, learners=count))


def _make_classes(actor: Actor, batch: Batch) -> None:
    """Classes that the file names and the school does not have yet, when the user asked for them."""
    missing = batch.fetch(
        f"""SELECT school_id, class_key, min(class_name), min(class_grade) FROM {{rows}} r
             WHERE class_id IS NULL AND {_WRITTEN} GROUP BY school_id, class_key ORDER BY school_id, class_key"""
    )
    if not missing:
        return
    by_school: dict[int, list[NewClass]] = {}
    for school_id, _key, name, grade in missing:
        by_school.setdefault(school_id, []).append(NewClass(name=name, grade=grade, level=level_of_grade(grade)))
    for school_id, classes in by_school.items():
        create_classes(
            actor, school=batch.context.facts["schools"][school_id], year=batch.context.facts["year"], classes=classes
        )
    batch.execute(
        """UPDATE {rows} r SET class_id = c.id, class_unit_id = c.unit_id
             FROM enrolment_schoolclass c
            WHERE r.class_id IS NULL AND c.school_id = r.school_id AND c.school_year_id = %(year)s AND c.sort_key = r.class_key""",
        {"year": batch.context.facts["year"].pk},
    )


def _draft_persons(batch: Batch) -> None:
    """A name that differs only in the place of its tone or in capitals is the same name and is left as it is."""
    values = ", ".join(
        f"CASE WHEN r.person_id IS NULL OR r.changes ? 'full_name' THEN r.{name} END"
        if name in _NAME_PARTS
        else f"nullif(r.{name}, '')"
        if name not in ("birth_date", "personal_id_sealed", "personal_id_index")
        else f"r.{name}"
        for name in PROFILE
    )
    batch.execute(
        f"""INSERT INTO {people.PERSON_DRAFTS} (key, person_id, keeper_id, {", ".join(PROFILE)})
            SELECT row_no, person_id, class_unit_id, {values} FROM {{rows}} r WHERE {_WRITTEN}"""
    )


def _close_stays(batch: Batch) -> None:
    """A move ends the old stay the day before; a new school year ends it with the old year."""
    facts = batch.context.facts
    batch.execute(
        """UPDATE enrolment_enrolment e
              SET status = r.closes, version = e.version + 1, updated_at = now(),
                  ends_on = greatest(e.starts_on, CASE r.closes WHEN 'moved_class' THEN %(today)s::date - 1
                                                                ELSE least(r.at_year_ends_on, %(starts_on)s::date - 1) END)
             FROM {rows} r
            WHERE e.id = r.open_id AND r.closes IS NOT NULL AND r.outcome = 'changed'""",
        {"today": facts["today"], "starts_on": facts["year"].starts_on},
    )


def _open_stays(batch: Batch) -> None:
    facts = batch.context.facts
    batch.execute(
        f"""UPDATE {{rows}} r SET enrolment_id = nextval(pg_get_serial_sequence('enrolment_enrolment', 'id'))
             WHERE {_WRITTEN} AND (r.enrols OR r.outcome = 'new')"""
    )
    batch.execute(
        f"""INSERT INTO enrolment_enrolment (id, uid, version, created_at, updated_at, person_id, school_id, school_year_id,
                   school_class_id, status, starts_on, reason, decision, previous_id)
            SELECT enrolment_id, {NEW_UID_SQL}, 1, now(), now(), person_id, school_id, %(year)s, class_id, 'studying',
                   CASE WHEN closes = 'moved_class' THEN greatest(%(today)s::date, %(starts_on)s::date)
                        ELSE greatest(%(starts_on)s::date, last_ends_on + 1) END, '', '',
                   CASE WHEN NOT EXISTS (SELECT 1 FROM enrolment_enrolment n WHERE n.previous_id = r.last_id) THEN last_id END
              FROM {{rows}} r WHERE enrolment_id IS NOT NULL""",
        {"year": facts["year"].pk, "today": facts["today"], "starts_on": facts["year"].starts_on},
    )


def _draft_guardians(batch: Batch) -> None:
    for who in GUARDIANS:
        batch.execute(
            f"""INSERT INTO {people.GUARDIAN_DRAFTS} (key, relation, child_id, full_name, sort_key, search_key, birth_year, phone,
                       occupation, starts_on, keeper_id)
                SELECT row_no, '{who}', person_id, {who}_name, {who}_sort_key, {who}_search_key, {who}_birth_year, {who}_phone,
                       {who}_occupation, %(today)s, class_unit_id
                  FROM {{rows}} r
                 WHERE {_WRITTEN} AND {who}_name IS NOT NULL AND (r.outcome = 'new' OR r.changes ?| %(codes)s)""",
            {
                "today": batch.context.facts["today"],
                "codes": [f"{who}_{part}" for part in ("name", "birth_year", "phone", "occupation")],
            },
        )


def _note(batch: Batch) -> None:
    """What each row did: the profile, the stay it closed as it was, the stay it opened, the guardians."""
    batch.execute(
        f"""UPDATE {{rows}} r SET applied = jsonb_build_object(
                'person', d.person_id, 'is_new', d.is_new, 'version', d.version, 'before', d.before, 'opened', r.enrolment_id,
                'closed', CASE WHEN r.closes IS NOT NULL THEN r.open_id END)
              FROM {people.PERSON_DRAFTS} d WHERE d.key = r.row_no"""
    )
    batch.execute(
        f"""UPDATE {{rows}} r SET applied = r.applied || jsonb_build_object('guardians', g.guardians)
              FROM (SELECT key, jsonb_agg(jsonb_build_object('relation', relation, 'guardian', guardian_id, 'ship', guardianship_id,
                           'is_new', is_new, 'version', version, 'before', before)) AS guardians
                      FROM {people.GUARDIAN_DRAFTS} GROUP BY key) g
             WHERE g.key = r.row_no"""
    )
