"""What the demo's units report of themselves, and the measured history behind the demo's charts.

Every value says that it is the demo's. The history is no invention on top: past days are measured by the real measures from the
dated rows of the demo (stays, posts, reports).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml
from django.db import connection

from khuevan.core.calendar.api import current_school_year
from khuevan.core.indicators.api import measure_all, measures
from khuevan.core.indicators.types import Measure, Permission, ReportKind, ReportPeriod
from khuevan.core.roles.api import system_actor
from khuevan.kernel import clock

from .loader import Loader

SEED = 20_251_002
SHARES = Path(__file__).parent / "data" / "reports.yaml"
NOTE = "Dữ liệu mẫu, không phải số liệu thật"
WEEKS = {"small": 12, "province": 3}  # measuring a whole province takes its time
FIRST_DAYS_AGO = (70, 84)
LAST_DAYS_AGO = (1, 63)
# Who reports for a unit: its focal point, otherwise its head; for the Department an officer of the division that leads.
REPORTERS_SQL = """
SELECT u.id, u.kind, u.levels, u.ownership, reporter.full_name, reporter.account_id
  FROM org_orgunit u
  LEFT JOIN LATERAL (
       SELECT p.full_name, p.account_id
         FROM org_orgunit post
         JOIN roles_roleassignment a ON a.unit_id = post.id
         JOIN people_person p ON p.id = a.person_id
        WHERE (post.id = u.id OR post.parent_id = u.id) AND a.role IN ('it_focal_point', 'principal', 'student_affairs_officer')
          AND p.account_id IS NOT NULL
        ORDER BY a.role, a.id LIMIT 1) reporter ON true
 WHERE u.kind IN ('school', 'department') AND u.valid_to IS NULL
 ORDER BY u.id
"""


@dataclass(frozen=True)
class Reporter:
    """A unit that is asked, with who answers for it."""

    unit_id: int
    kind: str
    levels: list[str]
    ownership: str
    name: str | None
    account_id: int | None


def report_values(loader: Loader) -> None:
    """Write what a part of the units have reported, the same every time."""
    random = Random(SEED)  # noqa: S311 -- invented data, no secret
    shares = yaml.safe_load(SHARES.read_text(encoding="utf-8"))
    units = list(_reporters())
    for code, share in shares.items():
        spec = measures()[code]
        asked = [unit for unit in units if spec.asking.asks(unit.kind, unit.levels, unit.ownership)]
        # The silent are drawn, the rest answer in order, so that few units come close to the shares too.
        answering = random.sample(asked, round(len(asked) * share["answer"] / 100))
        for place, unit in enumerate(answering):
            _answer(loader, spec, unit, share, (place + 0.5) / len(answering), random)
    loader.flush()


def measure_past(scale: str, tell: Callable[[str], None]) -> None:
    """Measure one day of each of the last weeks of this school year, and today."""
    today, actor = clock.today(), system_actor("Dữ liệu mẫu", permissions=[Permission.RECOMPUTE])
    first = current_school_year(today).starts_on
    for week in range(WEEKS[scale], -1, -1):
        day = today - timedelta(weeks=week)
        if day >= first:
            measure_all(actor, day=day)
            tell(f"  đo chỉ tiêu ngày {day:%d/%m/%Y}")


def _answer(loader: Loader, spec: Measure, unit: Reporter, share: dict[str, Any], place: float, random: Random) -> None:
    """A first answer some months ago, and a later one; `place` is the unit's place among those that answer, 0 to 1."""
    since = _since(spec)
    days = [max(clock.today() - timedelta(days=random.randint(*ago)), since) for ago in (FIRST_DAYS_AGO, LAST_DAYS_AGO)]
    size = random.randint(*share.get("of", (1, 1)))
    # Answers for one day would be two answers; the later one stays.
    for day, percent in dict(zip(days, (share["first"], share["last"]), strict=True)).items():
        if spec.asking.kind == ReportKind.YES_NO:
            numerator, denominator = int(place < percent / 100), 1
        else:
            numerator, denominator = min(size, round(size * percent / 100) + random.choice((-1, 0, 1))), size
        at = datetime.combine(day, time(16, 0), clock.VIETNAM)
        loader.add(
            "indicators.ReportedValue",
            measure=spec.code,
            unit_id=unit.unit_id,
            as_of=day,
            numerator=numerator,
            denominator=denominator,
            evidence_note=NOTE,
            reported_by_id=unit.account_id,
            reported_by_name=unit.name or "",
            reported_at=min(at, clock.now()),
        )


def _since(spec: Measure) -> date:
    """The first day of which an answer still holds today."""
    today = clock.today()
    match spec.asking.period:
        case ReportPeriod.YEAR:
            return date(today.year, 1, 1)
        case ReportPeriod.SCHOOL_YEAR:
            return current_school_year(today).starts_on
    return date.min


def _reporters() -> Iterator[Reporter]:
    with connection.cursor() as cursor:
        cursor.execute(REPORTERS_SQL)
        for row in cursor.fetchall():
            yield Reporter(*row)
