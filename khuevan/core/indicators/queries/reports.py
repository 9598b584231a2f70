"""What units report: who is asked what, what each has said last, who is silent; and how a reported measure is measured.

An answer holds from its day until the next one, or until its period is over; what has been corrected counts no more.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.core.calendar import api as calendar
from khuevan.core.files import api as files
from khuevan.core.org import api as org
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound
from khuevan.web import numbers
from khuevan.web.cards import Card, CardRow
from khuevan.web.types import Tone

from ..models import ReportedValue
from ..types import (
    REPORTERS,
    Duty,
    Measure,
    MeasureUnit,
    Permission,
    Reporting,
    ReportKind,
    ReportPeriod,
    RowSource,
    Slice,
    Standing,
    Which,
)
from .figures import in_slice, measure, measures
from .lines import LINE_COLUMNS, address

if TYPE_CHECKING:
    from khuevan.core.org.models import OrgUnit

CARD_ROWS = 4
EVIDENCE = "evidence"  # the role in which a value owns its files

# One row for every unit that is asked on the day, with what it has said; nothing is counted of those that are silent.
FACTS_SQL = """
SELECT u.id AS unit_id, array_to_string(u.levels, '+') AS level, coalesce(r.numerator, 0) AS numerator,
       {denominator} AS denominator, (r.id IS NOT NULL)::int AS answered, 1 AS asked
  FROM org_orgunit u
  LEFT JOIN LATERAL (
       SELECT v.id, v.numerator, v.denominator FROM indicators_reportedvalue v
        WHERE v.unit_id = u.id AND v.measure = '{code}' AND v.superseded_at IS NULL AND v.as_of <= %(day)s{since}
        ORDER BY v.as_of DESC LIMIT 1) r ON true
 WHERE u.kind = '{by}' AND u.valid_from <= %(day)s AND (u.valid_to IS NULL OR u.valid_to >= %(day)s){scope}
"""
SINCE_SQL = {
    ReportPeriod.ANY: "",
    ReportPeriod.YEAR: " AND v.as_of >= date_trunc('year', %(day)s::date)",
    ReportPeriod.SCHOOL_YEAR: (
        " AND v.as_of >= coalesce((SELECT max(y.starts_on) FROM calendar_schoolyear y WHERE y.starts_on <= %(day)s), v.as_of)"
    ),
}


def reported(
    *, code: str, name: Any, noun: Any, definition: Any, legal_source: Any, reporting: Reporting, version: int = 1
) -> Measure:
    """A measure whose figures units report, for a `measures.py`: `reporting` says who is asked what."""
    return Measure(
        code=code,
        name=name,
        unit=MeasureUnit.COUNT if reporting.kind == ReportKind.COUNT else MeasureUnit.PERCENT,
        grain=reporting.by,
        sql=facts_sql(code, reporting),
        definition=definition,
        legal_source=legal_source,
        version=version,
        breakdowns=("level",),
        rows=RowSource(Permission.VIEW_REPORTS, partial(rows, code), LINE_COLUMNS),
        noun=noun,
        reporting=reporting,
    )


def facts_sql(code: str, asked: Reporting) -> str:
    """The statement of a reported measure. Codes and levels are our own, declared in `measures.py`."""
    levels = ", ".join(f"'{level}'" for level in sorted(asked.levels))
    ownerships = ", ".join(f"'{ownership}'" for ownership in sorted(asked.ownerships))
    scope = (f" AND u.levels && ARRAY[{levels}]::varchar[]" if levels else "") + (
        f" AND u.ownership IN ({ownerships})" if ownerships else ""
    )
    denominator = "NULL::bigint" if asked.kind == ReportKind.COUNT else "coalesce(r.denominator, 0)"
    return FACTS_SQL.format(denominator=denominator, code=code, since=SINCE_SQL[asked.period], by=asked.by, scope=scope)


def rows(code: str, actor: Actor, unit_path: str, which: Which, part: Slice) -> list[Duty]:
    """The units asked at and below one, by name, with what they have said: yes, no, nothing, or all of them."""
    spec = measure(code)
    units = in_slice(_asked(actor, Permission.VIEW_REPORTS, unit_path, [spec]), part).select_related("parent")
    last = _last([spec], unit_path)
    lines = [Duty(spec, unit, last.get((code, unit.pk))) for unit in units if _is_asked(spec, unit)]
    return [line for line in lines if _counts(line.last, which)]


def own_units(actor: Actor) -> list["OrgUnit"]:
    """The units that the actor answers for and that are asked something, by name; three at most."""
    asking = [spec for spec in _reported() if actor.holds(spec.asking.permission)]
    units = [unit for unit in _own(actor) if any(_is_asked(spec, unit) for spec in asking)]
    return sorted(units, key=lambda unit: unit.sort_key)[:3]


def duties(actor: Actor, unit: "OrgUnit") -> list[Duty]:
    """What a unit itself is asked, in the order of the declarations but what is optional last, with what it has said last."""
    if not access.can(actor, Permission.VIEW_REPORTS, unit):
        return []
    specs = [spec for spec in _reported() if _is_asked(spec, unit)]
    last = _last(specs, unit.path)
    return [Duty(spec, unit, last.get((spec.code, unit.pk))) for spec in specs]


def duty(actor: Actor, unit: "OrgUnit", code: str) -> Duty:
    """One of them. Raises NotFound for a measure that the unit is not asked."""
    found = next((line for line in duties(actor, unit) if line.spec.code == code), None)
    if found is None:
        raise NotFound()
    return found


def standings(actor: Actor, unit: "OrgUnit") -> list[Standing]:
    """How many of the units at and below one have answered each reported measure; measures that ask nobody there left out."""
    specs = _reported()
    units, answered = list(_asked(actor, Permission.VIEW_REPORTS, unit.path, specs)), _answered(specs, unit.path)
    found = []
    for spec in specs:
        asked = [below.pk for below in units if _is_asked(spec, below)]
        if asked:
            found.append(Standing(spec, sum((spec.code, pk) in answered for pk in asked), len(asked)))
    return found


def silent(actor: Actor, unit: "OrgUnit", code: str = "") -> list[Duty]:
    """Who at and below a unit has not answered what, by unit and then as declared; without a measure, what is not optional."""
    specs = [spec for spec in _reported() if (spec.code == code if code else not spec.asking.is_optional)]
    units = _asked(actor, Permission.VIEW_REPORTS, unit.path, specs).select_related("parent")
    answered = _answered(specs, unit.path)
    pairs = ((below, spec) for below in units for spec in specs if _is_asked(spec, below))
    return [Duty(spec, below) for below, spec in pairs if (spec.code, below.pk) not in answered]


def reports_card(actor: Actor) -> Card | None:
    """Home card of whoever answers for a unit: what it has not reported yet; None for everybody else."""
    units = own_units(actor)
    if not units:
        return None
    unit = units[0]
    asked = [line for line in duties(actor, unit) if not line.spec.asking.is_optional]
    waiting = [line for line in asked if line.state == "silent"]
    return Card(
        title=_("Số liệu chưa báo cáo"),
        figure=numbers.number(len(waiting)),
        of=numbers.number(len(asked)),
        caption=unit.label,
        url=f"{reverse('indicators:reports')}?{urlencode({'unit': unit.pk})}",
        tone=Tone.WARN if waiting else Tone.MUTE,
        rows=tuple(CardRow(line.spec.name, url=address(unit.pk, line.spec.code)) for line in waiting[:CARD_ROWS]),
    )


def history(actor: Actor, unit: "OrgUnit", code: str) -> QuerySet[ReportedValue]:
    """Everything a unit has said, newest day first; of one day the newest version first, corrected ones too."""
    own = ReportedValue.objects.filter(unit=unit, measure=code)
    return access.scope(actor, Permission.VIEW_REPORTS, own).order_by("-as_of", "-reported_at", "-pk")


def reported_value(actor: Actor, uid: UUID) -> ReportedValue:
    """Raises NotFound."""
    return access.get(actor, Permission.VIEW_REPORTS, ReportedValue.objects.select_related("unit"), uid=uid)


def evidence_of(value: ReportedValue) -> QuerySet:
    """Files sent as evidence."""
    return files.files_of(value, EVIDENCE)


def evidence_by_value(values: Sequence[ReportedValue]) -> dict[int, list]:
    """Files sent as evidence of several values, by the key of the value. One query."""
    return files.files_by_owner(values, EVIDENCE)


def may_read_evidence(actor: Actor, value_id: int) -> bool:
    """Whoever may read the value."""
    return access.scope(actor, Permission.VIEW_REPORTS, ReportedValue.objects.filter(pk=value_id)).exists()


def may_answer(actor: Actor, spec: Measure, unit: "OrgUnit") -> bool:
    """Whether the actor may report this measure for this unit."""
    return spec.reporting is not None and access.can(actor, spec.reporting.permission, unit)


def _reported() -> list[Measure]:
    return sorted((spec for spec in measures().values() if spec.reporting), key=lambda spec: spec.asking.is_optional)


def _is_asked(spec: Measure, unit: "OrgUnit") -> bool:
    return spec.reporting is not None and spec.reporting.asks(unit.kind, unit.levels, unit.ownership)


def _asked(actor: Actor, permission: str, path: str, specs: Collection[Measure]) -> QuerySet["OrgUnit"]:
    """Units in force of the kinds that are asked, by name; what each is asked is narrower."""
    kinds = {spec.reporting.by for spec in specs if spec.reporting}
    return org.units(actor, permission).filter(path__startswith=path, kind__in=kinds)


def _own(actor: Actor) -> Iterable["OrgUnit"]:
    """Units at the very places where the actor holds posts that report; a province is never asked for."""
    for kind, permission in REPORTERS.items():
        if actor.holds(permission):
            yield from org.units(actor, permission, kind=kind)[:3]


def _last(specs: Collection[Measure], path: str) -> dict[tuple[str, int], ReportedValue]:
    """What each unit at and below a path has said last and what still holds today, by measure and unit. One query."""
    newest = _holding(specs, path).order_by("measure", "unit_id", "-as_of").distinct("measure", "unit_id")
    return {(value.measure, value.unit_id): value for value in newest}


def _answered(specs: Collection[Measure], path: str) -> set[tuple[str, int]]:
    """Which units at and below a path have said something that still holds, by measure and unit. One query."""
    return set(_holding(specs, path).order_by().values_list("measure", "unit_id").distinct())


def _holding(specs: Collection[Measure], path: str) -> QuerySet[ReportedValue]:
    """Everything said at and below a path that still holds today."""
    today, holding = clock.today(), Q(pk__in=[])
    for period in ReportPeriod:
        codes = [spec.code for spec in specs if spec.asking.period == period]
        holding |= Q(measure__in=codes, **_since(period, today))
    return ReportedValue.objects.filter(holding, superseded_at=None, as_of__lte=today, unit__path__startswith=path)


def _since(period: ReportPeriod, today: date) -> dict[str, date]:
    """The first day of which an answer still holds, as a condition."""
    match period:
        case ReportPeriod.YEAR:
            return {"as_of__gte": date(today.year, 1, 1)}
        case ReportPeriod.SCHOOL_YEAR:
            return {"as_of__gte": calendar.current_school_year(today).starts_on}
    return {}


def _counts(value: ReportedValue | None, which: Which) -> bool:
    """Whether a line belongs to the rows asked for; of shares and counts nobody is simply met or missing."""
    match which:
        case Which.ALL:
            return True
        case Which.SILENT:
            return value is None
        case Which.MET:
            return value is not None and value.numerator > 0 and value.numerator == value.denominator
    return value is not None and value.numerator != value.denominator
