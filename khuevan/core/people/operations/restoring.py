"""Taking back what the drafts wrote, profile by profile exactly as it was, if nobody touched it since."""

# ruff: noqa: S608 - every piece of the statements is a name of our own

from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from .drafts import FIELDS, GUARDIAN_FIELDS, GUARDIANS_WRITTEN, PERSON_DRAFTS, _require_keepers

# (condition of being kept, why); `p` is the profile as it is, `d` the draft as it was written.
_KEPT_PERSONS_SQL = f"""
SELECT d.key, CASE WHEN p.id IS NULL THEN 'gone' WHEN p.version <> d.version THEN 'edited'
                   WHEN d.is_new AND p.account_id IS NOT NULL THEN 'account' WHEN p.merged_into_id IS NOT NULL THEN 'merged' END
  FROM {PERSON_DRAFTS} d LEFT JOIN people_person p ON p.id = d.person_id
 WHERE p.id IS NULL OR p.version <> d.version OR (d.is_new AND p.account_id IS NOT NULL) OR p.merged_into_id IS NOT NULL
"""
_KEPT_GUARDIANS_SQL = f"""
SELECT d.key, 'guardian'
  FROM {GUARDIANS_WRITTEN} d
  LEFT JOIN people_person p ON p.id = d.guardian_id
  LEFT JOIN people_guardianship w ON w.id = d.guardianship_id
 WHERE p.id IS NULL OR w.id IS NULL OR p.version <> d.version OR w.ends_on IS NOT NULL
    OR (d.is_new AND (p.account_id IS NOT NULL OR EXISTS (
        SELECT 1 FROM people_guardianship o WHERE o.guardian_id = p.id AND o.id <> w.id)))
"""
_NEW_GUARDIANSHIPS_SQL = f"""
SELECT d.key, 'guardian'
  FROM {PERSON_DRAFTS} d JOIN people_guardianship w ON w.child_id = d.person_id
 WHERE d.is_new AND NOT EXISTS (SELECT 1 FROM {GUARDIANS_WRITTEN} g WHERE g.guardianship_id = w.id AND g.is_new)
"""


def unrestorable() -> dict[int, str]:
    """Key of a draft -> why its row has to stay as it is."""
    words = {
        "gone": _("Hồ sơ không còn nữa."),
        "edited": _("Hồ sơ đã được sửa sau khi nhập, nên giữ nguyên. Hãy sửa tay nếu cần."),
        "account": _("Người này đã có tài khoản, nên giữ hồ sơ."),
        "merged": _("Hồ sơ đã được gộp vào hồ sơ khác, nên giữ nguyên."),
        "guardian": _("Thông tin cha mẹ, người giám hộ đã được sửa sau khi nhập, nên giữ nguyên cả hồ sơ."),
    }
    reasons: dict[int, str] = {}
    with connection.cursor() as cursor:
        for statement in (_KEPT_PERSONS_SQL, _KEPT_GUARDIANS_SQL, _NEW_GUARDIANSHIPS_SQL):
            cursor.execute(statement)
            for key, reason in cursor.fetchall():
                reasons.setdefault(key, words[reason])
    return reasons


def _old(fields: Iterable[tuple[str, str]], alias: str) -> str:
    """Assignments that give back the old values that `before` holds, NULL included."""
    return ", ".join(
        f"{name} = CASE WHEN d.before ? '{name}' THEN (d.before->>'{name}')::{kind} ELSE {alias}.{name} END"
        for name, kind in fields
    )


_GUARDIAN_KINDS = [(name, FIELDS[name]) for name in GUARDIAN_FIELDS]
# What the search for duplicates noted about new profiles goes with them.
_FORGET_PAIRS_SQL = tuple(
    f"""DELETE FROM {table} x USING {drafts} d
         WHERE d.key = ANY(%(keys)s) AND d.is_new AND d.{person} IN (x.first_id, x.second_id)"""
    for table in ("people_duplicatepair", "people_duplicateverdict")
    for drafts, person in ((PERSON_DRAFTS, "person_id"), (GUARDIANS_WRITTEN, "guardian_id"))
)
_RESTORE_SQL = (
    *_FORGET_PAIRS_SQL,
    # Guardians followed the child to another keeper, and follow him back.
    f"""UPDATE people_person g SET keeper_id = (d.before->>'keeper_id')::bigint
          FROM people_guardianship w, {PERSON_DRAFTS} d
         WHERE d.key = ANY(%(keys)s) AND d.before ? 'keeper_id' AND w.child_id = d.person_id AND w.ends_on IS NULL
           AND g.id = w.guardian_id AND g.keeper_id = (SELECT keeper_id FROM people_person WHERE id = d.person_id)""",
    f"""UPDATE people_guardianship w SET occupation = d.before->>'occupation'
          FROM {GUARDIANS_WRITTEN} d
         WHERE d.key = ANY(%(keys)s) AND w.id = d.guardianship_id AND NOT d.is_new AND d.before ? 'occupation'""",
    f"""UPDATE people_person p SET {_old(_GUARDIAN_KINDS, "p")}, version = p.version + 1, updated_at = now()
          FROM {GUARDIANS_WRITTEN} d
         WHERE d.key = ANY(%(keys)s) AND p.id = d.guardian_id AND NOT d.is_new AND d.before - 'occupation' <> '{{}}'""",
    f"""DELETE FROM people_guardianship w USING {GUARDIANS_WRITTEN} d
         WHERE d.key = ANY(%(keys)s) AND d.is_new AND w.id = d.guardianship_id""",
    f"""DELETE FROM people_person p USING {GUARDIANS_WRITTEN} d
         WHERE d.key = ANY(%(keys)s) AND d.is_new AND p.id = d.guardian_id""",
    f"""UPDATE people_person p SET {_old(FIELDS.items(), "p")}, version = p.version + 1, updated_at = now()
          FROM {PERSON_DRAFTS} d
         WHERE d.key = ANY(%(keys)s) AND p.id = d.person_id AND NOT d.is_new AND d.before <> '{{}}'""",
    f"""DELETE FROM people_person p USING {PERSON_DRAFTS} d
         WHERE d.key = ANY(%(keys)s) AND d.is_new AND p.id = d.person_id""",
)


@operation
def restore_persons(actor: Actor, *, keys: list[int]) -> None:
    """Put back the profiles of these drafts and delete those that were new. The caller asked `unrestorable` before.

    Raises NotAllowed; IntegrityError (at once, in the caller's savepoint) when something else refers to a new profile.
    """
    _require_keepers(actor, PERSON_DRAFTS)
    with connection.cursor() as cursor:
        for statement in _RESTORE_SQL:
            cursor.execute(statement, {"keys": keys})
