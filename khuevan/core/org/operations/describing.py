"""What a reorganisation that was just carried out has changed, in words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
    after: Any = trace.after
    if trace.before is None:
        return (str(Change.CREATED),)
    if trace.before["unit"]["valid_to"] != after["unit"]["valid_to"]:
        return (str(Change.ENDED),)
    was, is_now = trace.before["version"], after["version"]
    happened = (
        (Change.MOVED, ("parent_id",)),
        (Change.RENAMED, ("name", "short_name")),
        (Change.ALTERED, tuple(VERSIONED_FIELDS)),
    )
    return tuple(str(change) for change, names in happened if any(was[name] != is_now[name] for name in names))


def _rows(traces: Iterable[UnitTrace], work: Work) -> Iterator[PreviewRow]:
    before: dict[int, Any] = {trace.unit_id: trace.before["version"] for trace in traces if trace.before}
    after: dict[int, Any] = {trace.unit_id: trace.after["version"] for trace in traces if trace.after}
    names_now = _names([*before.values(), *after.values()], work)
    names_before = names_now | {pk: state["name"] for pk, state in before.items()}
    heirs = defaultdict(list)
    for ended, heir in work.successions:
        heirs[ended].append(names_now[heir])
    for trace in traces:
        was, is_now, changes = before.get(trace.unit_id), after[trace.unit_id], changes_of(trace)
        if not changes:
            continue
        goes_on = str(Change.ENDED) not in changes
        yield PreviewRow(
            kind=is_now["kind"],
            changes=changes,
            name_before=was["name"] if was else "",
            name_after=is_now["name"] if goes_on else "",
            parent_before=names_before.get(was["parent_id"], "") if was else "",
            parent_after=names_now.get(is_now["parent_id"], "") if goes_on else "",
            successors=tuple(sorted(heirs[trace.unit_id])),
        )


def _names(states: Iterable[Mapping[str, Any]], work: Work) -> dict[int, str]:
    wanted = {state["parent_id"] for state in states} | {new for _old, new in work.successions}
    return dict(OrgUnit.objects.filter(pk__in=wanted - {None}).values_list("pk", "name"))


def _kind_counts(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[KindCount, ...]:
    kinds = [kind for kind in KIND_ORDER if before.get(kind) or after.get(kind)]
    return tuple(KindCount(kind, before.get(kind, 0), after.get(kind, 0)) for kind in kinds)


def _order(row: PreviewRow) -> tuple:
    return KIND_ORDER.index(row.kind), row.changes, row.name_before or row.name_after, row.parent_before, row.parent_after
