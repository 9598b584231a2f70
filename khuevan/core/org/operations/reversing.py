"""Undoing a reorganisation while nothing was built on it."""

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation

from .. import queries
from ..events import ReorganisationReversed
from ..models import OrgUnit, Reorganisation, UnitTrace
from ..rules import VERSIONED_FIELDS
from ..types import AlreadyReversed, ChangedSince, InUse, Permission, ReorganisationState
from . import guards, tree

Undo = Callable[[Actor, int], None]
_undos: list[Undo] = []

TREE_COLUMNS = ("parent_id", "name", "short_name", "sort_key", "search_key", "valid_to", *sorted(VERSIONED_FIELDS))

# Units whose newest span is not the one that the reorganisation left.
CHANGED_AFTERWARDS = """
SELECT u.name, max(lower(v.period))
  FROM org_unittrace t JOIN org_orgunit u ON u.id = t.unit_id JOIN org_unitversion v ON v.unit_id = u.id
 WHERE t.reorganisation_id = %(reorganisation)s
 GROUP BY u.id, u.name, t.after
HAVING (array_agg(to_jsonb(v) ORDER BY lower(v.period) DESC))[1] <> t.after -> 'version'
 ORDER BY u.name LIMIT 1
"""

DROP_VERSIONS = """
DELETE FROM org_unitversion v USING org_unittrace t
 WHERE t.reorganisation_id = %(reorganisation)s AND t.unit_id = v.unit_id AND t.before IS NOT NULL
   AND v.id = (t.after -> 'version' ->> 'id')::bigint AND v.id <> (t.before -> 'version' ->> 'id')::bigint
"""

RESTORE_VERSIONS = f"""
UPDATE org_unitversion v
   SET period = b.period, reorganisation_id = b.reorganisation_id,
       {", ".join(f"{name} = b.{name}" for name in tree.VERSION_COLUMNS)}
  FROM org_unittrace t, jsonb_populate_record(NULL::org_unitversion, t.before -> 'version') b
 WHERE t.reorganisation_id = %(reorganisation)s AND v.id = b.id
"""  # noqa: S608 - the names are ours

RESTORE_UNITS = f"""
UPDATE org_orgunit u
   SET version = u.version + 1, updated_at = %(now)s, {", ".join(f"{name} = b.{name}" for name in TREE_COLUMNS)}
  FROM org_unittrace t, jsonb_populate_record(NULL::org_orgunit, t.before -> 'unit') b
 WHERE t.reorganisation_id = %(reorganisation)s AND t.before IS NOT NULL AND u.id = t.unit_id
"""  # noqa: S608 - the names are ours

# Only units that ended lost the end of their codes.
RESTORE_CODES = """
UPDATE org_unitcode c SET period = b.period
  FROM org_unittrace t, jsonb_populate_recordset(NULL::org_unitcode, t.before -> 'codes') b
 WHERE t.reorganisation_id = %(reorganisation)s AND c.id = b.id
   AND t.before -> 'unit' ->> 'valid_to' IS DISTINCT FROM t.after -> 'unit' ->> 'valid_to'
"""


def undoes_reorganisation(undo: Undo) -> Undo:
    """For rooms that follow a reorganisation by themselves (posts): `undo(actor, reorganisation_id)` takes back what they did.

    It runs inside the reversal, before it looks for what uses the new units.
    """
    _undos.append(undo)
    return undo


@operation
def reverse_reorganisation(actor: Actor, *, reorganisation: Reorganisation) -> Reorganisation:
    """Put the tree back as it was before the application, as if it had never been.

    Allowed until something refers to the units it founded, or something it touched was changed again. Raises NotAllowed,
    AlreadyReversed, ChangedSince, InUse.
    """
    access.require(actor, Permission.REORGANISE, reorganisation)
    tree.lock(exclusive=True)
    applied = Reorganisation.objects.select_for_update().get(pk=reorganisation.pk)
    if applied.state != ReorganisationState.APPLIED:
        raise AlreadyReversed()
    for undo in _undos:
        undo(actor, applied.pk)
    founded = list(UnitTrace.objects.filter(reorganisation=applied, before__isnull=True).values_list("unit_id", flat=True))
    _refuse_if_used(applied, founded)
    _restore(applied, founded)
    applied.state, applied.reversed_at, applied.reversed_by_id = ReorganisationState.REVERSED, clock.now(), actor.user_id
    applied.version += 1
    applied.save(update_fields=["state", "reversed_at", "reversed_by", "version", "updated_at"])
    audit.record(actor, "org.reorganisation_reversed", applied)
    publish(ReorganisationReversed(reorganisation_id=applied.pk, effective_on=applied.effective_on))
    return applied


def _refuse_if_used(applied: Reorganisation, founded: Sequence[int]) -> None:
    for name, day in tree.fetch(CHANGED_AFTERWARDS, reorganisation=applied.pk):
        raise ChangedSince(name=name, day=f"{day:%d/%m/%Y}")
    uses = queries.uses(founded)
    traced = applied.traces.values("unit_id")
    newcomers = list(OrgUnit.objects.filter(parent__in=founded).exclude(pk__in=traced).values_list("name", flat=True))
    if newcomers:
        uses.append((guards.examples(newcomers), len(newcomers)))
    if uses:
        raise InUse(uses="; ".join(f"{what} ({count})" for what, count in uses))


def _restore(applied: Reorganisation, founded: Sequence[int]) -> None:
    applied.successions.all().delete()
    tree.execute(DROP_VERSIONS, reorganisation=applied.pk)
    tree.execute(RESTORE_VERSIONS, reorganisation=applied.pk)
    tree.execute(RESTORE_UNITS, reorganisation=applied.pk, now=clock.now())
    tree.rewrite_paths(list(applied.traces.filter(before__isnull=False).values_list("unit_id", flat=True)))
    tree.execute(RESTORE_CODES, reorganisation=applied.pk)
    applied.traces.all().delete()
    _delete(founded)


def _delete(founded: Sequence[int]) -> None:
    """From the deepest up, since a parent is protected by what stands below it."""
    by_depth = groupby(tree.fetch(tree.DEPTHS, ids=list(founded)), key=itemgetter(0))
    for layer in reversed([[pk for _depth, pk in rows] for _depth, rows in by_depth]):
        OrgUnit.objects.filter(pk__in=layer).delete()
