"""Writing the tree: whole sets of units, one statement for each change of the set.

Nothing here decides, journals or announces: the operations of this room do. Days: a change of `on` counts from that day;
an end has a last day. The version of a unit that is in force on a day is the one whose period holds the day.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection

from khuevan.kernel import clock
from khuevan.kernel.text import normalize, search_key, sort_key_plain

from ..models import OrgUnit, UnitCode
from ..types import NewUnit

LOCK_EXCLUSIVE = "SELECT pg_advisory_xact_lock(hashtext('org.tree'))"
LOCK_SHARED = "SELECT pg_advisory_xact_lock_shared(hashtext('org.tree'))"

VERSION_COLUMNS = (
    "kind", "name", "short_name", "sort_key", "search_key", "parent_id", "levels", "ownership", "affiliation", "area", "flags",
    "commune_code",
)  # fmt: skip

NEW_PATHS = """
UPDATE org_orgunit u SET path = coalesce(p.path, '') || u.id || '/'
  FROM org_orgunit x LEFT JOIN org_orgunit p ON p.id = x.parent_id
 WHERE x.id = u.id AND u.id = ANY(%(ids)s)
RETURNING u.id, u.path
"""

CLOSE_VERSIONS = """
UPDATE org_unitversion SET period = daterange(lower(period), %(on)s)
 WHERE unit_id = ANY(%(ids)s) AND lower(period) < %(on)s AND (upper_inf(period) OR upper(period) > %(on)s)
"""

CORRECT_VERSIONS = f"""
UPDATE org_unitversion v
   SET {", ".join(f"{name} = u.{name}" for name in VERSION_COLUMNS)},
       reorganisation_id = coalesce(%(reorganisation)s, v.reorganisation_id)
  FROM org_orgunit u
 WHERE u.id = v.unit_id AND v.unit_id = ANY(%(ids)s) AND lower(v.period) >= coalesce(%(on)s, (
       SELECT max(lower(newest.period)) FROM org_unitversion newest WHERE newest.unit_id = u.id))
"""  # noqa: S608 - the names are ours

OPEN_VERSIONS = f"""
INSERT INTO org_unitversion (unit_id, period, reorganisation_id, {", ".join(VERSION_COLUMNS)})
SELECT u.id, daterange(%(on)s, u.valid_to + 1), %(reorganisation)s, {", ".join(f"u.{name}" for name in VERSION_COLUMNS)}
  FROM org_orgunit u
 WHERE u.id = ANY(%(ids)s) AND NOT EXISTS (
       SELECT 1 FROM org_unitversion v WHERE v.unit_id = u.id AND (upper_inf(v.period) OR upper(v.period) > %(on)s))
"""  # noqa: S608 - the names are ours

# A school put under a commune stands in it from then on.
SET_PARENTS = """
UPDATE org_orgunit u
   SET parent_id = p.id, version = u.version + 1, updated_at = %(now)s,
       affiliation = CASE WHEN %(affiliation)s = '' THEN u.affiliation ELSE %(affiliation)s END,
       commune_code = CASE WHEN u.kind = 'school' THEN coalesce(c.code, u.commune_code) ELSE u.commune_code END
  FROM unnest(%(units)s::bigint[], %(parents)s::bigint[]) AS m(unit_id, parent_id)
  JOIN org_orgunit p ON p.id = m.parent_id
  LEFT JOIN org_unitcode c
         ON c.unit_id = p.id AND p.kind = 'commune' AND c.system = 'administrative' AND c.period @> %(on)s::date
 WHERE u.id = m.unit_id
"""

# Everything below the moved units goes along, ended units too: last year's classes stay with their school. A path is the
# prefix of those below it; '0' is the character after '/', so the range is an index scan.
REWRITE_PATHS = """
WITH moved AS (
    SELECT u.path AS old_path, p.path || u.id || '/' AS new_path
      FROM org_orgunit u JOIN org_orgunit p ON p.id = u.parent_id
     WHERE u.id = ANY(%(ids)s)
)
UPDATE org_orgunit d SET path = m.new_path || substr(d.path, length(m.old_path) + 1)
  FROM moved m
 WHERE d.path >= m.old_path AND d.path < left(m.old_path, -1) || '0' AND m.new_path <> m.old_path
"""

DEPTHS = """
SELECT length(path) - length(replace(path, '/', '')), id FROM org_orgunit WHERE id = ANY(%(ids)s) ORDER BY 1, 2
"""

END_UNITS = """
UPDATE org_orgunit SET valid_to = %(last_day)s, version = version + 1, updated_at = %(now)s WHERE id = ANY(%(ids)s)
"""

END_SPANS = """
UPDATE {table} SET period = daterange(lower(period), %(last_day)s::date + 1)
 WHERE unit_id = ANY(%(ids)s) AND (upper_inf(period) OR upper(period) > %(last_day)s::date + 1)
"""


def lock(*, exclusive: bool) -> None:
    """Until the end of the transaction. Founding units shares the tree; moving, ending and reorganising do not."""
    execute(LOCK_EXCLUSIVE if exclusive else LOCK_SHARED)


def found(
    rows: Sequence[tuple[NewUnit, OrgUnit | None]],
    *,
    on: date,
    until: date | None = None,
    reorganisation_id: int | None = None,
) -> list[OrgUnit]:
    """New units below parents that exist already, with first version and codes; `guards.codes_are_free` is still to ask."""
    units = OrgUnit.objects.bulk_create([_unit(row, parent, on, until) for row, parent in rows])
    ids = [unit.pk for unit in units]
    paths = dict(fetch(NEW_PATHS, ids=ids))
    for unit in units:
        unit.path = paths[unit.pk]
    write_versions(ids, on=on, reorganisation_id=reorganisation_id)
    UnitCode.objects.bulk_create(
        UnitCode(unit=unit, system=system, code=code, period=(on, _after(until)))
        for unit, (row, _parent) in zip(units, rows, strict=True)
        for system, code in row.codes
    )
    return units


def move(rows: Sequence[tuple[OrgUnit, int]], *, on: date, affiliation: str = "", reorganisation_id: int | None = None) -> None:
    """Put units below new parents, with everything below them. `rows`: (unit, id of the new parent)."""
    ids = [unit.pk for unit, _parent_id in rows]
    parents = [parent_id for _unit, parent_id in rows]
    execute(SET_PARENTS, units=ids, parents=parents, on=on, affiliation=affiliation, now=clock.now())
    rewrite_paths(ids)
    write_versions(ids, on=on, reorganisation_id=reorganisation_id)


def rewrite_paths(ids: Sequence[int]) -> None:
    """Let the paths of units whose parents changed, and of everything below them, follow.

    Units of equal depth cannot stand inside each other, so one statement serves each depth, outermost first. Again until
    nothing changes, since a new parent may itself be among the units.
    """
    changed = True
    while changed:
        by_depth = groupby(fetch(DEPTHS, ids=list(ids)), key=itemgetter(0))
        layers = [[pk for _depth, pk in layer] for _depth, layer in by_depth]
        changed = sum(execute(REWRITE_PATHS, ids=layer) for layer in layers) > 0


def end(ids: Sequence[int], *, last_day: date) -> None:
    """End units, their versions and their codes. Their paths stay as they are that day."""
    execute(END_UNITS, ids=list(ids), last_day=last_day, now=clock.now())
    for table in ("org_unitversion", "org_unitcode"):
        execute(END_SPANS.format(table=table), ids=list(ids), last_day=last_day)


def write_versions(ids: Iterable[int], *, on: date | None, reorganisation_id: int | None = None) -> None:
    """Let the history follow the columns of the units: a new span from `on`; None corrects the present span in place."""
    parameters: dict[str, Any] = {"ids": list(ids), "on": on, "reorganisation": reorganisation_id}
    if on is not None:
        execute(CLOSE_VERSIONS, **parameters)
    execute(CORRECT_VERSIONS, **parameters)
    if on is not None:
        execute(OPEN_VERSIONS, **parameters)


def set_name(unit: OrgUnit, name: str, short_name: str) -> None:
    """Name and keys on the instance; not saved."""
    unit.name, unit.short_name = normalize(name), normalize(short_name)
    unit.sort_key, unit.search_key = sort_key_plain(unit.name), search_key(unit.name)


def execute(sql: str, **parameters: Any) -> int:
    """Run a statement; returns how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.rowcount


def fetch(sql: str, **parameters: Any) -> Iterator[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return iter(cursor.fetchall())


def _unit(row: NewUnit, parent: OrgUnit | None, on: date, until: date | None) -> OrgUnit:
    unit = OrgUnit(
        kind=row.kind,
        parent=parent,
        valid_from=on,
        valid_to=until,
        levels=list(row.levels),
        ownership=row.ownership,
        affiliation=row.affiliation,
        area=row.area,
        flags=list(row.flags),
        commune_code=row.commune_code,
        address=row.address,
    )
    set_name(unit, row.name, row.short_name)
    return unit


def _after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None
