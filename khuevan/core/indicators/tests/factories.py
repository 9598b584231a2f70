"""Figures in believable situations."""

from datetime import date, datetime, time

from khuevan.core.indicators.models import MeasureRun, ReportedValue, Snapshot
from khuevan.core.indicators.operations import ensure_partition, report_value
from khuevan.core.org.models import OrgUnit
from khuevan.core.roles.queries import system_actor
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.clock import VIETNAM
from tests.world import World


def measurer() -> Actor:
    """Who measures at night."""
    return system_actor("Đo thử", permissions=["indicators.recompute"])


def reader() -> Actor:
    """Who sees every figure of every unit, and what units report."""
    return system_actor("Xem thử", permissions=["indicators.view", "indicators.view_reports"])


def reporter() -> Actor:
    """Who answers for every unit."""
    return system_actor("Báo cáo thử", permissions=["indicators.report", "indicators.report_department"])


def report(
    world: World, unit: str, code: str, numerator: int, denominator: int | None, *, as_of: date | None = None
) -> ReportedValue:
    """What a unit of the world says of itself, with a note."""
    return report_value(
        reporter(),
        unit=world.units[unit],
        code=code,
        numerator=numerator,
        denominator=denominator,
        as_of=as_of or clock.today(),
        note="Quyết định số 12",
    )


def make_snapshot(
    unit: OrgUnit,
    measure: str,
    day: date,
    numerator: int,
    denominator: int | None = None,
    *,
    breakdown: str = "",
    version: int = 1,
) -> Snapshot:
    """A figure of one unit as if measured at 05:30 of a day."""
    ensure_partition(day)
    MeasureRun.objects.get_or_create(
        measure=measure,
        day=day,
        defaults={
            "version": version,
            "measured_at": datetime.combine(day, time(5, 30), VIETNAM),
            "seconds": 0,
            "rows": 1,
        },
    )
    return Snapshot.objects.create(
        unit=unit, measure=measure, breakdown=breakdown, day=day, numerator=numerator, denominator=denominator
    )
