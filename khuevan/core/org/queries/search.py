"""Finding units by name, former name or code, without regard to diacritics."""

from datetime import date
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.text import normalize, search_key
from khuevan.web.search import Hit

from ..types import Found, Permission, UnitKind

SHORTEST = 2

# Every word of the text occurs in the name (trigram index), or the text is a code. Of a unit the state of the day comes
# first, then its other names; units in force that day come before units that are not.
SEARCH = """
WITH found AS (
    SELECT v.unit_id, v.name, v.search_key, v.period, 0 AS by_code
      FROM org_unitversion v
     WHERE v.search_key LIKE ALL(%(patterns)s) AND v.kind <> 'class'
    UNION ALL
    SELECT v.unit_id, v.name, v.search_key, v.period, 1
      FROM org_unitcode c JOIN org_unitversion v ON v.unit_id = c.unit_id
     WHERE c.code = %(code)s AND v.kind <> 'class'
), best AS (
    SELECT DISTINCT ON (unit_id) unit_id, name, search_key, by_code, period @> %(day)s::date AS now_so
      FROM found ORDER BY unit_id, by_code DESC, period @> %(day)s::date DESC, lower(period) DESC
)
SELECT u.id, u.kind, coalesce(s.name, u.name), best.name, coalesce(above.name, parent.name, ''), s.id IS NOT NULL, u.valid_to
  FROM best
  JOIN org_orgunit u ON u.id = best.unit_id
  LEFT JOIN org_unitversion s ON s.unit_id = u.id AND s.period @> %(day)s::date
  LEFT JOIN org_unitversion above ON above.unit_id = s.parent_id AND above.period @> %(day)s::date
  LEFT JOIN org_orgunit parent ON parent.id = u.parent_id
 WHERE (s.id IS NOT NULL OR NOT %(only_in_force)s) AND (%(kinds)s::text[] IS NULL OR u.kind = ANY(%(kinds)s))
 ORDER BY best.by_code DESC, s.id IS NOT NULL DESC, best.now_so DESC, best.search_key LIKE %(prefix)s DESC,
          length(best.search_key), u.sort_key, u.id
 LIMIT %(limit)s
"""


def search(
    actor: Actor,
    text: str,
    *,
    day: date | None = None,
    kinds: tuple[str, ...] | None = None,
    only_in_force: bool = False,
    limit: int = 20,
) -> list[Found]:
    """Units by words of a name they have or had, or by a code; those in force on the day (today) first."""
    words = search_key(text).split()
    if sum(map(len, words)) < SHORTEST or not access.can(actor, Permission.VIEW):
        return []
    parameters: dict[str, Any] = {
        "patterns": [f"%{word}%" for word in words],
        "prefix": " ".join(words) + "%",
        "code": normalize(text),
        "day": day or clock.today(),
        "kinds": list(kinds) if kinds else None,
        "only_in_force": only_in_force,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(SEARCH, parameters)
        return [_found(row) for row in cursor.fetchall()]


def global_search(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Units for the search of the whole site."""
    return [_hit(found) for found in search(actor, text, limit=limit)]


def _hit(found: Found) -> Hit:
    words = [str(found.kind.label), found.parent_name]
    if found.matched:
        words.append(_("tên khác: %(name)s") % {"name": found.matched})
    if not found.in_force:
        words.append(_("đã kết thúc"))
    url = reverse("org:unit", args=[found.unit_id])
    return Hit(found.name, url, " · ".join(word for word in words if word), "building-community")


def _found(row: tuple[Any, ...]) -> Found:
    unit_id, kind, name, matched, parent_name, in_force, ended_on = row
    return Found(unit_id, UnitKind(kind), name, matched if matched != name else "", parent_name, in_force, ended_on)
