"""Measuring the whole province, against the bare rows of each measure; and the plan page over a history of ninety days."""

from datetime import timedelta

from django.db import connection, transaction
from django.urls import reverse

from khuevan.core.indicators.api import measure_all, measures
from khuevan.core.indicators.operations import ensure_partition
from khuevan.core.roles.api import actor_of, system_actor
from khuevan.governance.plans import api as plans
from khuevan.kernel import clock

from . import people
from .figures import Figure, median_ms, stopwatch

HISTORY_DAYS = 90
# The figures of the last day, as if each day before had been a little worse.
HISTORY_SQL = """
INSERT INTO indicators_snapshot (unit_id, measure, breakdown, day, numerator, denominator, answered, asked)
SELECT s.unit_id, s.measure, s.breakdown, %(to)s, s.numerator * (1000 - %(back)s) / 1000, s.denominator, s.answered, s.asked
  FROM indicators_snapshot s WHERE s.day = %(from)s
    ON CONFLICT DO NOTHING
"""
RUNS_SQL = """
INSERT INTO indicators_measurerun (measure, day, version, measured_at, seconds, rows)
SELECT measure, %(to)s, version, measured_at - make_interval(days => %(back)s), seconds, rows
  FROM indicators_measurerun WHERE day = %(from)s
    ON CONFLICT DO NOTHING
"""


def measure() -> list[Figure]:
    """Measuring everything; each measure beside its own rows alone; the plan page with its trend."""
    actor = system_actor("Đo thời gian", permissions=["indicators.recompute"])
    measure_all(actor)
    with stopwatch() as seconds:
        runs = measure_all(actor)
    bare = {code: _bare_seconds(code) for code in measures()}
    rows = sum(run.rows for run in runs)
    figures = [Figure("đo mọi chỉ tiêu toàn tỉnh", seconds(), "s", 60, bare=sum(bare.values()), note=f"{rows} dòng số liệu")]
    reported = {code for code, spec in measures().items() if spec.reporting}
    for run in runs:
        if run.measure not in reported:
            figures.append(Figure(f"đo {run.measure}", float(run.seconds), "s", bare=bare[run.measure]))
    said = sum(float(run.seconds) for run in runs if run.measure in reported)
    bare_said = sum(bare[code] for code in reported)
    figures.append(Figure(f"đo {len(reported)} chỉ tiêu đơn vị báo cáo", said, "s", bare=bare_said))
    _write_history()
    return [*figures, _plan_page()]


def _bare_seconds(code: str) -> float:
    """The measure's own statement, its rows fetched and nothing rolled up."""
    with connection.cursor() as cursor:
        cursor.execute(measures()[code].sql, {"day": clock.today()})
        with stopwatch() as seconds:
            cursor.execute(measures()[code].sql, {"day": clock.today()})
            cursor.fetchall()
    return seconds()


@transaction.atomic
def _write_history() -> None:
    today = clock.today()
    with connection.cursor() as cursor:
        for back in range(1, HISTORY_DAYS):
            ensure_partition(today - timedelta(days=back))
            values = {"from": today, "to": today - timedelta(days=back), "back": back}
            cursor.execute(HISTORY_SQL, values)
            cursor.execute(RUNS_SQL, values)
        cursor.execute("ANALYZE indicators_snapshot, indicators_measurerun")


def _plan_page() -> Figure:
    """Server time of the Ninh Bình plan at the province, against its figures alone, without a page around them."""
    user = people.officer()
    actor, client = actor_of(user.pk), people.client(user)
    at = plans.at_unit(actor, plans.plan(actor, "NB-2025"))
    bare = median_ms(lambda: plans.targets_with_values(actor, at))
    address = reverse("plans:plan", args=["NB-2025"])
    if client.get(address).status_code != 200:
        raise RuntimeError(f"{address} did not answer")
    page = median_ms(lambda: client.get(address))
    return Figure(
        "trang kế hoạch, 90 ngày số liệu", page, "ms", wanted=100, bare=bare, note="trần: đọc số liệu, không dựng trang"
    )
