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
from .guardians import GUARDIANS, PARTS

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
_NOT_TEXT = ("birth_date", "personal_id_sealed", "personal_id_index")
_WRITTEN = "r.outcome IN ('new', 'changed')"

#: What each row did: the profile, the stay it closed, the stay it opened, the guardians (relation, ids, new?, version, before).
APPLIED = f"""
SELECT r.row_no, jsonb_build_object(
         'person', d.person_id, 'is_new', d.is_new, 'version', d.version, 'before', d.before, 'opened', r.enrolment_id,
         'closed', CASE WHEN r.closes IS NOT NULL THEN r.open_id END, 'school', v.school_id,
         'guardians', g.guardians) AS applied
  FROM import_rows r
  JOIN import_cells v USING (row_no)
  JOIN {people.PERSON_DRAFTS} d ON d.key = r.row_no
  LEFT JOIN (SELECT key, jsonb_agg(jsonb_build_array(relation, guardian_id, guardianship_id, is_new, version, before))
                    AS guardians
               FROM {people.GUARDIANS_WRITTEN} GROUP BY key) g ON g.key = r.row_no
"""


def apply(actor: Actor, batch: Batch) -> str:
    """Write every row whose outcome is new or changed."""
    _make_classes(actor, batch)
    people.open_drafts()
    _draft_persons(batch)
    people.upsert_persons(actor)
    _move_between_classes(batch)
    _draft_guardians(batch)
    people.upsert_guardians(actor)
    [(count,)] = batch.fetch(f"SELECT count(*) FROM {{rows}} r WHERE {_WRITTEN}")
    publish(LearnersImported(run_id=batch.context.run_id, unit_id=batch.context.unit_id, learners=count))
    return APPLIED


def _make_classes(actor: Actor, batch: Batch) -> None:
    """Classes that the file names and the school does not have yet, when the user asked for them."""
    missing = batch.fetch(
        f"""SELECT v.school_id, v.class_key, min(v.class_name), min(v.class_grade)
              FROM {{rows}} r JOIN {{cells}} v USING (row_no)
             WHERE r.class_id IS NULL AND {_WRITTEN} GROUP BY v.school_id, v.class_key ORDER BY v.school_id, v.class_key"""
    )
    by_school: dict[int, list[NewClass]] = {}
    for school_id, _key, name, grade in missing:
        by_school.setdefault(school_id, []).append(NewClass(name=name, grade=grade, level=level_of_grade(grade)))
    facts = batch.context.facts
    for school_id, classes in by_school.items():
        create_classes(actor, school=facts["schools"][school_id], year=facts["year"], classes=classes)
    if missing:
        batch.execute(
            """UPDATE {rows} r SET class_id = c.id, class_unit_id = c.unit_id
                 FROM {cells} v JOIN enrolment_schoolclass c
                   ON c.school_id = v.school_id AND c.school_year_id = %(year)s AND c.sort_key = v.class_key
                WHERE v.row_no = r.row_no AND r.class_id IS NULL""",
            {"year": facts["year"].pk},
        )


def _drafted(name: str) -> str:
    """A name that differs only in the place of its tone or in capitals is the same name and is left as it is."""
    if name in _NAME_PARTS:
        return f"CASE WHEN r.person_id IS NULL OR r.changes ? 'full_name' THEN v.{name} END"
    return f"v.{name}" if name in _NOT_TEXT else f"nullif(v.{name}, '')"


def _draft_persons(batch: Batch) -> None:
    batch.execute(
        f"""INSERT INTO {people.PERSON_DRAFTS} (key, person_id, is_new, keeper_id, {", ".join(PROFILE)})
            SELECT r.row_no, coalesce(r.person_id, {people.NEW_PERSON_ID}), r.person_id IS NULL, r.class_unit_id,
                   {", ".join(_drafted(name) for name in PROFILE)}
              FROM {{rows}} r JOIN {{cells}} v USING (row_no) WHERE {_WRITTEN}"""
    )


def _move_between_classes(batch: Batch) -> None:
    """A move ends the old stay the day before it; a new school year ends it with the old year."""
    facts = batch.context.facts
    params = {"today": facts["today"], "starts_on": facts["year"].starts_on, "year": facts["year"].pk}
    batch.execute(
        f"""UPDATE {{rows}} r SET person_id = d.person_id,
                   enrolment_id = CASE WHEN d.is_new OR r.enrols THEN nextval('enrolment_enrolment_id_seq') END
              FROM {people.PERSON_DRAFTS} d WHERE d.key = r.row_no"""
    )
    batch.execute(
        """UPDATE enrolment_enrolment e
              SET status = r.closes, version = e.version + 1, updated_at = now(),
                  ends_on = greatest(e.starts_on, CASE r.closes WHEN 'moved_class' THEN %(today)s::date - 1
                                                                ELSE least(r.at_year_ends_on, %(starts_on)s::date - 1) END)
             FROM {rows} r
            WHERE e.id = r.open_id AND r.closes IS NOT NULL AND r.outcome = 'changed'""",
        params,
    )
    batch.execute(
        f"""INSERT INTO enrolment_enrolment (id, uid, version, created_at, updated_at, person_id, school_id, school_year_id,
                   school_class_id, status, starts_on, reason, decision, previous_id)
            SELECT r.enrolment_id, {NEW_UID_SQL}, 1, now(), now(), r.person_id, v.school_id, %(year)s, r.class_id, 'studying',
                   CASE WHEN r.closes = 'moved_class' THEN greatest(%(today)s::date, %(starts_on)s::date)
                        ELSE greatest(%(starts_on)s::date, r.last_ends_on + 1) END, '', '',
                   CASE WHEN NOT EXISTS (SELECT 1 FROM enrolment_enrolment n WHERE n.previous_id = r.last_id) THEN r.last_id END
              FROM {{rows}} r JOIN {{cells}} v USING (row_no) WHERE r.enrolment_id IS NOT NULL""",
        params,
    )


def _draft_guardians(batch: Batch) -> None:
    for who in GUARDIANS:
        batch.execute(
            f"""INSERT INTO {people.GUARDIAN_DRAFTS} (key, relation, child_id, full_name, sort_key, search_key, birth_year,
                       phone, occupation, starts_on, keeper_id)
                SELECT r.row_no, '{who}', r.person_id, v.{who}_name, v.{who}_sort_key, v.{who}_search_key, v.{who}_birth_year,
                       v.{who}_phone, v.{who}_occupation, %(today)s, r.class_unit_id
                  FROM {{rows}} r JOIN {{cells}} v USING (row_no)
                 WHERE {_WRITTEN} AND v.{who}_name IS NOT NULL AND (r.outcome = 'new' OR r.changes ?| %(codes)s)""",
            {"today": batch.context.facts["today"], "codes": [f"{who}_{part}" for part in PARTS]},
        )
