"""Every reading of a figure. Nothing here computes from live rows: figures come from snapshots."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.urls import reverse

from khuevan.core.access import api as access
from khuevan.core.org import api as org
from khuevan.core.org.types import UnitKind
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.apps import ModuleConfig
from khuevan.kernel.errors import NotFound
from khuevan.kernel.manifest import load_if_present
from khuevan.kernel.text import search_key
from khuevan.web.search import Hit

from ..models import MeasureRun, Snapshot
from ..types import Figure, Measure, Permission, RowSource, Slice, UnitValue, Value

if TYPE_CHECKING:
    from khuevan.core.org.models import OrgUnit

Total = tuple[int | None, ...]
ROW = ("unit_id", "measure", "breakdown", "day", "numerator", "denominator", "answered", "asked")
NOTHING: Total = (0, None, None, None)


@cache
def measures() -> dict[str, Measure]:
    """Every automatic measure by code, as the modules' `measures.py` declare them."""
    modules = (
        load_if_present(f"{config.name}.measures") for config in apps.get_app_configs() if isinstance(config, ModuleConfig)
    )
    return {measure.code: measure for module in modules if module for measure in module.MEASURES}


def measure(code: str) -> Measure:
    """Raises NotFound."""
    if code not in measures():
        raise NotFound()
    return measures()[code]


def catalogue(actor: Actor) -> list[Measure]:
    """Every measure, for those who may see figures. Raises NotAllowed."""
    access.require(actor, Permission.VIEW)
    return list(measures().values())


def visible_measure(actor: Actor, code: str) -> Measure:
    """One measure, for those who may see figures. Raises NotAllowed, NotFound."""
    access.require(actor, Permission.VIEW)
    return measure(code)


def row_source(actor: Actor, spec: Measure) -> RowSource:
    """How a measure opens down to its rows. Raises NotFound when it does not, or when the actor may not see such rows."""
    if spec.rows is None or not actor.holds(spec.rows.permission):
        raise NotFound()
    return spec.rows


def search(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Search source: measures by name or code."""
    wanted = search_key(text)
    found = [spec for spec in measures().values() if wanted in search_key(f"{spec.name} {spec.code}")]
    return [Hit(spec.name, reverse("indicators:measure", args=[spec.code]), spec.code, "chart-bar") for spec in found[:limit]]


def last_runs(actor: Actor, codes: Iterable[str], day: date | None = None) -> dict[str, MeasureRun]:
    """The newest run of each measure, on or before `day`."""
    if not actor.holds(Permission.VIEW):
        return {}
    runs = MeasureRun.objects.filter(measure__in=list(codes))
    if day:
        runs = runs.filter(day__lte=day)
    return {run.measure: run for run in runs.order_by("measure", "-day").distinct("measure")}


def values(
    actor: Actor, unit_ids: Iterable[int], wanted: Iterable[Figure], day: date | None = None
) -> dict[tuple[int, Figure], Value]:
    """Figures of units as last measured (on or before `day`). Two queries whatever the size."""
    figures = set(wanted)
    runs = last_runs(actor, {figure.code for figure in figures}, day)
    parts = [_stored(figure) & Q(day=runs[figure.code].day) for figure in figures if figure.code in runs]
    sums = _sums(_any_of(_scoped(actor).filter(unit__in=list(unit_ids)), parts), figures)
    return {(unit_id, figure): _value(unit_id, total, runs[figure.code]) for (unit_id, figure, _), total in sums.items()}


def trends(actor: Actor, unit_id: int, wanted: Iterable[Figure], since: date) -> dict[Figure, list[Value]]:
    """A unit's figures over time, oldest first, one value per measured day from `since` on. Two queries whatever the size."""
    figures = set(wanted)
    codes = {figure.code for figure in figures}
    runs = {(run.measure, run.day): run for run in MeasureRun.objects.filter(measure__in=codes, day__gte=since)}
    rows = _any_of(_scoped(actor).filter(unit=unit_id, day__gte=since), [_stored(figure) for figure in figures])
    found: dict[Figure, list[Value]] = {figure: [] for figure in figures}
    for (_unit, figure, day), total in sorted(_sums(rows, figures).items(), key=lambda item: item[0][2]):
        found[figure].append(_value(unit_id, total, runs[figure.code, day]))
    return found


def trend(actor: Actor, unit_id: int, code: str, part: Slice | None = None, *, days: int = 400) -> list[Value]:
    """One figure of a unit over the last `days` days. Raises NotFound for an unknown measure."""
    figure = Figure(measure(code).code, part or Slice())
    return trends(actor, unit_id, [figure], clock.today() - timedelta(days=days))[figure]


def breakdown(actor: Actor, unit_id: int, code: str, dimension: str, day: date | None = None) -> list[Value]:
    """A unit's figure split by one dimension."""
    run = last_runs(actor, [code], day).get(code)
    if run is None:
        return []
    rows = _scoped(actor).filter(unit=unit_id, measure=code, day=run.day, breakdown__contains=f"{dimension}=")
    sums: dict[str, Total] = defaultdict(lambda: NOTHING)
    for part, *numbers in rows.values_list("breakdown", *ROW[4:]):
        if ("|" in part) == _is_fine(code):
            key = next(pair for pair in part.split("|") if pair.startswith(f"{dimension}="))
            sums[key] = tuple(map(_plus, sums[key], numbers))
    return [replace(_value(unit_id, total, run), breakdown=part) for part, total in sums.items()]


def unit(actor: Actor, unit_id: int | None = None, permission: str = Permission.VIEW) -> "OrgUnit":
    """The unit whose figures are looked at: the one asked for, or the topmost that the actor sees. Raises NotFound."""
    units = org.units(actor, permission).exclude(kind=UnitKind.CLASS)
    found = units.filter(pk=unit_id).first() if unit_id else units.order_by(Length("path"), "path").first()
    if found is None:
        raise NotFound()
    return found


def units_above(actor: Actor, below: "OrgUnit") -> list["OrgUnit"]:
    """The way down to a unit, as far up as the actor sees."""
    above = _units(actor).filter(pk__in=below.ancestor_ids)
    return sorted(above, key=lambda ancestor: len(ancestor.path))


def children(actor: Actor, parent: "OrgUnit", code: str, part: Slice, day: date | None = None) -> list[UnitValue]:
    """The units right below one, with their figures; units in which nothing is counted are left out."""
    below = _units(actor).filter(parent=parent).order_by("kind", "sort_key")
    units = list(below.values_list("pk", "name", "kind"))
    figure = Figure(code, part)
    found = values(actor, [pk for pk, _, _ in units], [figure], day)
    return [UnitValue(pk, name, kind, found[pk, figure]) for pk, name, kind in units if (pk, figure) in found]


def newest_run() -> MeasureRun | None:
    """The last measuring of anything (for `khuevan doctor`)."""
    return MeasureRun.objects.order_by("-measured_at").first()


def days_measured() -> dict[str, set[date]]:
    """The days of which figures are kept, by measure."""
    found: dict[str, set[date]] = defaultdict(set)
    for code, day in MeasureRun.objects.values_list("measure", "day"):
        found[code].add(day)
    return found


def in_slice(institutions: QuerySet[Any], part: Slice) -> QuerySet[Any]:
    """The units of a queryset that a slice counts; a school with two levels is in a slice of either."""
    if part.levels:
        institutions = institutions.filter(levels__overlap=sorted(part.levels))
    return institutions.filter(ownership__in=part.ownerships) if part.ownerships else institutions


def _units(actor: Actor) -> QuerySet["OrgUnit"]:
    return org.units(actor, Permission.VIEW).exclude(kind=UnitKind.CLASS)


def _scoped(actor: Actor) -> QuerySet[Snapshot]:
    return access.scope(actor, Permission.VIEW, Snapshot.objects.all())


def _any_of(rows: QuerySet[Snapshot], conditions: Sequence[Q]) -> QuerySet[Snapshot]:
    return rows.filter(reduce(or_, conditions)) if conditions else rows.none()


def _is_fine(code: str) -> bool:
    """Whether only the finest parts of a measure are kept, by level and ownership together: so of reported ones."""
    spec = measures().get(code)
    return spec is not None and spec.reporting is not None


def _stored(figure: Figure) -> Q:
    """The stored rows that may count for a figure. The levels of a school stand together: "level=primary+lower_secondary"."""
    of_measure, part = Q(measure=figure.code), figure.part
    if part.is_everything:
        return of_measure & Q(breakdown="")
    if not part.levels and not _is_fine(figure.code):
        return of_measure & Q(breakdown__in=[f"ownership={ownership}" for ownership in part.ownerships])
    by_level = of_measure & Q(breakdown__startswith="level=")
    is_both = _is_fine(figure.code) or bool(part.ownerships)
    return by_level & Q(breakdown__contains="|") if is_both else by_level & ~Q(breakdown__contains="|")


def _sums(rows: QuerySet[Snapshot], figures: Collection[Figure]) -> dict[tuple[int, Figure, date], Total]:
    """(numerator, denominator, answered, asked) by unit, figure and day."""
    by_code: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_code[figure.code].append(figure)
    sums: dict[tuple[int, Figure, date], Total] = defaultdict(lambda: NOTHING)
    for unit_id, code, breakdown, day, *numbers in rows.values_list(*ROW):
        for figure in by_code[code]:
            if _in_slice(breakdown, figure):
                key = (unit_id, figure, day)
                sums[key] = tuple(map(_plus, sums[key], numbers))
    return sums


def _plus(one: int | None, other: int | None) -> int | None:
    """A number that is not there adds nothing."""
    return other if one is None else one + (other or 0)


def _in_slice(breakdown: str, figure: Figure) -> bool:
    """Whether a stored breakdown is one of the disjoint parts whose sum is the slice."""
    part = figure.part
    if part.is_everything:
        return breakdown == ""
    pairs = dict(pair.split("=", 1) for pair in breakdown.split("|")) if breakdown else {}
    wanted_keys = {name for name, chosen in (("level", part.levels), ("ownership", part.ownerships)) if chosen}
    if set(pairs) != ({"level", "ownership"} if _is_fine(figure.code) else wanted_keys):
        return False
    if part.levels and part.levels.isdisjoint(pairs["level"].split("+")):
        return False
    return not part.ownerships or pairs["ownership"] in part.ownerships


def _value(unit_id: int, total: Total, run: MeasureRun) -> Value:
    numerator, denominator, answered, asked = total
    return Value(
        run.measure, unit_id, run.day, numerator or 0, denominator, run.measured_at, run.version, answered=answered, asked=asked
    )
