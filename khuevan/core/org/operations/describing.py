"""What a reorganisation that was just carried out has changed, in words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from .. import queries
from ..models import OrgUnit, UnitTrace
from ..rules import VERSIONED_FIELDS
from ..types import Change, KindCount, Preview, PreviewRow, UnitKind
from .tree import fetch
from .work import Work

KIND_ORDER = list(UnitKind.values)

INSIDE = """
SELECT DISTINCT d.id FROM org_orgunit m JOIN org_orgunit d ON d.path >= m.path AND d.path < left(m.path, -1) || '0'
 WHERE m.id = ANY(%(ids)s)
"""


def describe(work: Work, kinds_before: Mapping[str, int]) -> Preview:
    """Rows by kind and name; counts of kinds before and after; how much of other rooms is touched."""
    traces = list(UnitTrace.objects.filter(reorganisation=work.reorganisation))
    moved = [trace.unit_id for trace in traces if Change.MOVED in changes_of(trace)]
    inside = [pk for (pk,) in fetch(INSIDE, ids=moved)]
    return Preview(
        rows=tuple(sorted(_rows(traces, work), key=_order)),
        kinds=_kind_counts(kinds_before, count_kinds(work.on)),
        affected=queries.affected(work.ended, inside),
    )


def count_kinds(on: date) -> Counter[str]:
    """Units of each kind in force on a day, as the tree stands at this moment; classes left out."""
    units = OrgUnit.objects.filter(valid_from__lte=on).exclude(valid_to__lt=on).exclude(kind=UnitKind.CLASS)
    return Counter(units.values_list("kind", flat=True))


def changes_of(trace: UnitTrace) -> tuple[str, ...]:
    """What happened to a unit."""
    if trace.before is None:
        return (str(Change.CREATED),)
    if trace.before["unit"]["valid_to"] != trace.after["unit"]["valid_to"]:
        return (str(Change.ENDED),)
    before, after = trace.before["version"], trace.after["version"]
    happened = (
        (Change.MOVED, ("parent_id",)),
        (Change.RENAMED, ("name", "short_name")),
        (Change.ALTERED, tuple(VERSIONED_FIELDS)),
    )
    return tuple(str(change) for change, names in happened if any(before[name] != after[name] for name in names))


def _rows(traces: Iterable[UnitTrace], work: Work) -> Iterable[PreviewRow]:
    before = {trace.unit_id: trace.before["version"] for trace in traces if trace.before}
    after = {trace.unit_id: trace.after["version"] for trace in traces}
    names_now = _names([*before.values(), *after.values()], work)
    names_before = names_now | {pk: state["name"] for pk, state in before.items()}
    successors = defaultdict(list)
    for old, new in work.successions:
        successors[old].append(names_now[new])
    for trace in traces:
        old, new, changes = before.get(trace.unit_id), after[trace.unit_id], changes_of(trace)
        ended = Change.ENDED in changes
        if changes:
            yield PreviewRow(
                kind=new["kind"],
                changes=changes,
                name_before=old["name"] if old else "",
                name_after="" if ended else new["name"],
                parent_before=names_before.get(old["parent_id"], "") if old else "",
                parent_after="" if ended else names_now.get(new["parent_id"], ""),
                successors=tuple(sorted(successors[trace.unit_id])),
            )


def _names(states: Iterable[Mapping[str, Any]], work: Work) -> dict[int, str]:
    wanted = {state["parent_id"] for state in states} | {new for _old, new in work.successions}
    return dict(OrgUnit.objects.filter(pk__in=wanted - {None}).values_list("pk", "name"))


def _kind_counts(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[KindCount, ...]:
    kinds = [kind for kind in KIND_ORDER if before.get(kind) or after.get(kind)]
    return tuple(KindCount(kind, before.get(kind, 0), after.get(kind, 0)) for kind in kinds)


def _order(row: PreviewRow) -> tuple:
    return KIND_ORDER.index(row.kind), row.changes, row.name_before or row.name_after, row.parent_before, row.parent_after
