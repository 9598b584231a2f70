"""Measuring: one set-based statement per measure rolls its rows up the whole tree."""

from collections.abc import Callable
from datetime import date
from time import perf_counter
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.core.jobs import api as jobs
from khuevan.core.jobs.types import JobState
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from .. import queries
from ..models import MeasureDefinition, MeasureRun
from ..types import Measure, Permission

# Two measurings of one measure at once would fight over the same keys, two of a new school year over its partition.
LOCK_SQL = "SELECT pg_advisory_xact_lock(hashtext('indicators.measure'), hashtext(%s))"

# `facts` are the measure's own rows; every ancestor of the leaf unit gets their sum, in total and by breakdown.
ROLL_UP_SQL = """
WITH facts AS ({facts}),
rolled AS (
    SELECT ancestor.id AS unit_id, concat_ws('|', {keys}) AS breakdown,
           sum(f.numerator)::bigint AS numerator, sum(f.denominator)::bigint AS denominator,
           {answered} AS answered, {asked} AS asked
      FROM facts f
      JOIN org_orgunit u ON u.id = f.unit_id
     CROSS JOIN LATERAL unnest(string_to_array(rtrim(u.path, '/'), '/')::bigint[]) AS ancestor(id)
     GROUP BY GROUPING SETS ({sets})
)
INSERT INTO indicators_snapshot (unit_id, measure, breakdown, day, numerator, denominator, answered, asked)
SELECT unit_id, %(measure)s, breakdown, %(day)s, numerator, denominator, answered, asked FROM rolled
"""
MEASURED = {"answered": "NULL::bigint", "asked": "NULL::bigint"}
REPORTED = {"answered": "sum(f.answered)::bigint", "asked": "sum(f.asked)::bigint"}

KIND = "indicators.measure"
Progress = Callable[[int, int, str], None]


def _tell_nobody(done: int, total: int, note: str) -> None:
    """The night's measuring is watched by nobody."""


@operation
def measure_all(actor: Actor, *, day: date | None = None, progress: Progress = _tell_nobody) -> list[MeasureRun]:
    """Measure everything for a day (today by default), telling `progress` (done, total, name). Raises NotAllowed."""
    access.require(actor, Permission.RECOMPUTE)
    day, specs = day or clock.today(), queries.measures().values()
    ensure_partition(day)
    runs = []
    for done, spec in enumerate(specs):
        progress(done, len(specs), str(spec.name))
        runs.append(_measure(spec, day))
    audit.record(actor, "indicators.measured", changes={"day": [None, day.isoformat()], "measures": [None, len(runs)]})
    return runs


@operation
def measure_now(actor: Actor) -> Any:
    """Start measuring today behind the screen; the job that does it. Whoever presses twice gets the one that waits or runs.

    Raises NotAllowed.
    """
    access.require(actor, Permission.RECOMPUTE)
    with connection.cursor() as cursor:
        cursor.execute(LOCK_SQL, [KIND])
    going_on = jobs.own_jobs(actor).filter(kind=KIND, state__in=(JobState.QUEUED, JobState.RUNNING)).first()
    return going_on or jobs.start(actor, KIND, _("Đo lại mọi chỉ tiêu"))


@operation
def sync_definitions(actor: Actor) -> None:
    """Write down the definitions that this release measures by; older versions stay."""
    access.require(actor, Permission.RECOMPUTE)
    MeasureDefinition.objects.bulk_create(
        [_definition(measure) for measure in queries.measures().values()],
        update_conflicts=True,
        unique_fields=["code", "version"],
        update_fields=["name", "unit", "grain", "is_reported", "definition", "legal_source"],
    )


def roll_up_sql(measure: Measure) -> str:
    """The statement that measures; public for the bench, which compares it with the bare rows."""
    dimensions = {name: f"f.{name}" for name in measure.breakdowns} | {"ownership": "u.ownership"}
    if not measure.reporting:
        dimensions["area"] = "u.area"
    keys = ", ".join(
        f"CASE WHEN grouping({column}) = 0 THEN '{name}=' || coalesce({column}::text, '') END"
        for name, column in dimensions.items()
    )
    # Of reported measures there are many: they keep the finest parts only, which readers add up.
    single = [] if measure.reporting else [f"(ancestor.id, {column})" for column in dimensions.values()]
    sets = ["(ancestor.id)", *single]
    if "level" in dimensions:
        sets.append("(ancestor.id, f.level, u.ownership)")
    counted = REPORTED if measure.reporting else MEASURED
    return ROLL_UP_SQL.format(facts=measure.sql, keys=keys, sets=", ".join(sets), **counted)


def ensure_partition(day: date) -> None:
    """Snapshots of a school year (1 August to 31 July) lie in a partition of their own.

    Attached afterwards, not created in place: that would keep every reader out until the measuring is over.
    """
    first = day.year if day.month >= 8 else day.year - 1
    name = f"indicators_snapshot_{first}_{first + 1}"
    with connection.cursor() as cursor:
        cursor.execute(LOCK_SQL, [name])
        cursor.execute("SELECT to_regclass(%s)", [name])
        if cursor.fetchone()[0] is None:
            cursor.execute(f"CREATE TABLE {name} (LIKE indicators_snapshot INCLUDING DEFAULTS)")
            cursor.execute(
                f"ALTER TABLE indicators_snapshot ATTACH PARTITION {name} "
                f"FOR VALUES FROM ('{first}-08-01') TO ('{first + 1}-08-01')"
            )


def _measure(measure: Measure, day: date) -> MeasureRun:
    started = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(LOCK_SQL, [measure.code])
        cursor.execute("DELETE FROM indicators_snapshot WHERE measure = %s AND day = %s", [measure.code, day])
        cursor.execute(roll_up_sql(measure), {"measure": measure.code, "day": day})
        rows = cursor.rowcount
    return MeasureRun.objects.update_or_create(
        measure=measure.code,
        day=day,
        defaults={
            "version": measure.version,
            "measured_at": clock.now(),
            "seconds": round(perf_counter() - started, 3),
            "rows": rows,
        },
    )[0]


def _definition(measure: Measure) -> MeasureDefinition:
    return MeasureDefinition(
        code=measure.code,
        version=measure.version,
        name=str(measure.name),
        unit=measure.unit,
        grain=measure.grain,
        is_reported=measure.reporting is not None,
        definition=str(measure.definition),
        legal_source=str(measure.legal_source),
        since=clock.today(),
    )
