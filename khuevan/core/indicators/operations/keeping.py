"""Forgetting the figures of old days, so that snapshots do not grow with every night for ever."""

from django.conf import settings

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.core.calendar import api as calendar
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from .. import queries, rules
from ..models import MeasureRun, Snapshot
from ..types import Permission


@operation
def forget_days(actor: Actor) -> int:
    """Forget the figures of days older than `INDICATORS_KEEP_DAYS`, but for ends of months and of years; how many days.

    Reported values are never forgotten: a day can be measured again from them. Raises NotAllowed.
    """
    access.require(actor, Permission.RECOMPUTE)
    year_ends = {year.ends_on for year in calendar.school_years()}
    forgotten: set = set()
    for code, days in queries.days_measured().items():
        old = rules.days_to_forget(days, clock.today(), settings.INDICATORS_KEEP_DAYS, year_ends)
        if old:
            Snapshot.objects.filter(measure=code, day__in=old).delete()
            MeasureRun.objects.filter(measure=code, day__in=old).delete()
            forgotten |= old
    if forgotten:
        audit.record(
            actor,
            "indicators.days_forgotten",
            changes={"days": [None, len(forgotten)], "first": [None, min(forgotten).isoformat()]},
        )
    return len(forgotten)
