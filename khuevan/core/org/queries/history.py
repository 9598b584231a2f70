"""The tree of any day, and what became of the units of the past."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from django.db import connection

from khuevan.core.access import api as access
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound

from .. import rules
from ..models import OrgUnit, Succession, UnitVersion
from ..types import Institution, Lineage, Permission, UnitKind, UnitState

STATE_COLUMNS = """v.unit_id, u.uid, v.kind, v.name, v.short_name, v.parent_id, lower(v.period), upper(v.period) - 1, v.levels,
       v.ownership, v.affiliation, v.area, v.flags, v.commune_code"""

TREE = f"""
WITH RECURSIVE tree AS (
    SELECT v.id, v.unit_id, 0 AS depth, ARRAY[v.sort_key::text COLLATE "C"] AS place
      FROM org_unitversion v
     WHERE v.period @> %(day)s::date
       AND CASE WHEN %(root)s::bigint IS NULL THEN v.parent_id IS NULL ELSE v.unit_id = %(root)s END
    UNION ALL
    SELECT v.id, v.unit_id, tree.depth + 1,
           tree.place || (chr(64 + array_position(%(kinds)s::text[], v.kind::text)) || v.sort_key::text) COLLATE "C"
      FROM org_unitversion v JOIN tree ON v.parent_id = tree.unit_id
     WHERE v.period @> %(day)s::date AND v.kind <> 'class' AND tree.depth < %(deepest)s
)
SELECT {STATE_COLUMNS}, tree.depth
  FROM tree JOIN org_unitversion v ON v.id = tree.id JOIN org_orgunit u ON u.id = v.unit_id
 ORDER BY tree.place, v.unit_id
"""  # noqa: S608 - the columns are ours

# Units right below one (or the roots, for NULL) on a day, each with the number of its own children.
CHILDREN = f"""
SELECT {STATE_COLUMNS}, 0 AS depth, (
       SELECT count(*) FROM org_unitversion c WHERE c.parent_id = v.unit_id AND c.period @> %(day)s::date AND c.kind <> 'class')
  FROM org_unitversion v JOIN org_orgunit u ON u.id = v.unit_id
 WHERE v.period @> %(day)s::date AND v.kind <> 'class' AND v.parent_id IS NOT DISTINCT FROM %(parent)s
 ORDER BY array_position(%(kinds)s::text[], v.kind::text), v.sort_key, v.unit_id
"""  # noqa: S608 - the columns are ours

# From a unit upward on a day.
LINE = f"""
WITH RECURSIVE line AS (
    SELECT v.id, v.parent_id, 0 AS depth FROM org_unitversion v WHERE v.unit_id = %(unit)s AND v.period @> %(day)s::date
    UNION ALL
    SELECT v.id, v.parent_id, line.depth + 1 FROM org_unitversion v JOIN line ON v.unit_id = line.parent_id
     WHERE v.period @> %(day)s::date
)
SELECT {STATE_COLUMNS}, 0 FROM line JOIN org_unitversion v ON v.id = line.id JOIN org_orgunit u ON u.id = v.unit_id
 ORDER BY line.depth DESC
"""  # noqa: S608 - the columns are ours

# Along the successions from some units, to those in force on a day ({start} and {end} are predecessor and successor, or back).
CHAIN = """
WITH RECURSIVE chain(unit_id) AS (
    SELECT unnest(%(units)s::bigint[])
    UNION
    SELECT s.{end}_id FROM org_succession s JOIN chain ON s.{start}_id = chain.unit_id
)
SELECT {columns}, 0
  FROM chain
  JOIN org_unitversion v ON v.unit_id = chain.unit_id AND v.period @> %(day)s::date
  JOIN org_orgunit u ON u.id = v.unit_id
 ORDER BY array_position(%(kinds)s::text[], v.kind::text), v.sort_key, v.unit_id
"""

INSTITUTIONS = """
WITH RECURSIVE up AS (
    SELECT v.unit_id AS school_id, v.parent_id, ARRAY[]::bigint[] AS ancestors, NULL::bigint AS commune_id
      FROM org_unitversion v WHERE v.kind = 'school' AND v.period @> %(day)s::date
    UNION ALL
    SELECT up.school_id, p.parent_id, p.unit_id || up.ancestors,
           coalesce(up.commune_id, CASE WHEN p.kind = 'commune' THEN p.unit_id END)
      FROM up JOIN org_unitversion p ON p.unit_id = up.parent_id AND p.period @> %(day)s::date
)
SELECT u.id, u.uid, v.name, v.levels, v.ownership, v.affiliation, v.area, v.flags, v.commune_code,
       coalesce(up.commune_id, located.unit_id), up.ancestors
  FROM up
  JOIN org_unitversion v ON v.unit_id = up.school_id AND v.period @> %(day)s::date
  JOIN org_orgunit u ON u.id = v.unit_id
  LEFT JOIN LATERAL (
       SELECT c.unit_id FROM org_unitcode c JOIN org_unitversion x ON x.unit_id = c.unit_id AND x.period @> %(day)s::date
        WHERE c.system = 'administrative' AND c.code = v.commune_code AND c.period @> %(day)s::date AND x.kind = 'commune'
       ) located ON up.commune_id IS NULL
 WHERE up.parent_id IS NULL
 ORDER BY v.sort_key, u.id
"""


def tree_as_of(actor: Actor, day: date, root: OrgUnit | None = None, *, deepest: int = 20) -> list[UnitState]:
    """The tree of a day from a root (None: from the top), parents before children, classes left out."""
    return _states(actor, TREE, day=day, root=root.pk if root else None, deepest=deepest)


def children_as_of(actor: Actor, day: date, parent_id: int | None) -> list[UnitState]:
    """The units right below one on a day (None: the roots), with the number of their own children."""
    return _states(actor, CHILDREN, day=day, parent=parent_id)


def line_as_of(actor: Actor, day: date, unit_id: int) -> list[UnitState]:
    """A unit with everything above it on a day, from the root down; empty when it was not in force."""
    return _states(actor, LINE, day=day, unit=unit_id)


def unit_as_of(actor: Actor, day: date, unit_id: int) -> UnitState:
    """A unit as it was on a day. Raises NotFound when it was not in force, or is a class."""
    line = line_as_of(actor, day, unit_id)
    if not line or line[-1].kind == UnitKind.CLASS:
        raise NotFound()
    return line[-1]


def successors(actor: Actor, units: Iterable[OrgUnit], *, on: date | None = None) -> list[UnitState]:
    """Which units in force on a day (today) units of the past became, through any number of reorganisations.

    A unit still in force is its own successor.
    """
    return _chain(actor, units, on or clock.today(), start="predecessor", end="successor")


def predecessors(actor: Actor, units: Iterable[OrgUnit], *, on: date) -> list[UnitState]:
    """Which units in force on a day of the past became these units, wholly or in part."""
    return _chain(actor, units, on, start="successor", end="predecessor")


def became(actor: Actor, unit: OrgUnit) -> list[Lineage]:
    """What a unit became, one step on."""
    return _lineage(actor, unit, "predecessor", "successor")


def came_from(actor: Actor, unit: OrgUnit) -> list[Lineage]:
    """What a unit came from, one step back."""
    return _lineage(actor, unit, "successor", "predecessor")


def spans(actor: Actor, unit: OrgUnit) -> list[UnitVersion]:
    """Every state of a unit with its dates, newest first, with parent and reorganisation."""
    if not access.can(actor, Permission.VIEW):
        return []
    return list(UnitVersion.objects.filter(unit=unit).select_related("parent", "reorganisation").order_by("-period"))


def institutions(actor: Actor, day: date) -> list[Institution]:
    """The schools in force on a day with what figures are broken down by, ordered by name."""
    if not access.can(actor, Permission.VIEW):
        return []
    return [_institution(row) for row in _fetch(INSTITUTIONS, day=day)]


def first_day(actor: Actor) -> date | None:
    """The first day the tree knows of."""
    if not access.can(actor, Permission.VIEW):
        return None
    return OrgUnit.objects.order_by("valid_from").values_list("valid_from", flat=True).first()


def _chain(actor: Actor, units: Iterable[OrgUnit], day: date, *, start: str, end: str) -> list[UnitState]:
    sql = CHAIN.format(start=start, end=end, columns=STATE_COLUMNS)
    return _states(actor, sql, day=day, units=[unit.pk for unit in units])


def _lineage(actor: Actor, unit: OrgUnit, here: str, there: str) -> list[Lineage]:
    if not access.can(actor, Permission.VIEW):
        return []
    links = Succession.objects.filter(**{here: unit}).select_related(there, "reorganisation").order_by(f"{there}__sort_key")
    return [_link(getattr(link, there), link.reorganisation) for link in links]


def _link(unit: OrgUnit, reorganisation: Any) -> Lineage:
    return Lineage(
        unit_id=unit.pk,
        name=unit.name,
        since=unit.valid_from,
        until=unit.valid_to,
        reorganisation_id=reorganisation.pk,
        title=reorganisation.title,
        effective_on=reorganisation.effective_on,
    )


def _states(actor: Actor, sql: str, **parameters: Any) -> list[UnitState]:
    if not access.can(actor, Permission.VIEW):
        return []
    return [_state(row) for row in _fetch(sql, kinds=list(UnitKind.values), **parameters)]


def _state(row: Sequence[Any]) -> UnitState:
    *columns, depth, children = row if len(row) == len(fields(UnitState)) else (*row, None)
    unit_id, uid, kind, name, short_name, parent_id, since, until, levels, ownership, affiliation, area, flags, code = columns
    return UnitState(
        unit_id=unit_id,
        uid=uid,
        kind=UnitKind(kind),
        name=name,
        short_name=short_name,
        parent_id=parent_id,
        since=since,
        until=until,
        levels=tuple(levels),
        ownership=ownership,
        affiliation=affiliation,
        area=area,
        flags=tuple(flags),
        commune_code=code,
        depth=depth,
        children=children,
    )


def _institution(row: Sequence[Any]) -> Institution:
    unit_id, uid, name, levels, ownership, affiliation, area, flags, commune_code, commune_id, ancestors = row
    return Institution(
        unit_id=unit_id,
        uid=uid,
        name=name,
        type=rules.institution_type(levels, flags),
        levels=tuple(levels),
        ownership=ownership,
        affiliation=affiliation,
        area=area,
        flags=tuple(flags),
        commune_code=commune_code,
        commune_id=commune_id,
        ancestors=tuple(ancestors),
    )


def _fetch(sql: str, **parameters: Any) -> Iterator[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return iter(cursor.fetchall())
