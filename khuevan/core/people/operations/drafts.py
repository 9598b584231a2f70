"""Many profiles at once: the caller fills temporary tables of drafts with SQL, a few statements write them all.

A draft names the person it changes, or asks for a new one (`is_new`, with NEW_PERSON_ID as its `person_id`); a NULL leaves the
profile's value as it is. After `upsert_persons` every draft has the profile's `version`, and `before`: the old values of what
was changed (empty when nothing was). These are what `restore_persons` needs. The tables live until the transaction ends.
"""

# ruff: noqa: S608 - every piece of the statements is a name of our own

from django.db import connection

from khuevan.core.access import api as access
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.ids import NEW_UID_SQL
from khuevan.kernel.operations import operation

from ..types import Permission

PERSON_DRAFTS = "person_drafts"
GUARDIAN_DRAFTS = "guardian_drafts"
GUARDIANS_WRITTEN = "guardians_written"
#: SQL expression for the `person_id` of a draft of a new profile.
NEW_PERSON_ID = "nextval('people_person_id_seq')"

#: Columns of a profile that a draft may carry, with their SQL types. NOT NULL text columns of the profile take "".
FIELDS = {
    "full_name": "text",
    "sort_key": "text",
    "search_key": "text",
    "birth_date": "date",
    "birth_year": "smallint",
    "sex": "text",
    "ethnicity": "text",
    "nationality": "text",
    "religion": "text",
    "personal_id_sealed": "bytea",
    "personal_id_index": "bytea",
    "personal_id_hint": "text",
    "sector_id": "text",
    "birthplace": "text",
    "birthplace_code": "text",
    "hometown_code": "text",
    "residence": "text",
    "residence_code": "text",
    "residence_code_before_2025": "text",
    "current_address": "text",
    "phone": "text",
    "email": "text",
    "keeper_id": "bigint",
}
_NULLABLE = {"birth_date", "birth_year", "personal_id_sealed", "personal_id_index", "sector_id", "keeper_id"}
# Sealing gives other bytes every time: the index says whether the number is another one.
_DECIDED_BY = {"personal_id_sealed": "personal_id_index", "personal_id_hint": "personal_id_index"}
GUARDIAN_FIELDS = ("full_name", "sort_key", "search_key", "birth_year", "phone")


def open_drafts() -> None:
    """Make the empty tables of the current transaction.

    person_drafts: key, person_id, is_new, version, before, and FIELDS.
    guardian_drafts: key, relation, child_id, full_name, sort_key, search_key, birth_year, phone, occupation, starts_on,
    keeper_id. guardians_written, filled by `upsert_guardians`: the same with guardian_id, guardianship_id, is_new, version,
    before.
    """
    fields = ", ".join(f"{name} {kind}" for name, kind in FIELDS.items())
    guardian = """key integer, relation text, child_id bigint, full_name text, sort_key text, search_key text, birth_year smallint,
                  phone text, occupation text, starts_on date, keeper_id bigint"""
    written = """guardian_id bigint, guardianship_id bigint, is_new boolean, version integer NOT NULL DEFAULT 1,
                 before jsonb NOT NULL DEFAULT '{}'"""
    _run(
        f"DROP TABLE IF EXISTS {PERSON_DRAFTS}, {GUARDIAN_DRAFTS}, {GUARDIANS_WRITTEN}",
        f"""CREATE TEMPORARY TABLE {PERSON_DRAFTS} (key integer PRIMARY KEY, person_id bigint NOT NULL, is_new boolean NOT NULL,
            version integer NOT NULL DEFAULT 1, before jsonb NOT NULL DEFAULT '{{}}', {fields}) ON COMMIT DROP""",
        f"CREATE TEMPORARY TABLE {GUARDIAN_DRAFTS} ({guardian}) ON COMMIT DROP",
        f"CREATE TEMPORARY TABLE {GUARDIANS_WRITTEN} ({guardian}, {written}) ON COMMIT DROP",
    )


def _differs(name: str) -> str:
    decisive = _DECIDED_BY.get(name, name)
    return f"(d.{decisive} IS NOT NULL AND d.{decisive} IS DISTINCT FROM p.{decisive})"


def _old_values(names: tuple[str, ...]) -> str:
    return " || ".join(
        f"CASE WHEN {_differs(name)} THEN jsonb_build_object('{name}', p.{name}) ELSE '{{}}' END" for name in names
    )


_INSERT_SQL = f"""
INSERT INTO people_person (id, uid, version, created_at, updated_at, policy_categories, {", ".join(FIELDS)})
SELECT person_id, {NEW_UID_SQL}, 1, now(), now(), '{{}}'::varchar[],
       {", ".join(name if name in _NULLABLE else f"coalesce({name}, '')" for name in FIELDS)}
  FROM {PERSON_DRAFTS} WHERE is_new
"""
_BEFORE_SQL = f"""
UPDATE {PERSON_DRAFTS} d SET version = p.version, before = {_old_values(tuple(FIELDS))}
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
_VERSION_SQL = f"UPDATE {PERSON_DRAFTS} SET version = version + 1 WHERE NOT is_new AND before <> '{{}}'"
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
    _run(f"ANALYZE {PERSON_DRAFTS}", _INSERT_SQL, _BEFORE_SQL, _UPDATE_SQL, _VERSION_SQL, _FOLLOW_SQL)


# Another name may be another person: where somebody else depends on the profile, it is left alone.
_PAIR_GUARDIANS_SQL = f"""
INSERT INTO {GUARDIANS_WRITTEN}
SELECT d.*, coalesce(p.id, nextval('people_person_id_seq')),
       coalesce(w.id, nextval(pg_get_serial_sequence('people_guardianship', 'id'))),
       p.id IS NULL, coalesce(p.version, 1), CASE WHEN p.id IS NULL THEN '{{}}' ELSE {_old_values(GUARDIAN_FIELDS)}
         || CASE WHEN d.occupation IS NOT NULL AND d.occupation <> w.occupation
                 THEN jsonb_build_object('occupation', w.occupation) ELSE '{{}}' END END
  FROM {GUARDIAN_DRAFTS} d
  LEFT JOIN LATERAL (SELECT id, guardian_id, occupation FROM people_guardianship o
                      WHERE o.child_id = d.child_id AND o.relation = d.relation AND o.ends_on IS NULL
                      ORDER BY o.id LIMIT 1) w ON true
  LEFT JOIN people_person p ON p.id = w.guardian_id
 WHERE p.id IS NULL OR p.sort_key = d.sort_key OR (p.account_id IS NULL AND NOT EXISTS (
       SELECT 1 FROM people_guardianship o WHERE o.guardian_id = p.id AND o.id <> w.id))
"""
_BLANKS = ", ".join(["''"] * 12)
_INSERT_GUARDIANS_SQL = f"""
INSERT INTO people_person (id, uid, version, created_at, updated_at, policy_categories, keeper_id, full_name, sort_key,
       search_key, birth_year, phone, sex, ethnicity, nationality, religion, personal_id_hint, birthplace,
       birthplace_code, hometown_code, residence, residence_code, residence_code_before_2025, current_address, email)
SELECT guardian_id, {NEW_UID_SQL}, 1, now(), now(), '{{}}'::varchar[], keeper_id, full_name, sort_key, search_key, birth_year,
       coalesce(phone, ''), CASE relation WHEN 'father' THEN 'male' WHEN 'mother' THEN 'female' ELSE '' END, {_BLANKS}
  FROM {GUARDIANS_WRITTEN} WHERE is_new
"""
_INSERT_SHIPS_SQL = f"""
INSERT INTO people_guardianship (id, child_id, guardian_id, relation, is_primary, occupation, starts_on)
SELECT guardianship_id, child_id, guardian_id, relation, false, coalesce(occupation, ''), starts_on
  FROM {GUARDIANS_WRITTEN} WHERE is_new
"""
_UPDATE_GUARDIANS_SQL = f"""
UPDATE people_person p
   SET {", ".join(f"{name} = coalesce(d.{name}, p.{name})" for name in GUARDIAN_FIELDS)},
       version = p.version + 1, updated_at = now()
  FROM {GUARDIANS_WRITTEN} d
 WHERE p.id = d.guardian_id AND NOT d.is_new AND d.before - 'occupation' <> '{{}}'
"""
_UPDATE_SHIPS_SQL = f"""
UPDATE people_guardianship w SET occupation = d.occupation
  FROM {GUARDIANS_WRITTEN} d WHERE w.id = d.guardianship_id AND NOT d.is_new AND d.before ? 'occupation'
"""
_GUARDIAN_VERSION_SQL = f"""
UPDATE {GUARDIANS_WRITTEN} SET version = version + 1 WHERE NOT is_new AND before - 'occupation' <> '{{}}'
"""


@operation
def upsert_guardians(actor: Actor) -> None:
    """Write the drafts of guardians: one open guardian per child and relation, made or brought up to date.

    A draft whose name differs from a guardian that has an account or another child is left out. Raises NotAllowed.
    """
    _require_keepers(actor, GUARDIAN_DRAFTS)
    _run(
        f"ANALYZE {GUARDIAN_DRAFTS}",
        _PAIR_GUARDIANS_SQL,
        f"ANALYZE {GUARDIANS_WRITTEN}",
        _INSERT_GUARDIANS_SQL,
        _INSERT_SHIPS_SQL,
        _UPDATE_GUARDIANS_SQL,
        _UPDATE_SHIPS_SQL,
        _GUARDIAN_VERSION_SQL,
    )


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _require_keepers(actor: Actor, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT path FROM org_orgunit WHERE id IN (SELECT keeper_id FROM {table})")
        paths = [path for (path,) in cursor.fetchall()]
    if not all(access.within(actor, Permission.EDIT, path) for path in paths):
        raise NotAllowed()
