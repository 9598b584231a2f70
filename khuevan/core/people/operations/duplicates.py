"""Searching a whole reach for profiles that may be one person, in one statement; and saying that two are not."""

from typing import Any

from django.db import connection

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from .. import rules
from ..models import DuplicatePair, DuplicateSearch, DuplicateVerdict, Person
from ..types import Permission

_COLUMNS = ("id", "search_key", "birth_date", "sex", "personal_id_index", "phone", "keeper_id", "sort_key")

# Names that are only alike are compared within blocks: the same day of birth, and the same given name or the same words before
# it. That way a province takes half a minute, and a slip of the hand is mostly in one of the two. Two profiles with different
# personal numbers are two people unless their names and births are the same.
_SEARCH_SQL = """
WITH mine AS MATERIALIZED (
    SELECT p.id, p.search_key AS name, p.birth_date AS born, p.sex, p.personal_id_index AS number, p.phone,
           p.keeper_id AS keeper, p.sort_key,
           substring(p.search_key from '[^ ]+$') AS given, substring(p.search_key from '^(.*) [^ ]+$') AS before
      FROM ({scoped}) p
), phones AS MATERIALIZED (
    SELECT m.id, m.name, m.phone FROM mine m WHERE m.phone <> ''
    UNION
    SELECT m.id, m.name, g.phone
      FROM mine m JOIN people_guardianship w ON w.child_id = m.id AND w.ends_on IS NULL
      JOIN people_person g ON g.id = w.guardian_id AND g.phone <> ''
), found(one, other, reason) AS (
    SELECT a.id, b.id, 'same_name_and_birth' FROM mine a JOIN mine b ON b.born = a.born AND b.name = a.name AND a.id < b.id
    UNION ALL
    SELECT a.id, b.id, 'swapped_birth'
      FROM mine a JOIN mine b ON b.name = a.name AND extract(day from a.born) <= 12
       AND b.born = make_date(extract(year from a.born)::int, extract(day from a.born)::int, extract(month from a.born)::int)
       AND a.born < b.born
     WHERE a.number IS NULL OR b.number IS NULL
    UNION ALL
    SELECT a.id, b.id, 'similar_name'
      FROM mine a JOIN mine b ON b.born = a.born AND b.given = a.given AND b.name <> a.name AND a.id < b.id
     WHERE similarity(a.name, b.name) >= %s AND (a.number IS NULL OR b.number IS NULL)
       AND (a.sex = b.sex OR '' IN (a.sex, b.sex))
    UNION ALL
    SELECT a.id, b.id, 'similar_name'
      FROM mine a JOIN mine b ON b.born = a.born AND b.before = a.before AND b.given <> a.given AND a.id < b.id
     WHERE similarity(a.name, b.name) >= %s AND (a.number IS NULL OR b.number IS NULL)
       AND (a.sex = b.sex OR '' IN (a.sex, b.sex))
    UNION ALL
    SELECT a.id, b.id, 'same_phone' FROM phones a JOIN phones b ON b.phone = a.phone AND b.name = a.name AND a.id < b.id
), pairs AS (
    SELECT least(f.one, f.other) AS first, greatest(f.one, f.other) AS second, array_agg(DISTINCT f.reason) AS reasons
      FROM found f GROUP BY 1, 2
)
INSERT INTO people_duplicatepair (first_id, second_id, reasons, score, found_at, path, sort_key)
SELECT p.first, p.second, p.reasons,
       (SELECT max(s.score) FROM unnest(p.reasons) r JOIN unnest(%s::text[], %s::int[]) s(reason, score) ON s.reason = r)
       - CASE WHEN a.number <> b.number THEN %s ELSE 0 END,
       %s, {shared}, a.sort_key
  FROM pairs p JOIN mine a ON a.id = p.first JOIN mine b ON b.id = p.second
  LEFT JOIN org_orgunit one ON one.id = a.keeper LEFT JOIN org_orgunit other ON other.id = b.keeper
 WHERE NOT EXISTS (SELECT 1 FROM people_duplicateverdict v WHERE v.first_id = p.first AND v.second_id = p.second)
    ON CONFLICT (first_id, second_id) DO UPDATE
   SET reasons = excluded.reasons, score = excluded.score, found_at = excluded.found_at,
       path = excluded.path, sort_key = excluded.sort_key
"""
# The path down to the last unit that two paths share: "1/5/9/" and "1/5/12/" share "1/5/".
_SHARED_PATH_SQL = """
coalesce((SELECT string_agg(part, '/' ORDER BY place) || '/'
            FROM (SELECT part, place, bool_and(part = opposite) OVER (ORDER BY place) AS same
                    FROM unnest(string_to_array(rtrim(one.path, '/'), '/'), string_to_array(rtrim(other.path, '/'), '/'))
                         WITH ORDINALITY AS parts (part, opposite, place)) compared
           WHERE same), '')
"""


@operation
def find_duplicates(actor: Actor) -> int:
    """Search everybody whom the actor may merge; returns how many pairs were found. Pairs that are none any more are forgotten.

    A school takes well under a second; for a province start the job `people.find_duplicates`. Raises NotAllowed.
    """
    access.require(actor, Permission.MERGE)
    now = clock.now()
    mine = access.scope(actor, Permission.MERGE, Person.objects.filter(merged_into=None))
    scoped, scope = mine.order_by().values(*_COLUMNS).query.sql_with_params()
    reasons, scores = list(rules.SCORES), list(rules.SCORES.values())
    parameters = (*scope, rules.ALIKE, rules.ALIKE, reasons, scores, rules.DIFFERENT_NUMBERS, now)
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH_SQL.format(scoped=scoped, shared=_SHARED_PATH_SQL), parameters)
        found = cursor.rowcount
    ids = mine.values("pk")
    DuplicatePair.objects.filter(first__in=ids, second__in=ids, found_at__lt=now).delete()
    _remember_search(actor, now)
    return found


@operation
def dismiss_pair(actor: Actor, *, pair: DuplicatePair) -> DuplicateVerdict:
    """«Không phải một người»: the pair is not shown again, whoever searches. Raises NotAllowed."""
    for person in (pair.first, pair.second):
        access.require(actor, Permission.MERGE, person)
    verdict, _made = DuplicateVerdict.objects.get_or_create(
        first=pair.first,
        second=pair.second,
        defaults={"made_at": clock.now(), "made_by_id": actor.user_id, "made_by_name": actor.name[:120]},
    )
    DuplicatePair.objects.filter(first=pair.first, second=pair.second).delete()
    audit.record(actor, "people.pair_dismissed", pair.first, changes={"other": ["", pair.second.full_name]})
    return verdict


def _remember_search(actor: Actor, now: Any) -> None:
    DuplicateSearch.objects.bulk_create(
        [DuplicateSearch(path=path, searched_at=now) for path in actor.paths(Permission.MERGE)],
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["searched_at"],
    )
