"""Many profiles at once: the caller fills a temporary table of drafts with SQL, one statement writes them all.

A draft names the person it changes (`person_id`) or nobody (a new profile); a NULL leaves the profile's value as it is. After
`upsert_persons` every draft has its `person_id`, the profile's `version`, and `before`: the old values of what was changed
(empty when nothing was). These three are what `restore_persons` needs. The tables live until the transaction ends.
"""

from collections.abc import Iterable

from django.db import connection

from khuevan.core.access import api as access
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.ids import NEW_UID_SQL
from khuevan.kernel.operations import operation

from ..types import Permission

PERSON_DRAFTS = "person_drafts"
GUARDIAN_DRAFTS = "guardian_drafts"

#: Columns of a profile that a draft may carry, with their SQL types. NOT NULL text columns of the profile take "".
FIELDS = {
    "full_name": "text", "sort_key": "text", "search_key": "text", "birth_date": "date", "birth_year": "smallint", "sex": "text",
    "ethnicity": "text", "nationality": "text", "religion": "text", "personal_id_sealed": "bytea",
    "personal_id_index": "bytea", "personal_id_hint": "text", "sector_id": "text", "birthplace": "text",
    "birthplace_code": "text", "hometown_code": "text", "residence": "text", "residence_code": "text",
    "residence_code_before_2025": "text", "current_address": "text", "phone": "text", "email": "text", "keeper_id": "bigint",
}  # fmt: skip
_NULLABLE = {"birth_date", "birth_year", "personal_id_sealed", "personal_id_index", "sector_id", "keeper_id"}
# Sealing gives other bytes every time: the index says whether the number is another one.
_DECIDED_BY = {"personal_id_sealed": "personal_id_index", "personal_id_hint": "personal_id_index"}


def open_drafts() -> None:
    """Make the two empty tables of the current transaction.

    person_drafts: key, person_id, is_new, version, before, and FIELDS.
    guardian_drafts: key, relation, child_id, full_name, sort_key, search_key, birth_year, phone, occupation, starts_on,
    keeper_id, guardian_id, guardianship_id, is_new, version, before.
    """
    fields = ", ".join(f"{name} {kind}" for name, kind in FIELDS.items())
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {PERSON_DRAFTS}, {GUARDIAN_DRAFTS}")
        cursor.execute(
            f"""CREATE TEMPORARY TABLE {PERSON_DRAFTS} (
                    key integer PRIMARY KEY, person_id bigint, is_new boolean NOT NULL DEFAULT false,
                    version integer, before jsonb NOT NULL DEFAULT '{{}}', {fields}) ON COMMIT DROP"""
        )
        cursor.execute(
            f"""CREATE TEMPORARY TABLE {GUARDIAN_DRAFTS} (
                    key integer, relation text, child_id bigint, full_name text, sort_key text, search_key text,
                    birth_year smallint, phone text, occupation text, starts_on date, keeper_id bigint,
                    guardian_id bigint, guardianship_id bigint, is_new boolean NOT NULL DEFAULT false,
                    version integer, before jsonb NOT NULL DEFAULT '{{}}', PRIMARY KEY (key, relation)) ON COMMIT DROP"""
        )


def _differs(name: str) -> str:
    decisive = _DECIDED_BY.get(name, name)
    return f"(d.{decisive} IS NOT NULL AND d.{decisive} IS DISTINCT FROM p.{decisive})"


_NUMBER_SQL = f"""
UPDATE {PERSON_DRAFTS} SET person_id = nextval(pg_get_serial_sequence('people_person', 'id')), is_new = true
 WHERE person_id IS NULL
"""
_INSERT_SQL = f"""
INSERT INTO people_person (id, uid, version, created_at, updated_at, policy_categories, {", ".join(FIELDS)})
SELECT person_id, {NEW_UID_SQL}, 1, now(), now(), '{{}}'::varchar[],
       {", ".join(name if name in _NULLABLE else f"coalesce({name}, '')" for name in FIELDS)}
  FROM {PERSON_DRAFTS} WHERE is_new
"""
_BEFORE_SQL = f"""
UPDATE {PERSON_DRAFTS} d
   SET before = {" || ".join(f"CASE WHEN {_differs(name)} THEN jsonb_build_object('{name}', p.{name}) ELSE '{{}}' END" for name in FIELDS)}
  FROM people_person p
 WHERE p.id = d.person_id AND NOT d.is_new
"""
_UPDATE_SQL = f"""
UPDATE people_person p
   SET {", ".join(f"{name} = CASE WHEN {_differs(name)} THEN d.{name} ELSE p.{name} END" for name in FIELDS)},
       version = p.version + 1, updated_at = now()
  FROM {PERSON_DRAFTS} d
 WHERE p.id = d.person_id AND NOT d.is_new AND d.before <> '{{}}'
"""
_VERSION_SQL = f"UPDATE {PERSON_DRAFTS} d SET version = p.version FROM people_person p WHERE p.id = d.person_id"
# Guardians are seen by whoever keeps the child.
_FOLLOW_SQL = f"""
UPDATE people_person g SET keeper_id = d.keeper_id
  FROM people_guardianship w, {PERSON_DRAFTS} d
 WHERE d.before ? 'keeper_id' AND w.child_id = d.person_id AND w.ends_on IS NULL AND g.id = w.guardian_id
   AND g.keeper_id = (d.before->>'keeper_id')::bigint
"""


@operation
def upsert_persons(actor: Actor) -> None:
    """Write the drafts of persons. Raises NotAllowed; IntegrityError when a number is taken meanwhile."""
    _require_keepers(actor, PERSON_DRAFTS)
    with connection.cursor() as cursor:
        for statement in (_NUMBER_SQL, _INSERT_SQL, _BEFORE_SQL, _UPDATE_SQL, _VERSION_SQL, _FOLLOW_SQL):
            cursor.execute(statement)


_FIND_GUARDIANS_SQL = f"""
UPDATE {GUARDIAN_DRAFTS} d SET guardian_id = w.guardian_id, guardianship_id = w.id
  FROM (SELECT DISTINCT ON (child_id, relation) id, child_id, relation, guardian_id
          FROM people_guardianship WHERE ends_on IS NULL ORDER BY child_id, relation, id) w
 WHERE w.child_id = d.child_id AND w.relation = d.relation
"""
# Another name may be another person: where somebody else depends on the profile, it is left alone.
_SHARED_SQL = f"""
DELETE FROM {GUARDIAN_DRAFTS} d USING people_person p
 WHERE p.id = d.guardian_id AND p.sort_key <> d.sort_key
   AND (p.account_id IS NOT NULL OR EXISTS (
        SELECT 1 FROM people_guardianship o WHERE o.guardian_id = p.id AND o.id <> d.guardianship_id))
"""
_NUMBER_GUARDIANS_SQL = f"""
UPDATE {GUARDIAN_DRAFTS}
   SET guardian_id = nextval(pg_get_serial_sequence('people_person', 'id')),
       guardianship_id = nextval(pg_get_serial_sequence('people_guardianship', 'id')), is_new = true
 WHERE guardian_id IS NULL
"""
_INSERT_GUARDIANS_SQL = f"""
INSERT INTO people_person (id, uid, version, created_at, updated_at, policy_categories, keeper_id, full_name, sort_key, search_key,
       birth_year, phone, sex, ethnicity, nationality, religion, personal_id_hint, birthplace, birthplace_code,
       hometown_code, residence, residence_code, residence_code_before_2025, current_address, email)
SELECT guardian_id, {NEW_UID_SQL}, 1, now(), now(), '{{}}'::varchar[], keeper_id, full_name, sort_key, search_key, birth_year, coalesce(phone, ''),
       CASE relation WHEN 'father' THEN 'male' WHEN 'mother' THEN 'female' ELSE '' END, '', '', '', '', '', '', '', '', '', '', '', ''
  FROM {GUARDIAN_DRAFTS} WHERE is_new
"""
_INSERT_SHIPS_SQL = f"""
INSERT INTO people_guardianship (id, child_id, guardian_id, relation, is_primary, occupation, starts_on)
SELECT guardianship_id, child_id, guardian_id, relation, false, coalesce(occupation, ''), starts_on
  FROM {GUARDIAN_DRAFTS} WHERE is_new
"""
_GUARDIAN_FIELDS = ("full_name", "sort_key", "search_key", "birth_year", "phone")
_BEFORE_GUARDIANS_SQL = f"""
UPDATE {GUARDIAN_DRAFTS} d
   SET before = {" || ".join(f"CASE WHEN {_differs(name)} THEN jsonb_build_object('{name}', p.{name}) ELSE '{{}}' END" for name in _GUARDIAN_FIELDS)}
         || CASE WHEN d.occupation IS NOT NULL AND d.occupation <> w.occupation
                 THEN jsonb_build_object('occupation', w.occupation) ELSE '{{}}' END
  FROM people_person p, people_guardianship w
 WHERE p.id = d.guardian_id AND w.id = d.guardianship_id AND NOT d.is_new
"""
_UPDATE_GUARDIANS_SQL = f"""
UPDATE people_person p
   SET {", ".join(f"{name} = coalesce(d.{name}, p.{name})" for name in _GUARDIAN_FIELDS)}, version = p.version + 1, updated_at = now()
  FROM {GUARDIAN_DRAFTS} d
 WHERE p.id = d.guardian_id AND NOT d.is_new AND d.before - 'occupation' <> '{{}}'
"""
_UPDATE_SHIPS_SQL = f"""
UPDATE people_guardianship w SET occupation = d.occupation
  FROM {GUARDIAN_DRAFTS} d WHERE w.id = d.guardianship_id AND d.before ? 'occupation'
"""
_GUARDIAN_VERSION_SQL = f"UPDATE {GUARDIAN_DRAFTS} d SET version = p.version FROM people_person p WHERE p.id = d.guardian_id"


@operation
def upsert_guardians(actor: Actor) -> None:
    """Write the drafts of guardians: one open guardian per child and relation, made or brought up to date.

    A draft whose name differs from a guardian that has an account or another child is left out. Raises NotAllowed.
    """
    _require_keepers(actor, GUARDIAN_DRAFTS)
    with connection.cursor() as cursor:
        for statement in (
            _FIND_GUARDIANS_SQL, _SHARED_SQL, _NUMBER_GUARDIANS_SQL, _INSERT_GUARDIANS_SQL, _INSERT_SHIPS_SQL,
            _BEFORE_GUARDIANS_SQL, _UPDATE_GUARDIANS_SQL, _UPDATE_SHIPS_SQL, _GUARDIAN_VERSION_SQL,
        ):  # fmt: skip
            cursor.execute(statement)


def _require_keepers(actor: Actor, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT path FROM org_orgunit WHERE id IN (SELECT keeper_id FROM {table})"  # noqa: S608 - one of two names
        )
        paths = [path for (path,) in cursor.fetchall()]
    if not all(access.within(actor, Permission.EDIT, path) for path in paths):
        raise NotAllowed()
