"""Plans as issued, from where they are looked at, their tasks and reporting duties.

A plan is open to everyone who holds `plans.view` anywhere; what was measured is not: figures come through the scope of the
indicators.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Count, Q, QuerySet, When

from khuevan.core.access import api as access
from khuevan.core.calendar import api as calendar
from khuevan.core.indicators import api as indicators
from khuevan.core.indicators.types import Permission as IndicatorPermission
from khuevan.core.org import api as org
from khuevan.core.org.types import CodeSystem, UnitKind
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.text import search_key

from .. import rules
from ..models import Plan, ReportingDuty
from ..types import DeadlineRule, DutyLine, Permission, PlanAtUnit, Rhythm, TaskLine, TaskPeriod

# Units whose figures one may want to look at; divisions, teams and campuses have none of their own.
MEASURED_KINDS = (UnitKind.PROVINCE, UnitKind.DEPARTMENT, UnitKind.COMMUNE, UnitKind.SCHOOL)
NEWEST_FIRST = ("-last_year", "-issued_year", "code")


def plans(actor: Actor) -> QuerySet[Plan]:
    """Every plan, newest first, with `target_count`, `measured_count` (targets that have a measure) and `task_count`."""
    counted = Plan.objects.annotate(
        target_count=Count("targets", distinct=True),
        measured_count=Count("targets", filter=~Q(targets__measure=""), distinct=True),
        task_count=Count("tasks", distinct=True),
    )
    return access.scope(actor, Permission.VIEW, counted).defer("text").order_by(*NEWEST_FIRST)


def plan_list(actor: Actor) -> QuerySet[Plan]:
    """Every plan with `is_own`: whether it is of a place where the actor works. His own first, the newest on top."""
    is_own = Case(When(code__in=own_codes(actor), then=True), default=False, output_field=BooleanField())
    return plans(actor).annotate(is_own=is_own).order_by("-is_own", *NEWEST_FIRST)


def plan(actor: Actor, code: str) -> Plan:
    """Raises NotFound."""
    return access.get(actor, Permission.VIEW, Plan.objects.all(), code=code)


def at_unit(actor: Actor, plan: Plan, unit_id: int | None = None) -> PlanAtUnit:
    """The plan from the unit asked for; else from its whole territory; else from the topmost unit the actor sees.

    Raises NotFound for a unit out of the actor's sight.
    """
    territory = _territories(actor, [plan]).get(plan.pk)
    if unit_id is None and territory is not None and access.within(actor, IndicatorPermission.VIEW, territory.path):
        return PlanAtUnit(plan, territory, is_own=True)
    unit = indicators.unit(actor, unit_id)
    return PlanAtUnit(plan, unit, is_own=territory is not None and unit.path.startswith(territory.path))


def own_codes(actor: Actor) -> list[str]:
    """Codes of the plans of the places where the actor works, newest first."""
    known = list(plans(actor))
    territories = _territories(actor, known)
    reach = actor.paths(Permission.VIEW)
    return [plan.code for plan in known if plan.pk in territories and _touch(territories[plan.pk].path, reach)]


def newest_own(actor: Actor) -> Plan | None:
    """The plan that is his to fulfil today."""
    codes = own_codes(actor)
    return plan(actor, codes[0]) if codes else None


def unit_choices(actor: Actor, unit: Any) -> list[Any]:
    """Where one may go from a unit: the units above that the actor sees, itself, the units right below."""
    below = org.children(actor, unit).filter(kind__in=MEASURED_KINDS)
    return [*indicators.units_above(actor, unit), unit, *below]


def tasks(actor: Actor, plan: Plan) -> list[TaskLine]:
    """The tasks of a plan in its order, each with its last day."""
    access.require(actor, Permission.VIEW, plan)
    school_years = {year.code: year.ends_on for year in calendar.school_years()}
    today = clock.today()
    rows = ((task, _task_due(task.period, plan, school_years)) for task in plan.tasks.order_by("position"))
    return [TaskLine(task, due_on, is_past=due_on is not None and due_on < today) for task, due_on in rows]


def task_leads(lines: Iterable[TaskLine]) -> list[str]:
    """Who leads some task, in the order of the plan."""
    return list(dict.fromkeys(lead for line in lines for lead in line.task.lead))


def duties(actor: Actor, plan: Plan) -> list[DutyLine]:
    """The reporting duties of a plan: those with a next day first, by day, then as in the plan."""
    access.require(actor, Permission.VIEW, plan)
    dues = [(duty, _next_due(duty, plan)) for duty in plan.duties.order_by("position")]
    lines = [DutyLine(duty, due, is_over=due is None and duty.deadline is not None) for duty, due in dues]
    return sorted(lines, key=lambda line: (line.next_due is None, line.next_due or clock.today()))


def headings(plan: Plan) -> dict[str, str]:
    """Title of every heading and group of goals by its number."""
    return dict(_titles([*plan.text["sections"], *plan.text["goals"]]))


def _titles(nodes: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        yield node["ref"], node["title"]
        yield from _titles(node.get("children") or node.get("groups") or ())


def _territories(actor: Actor, of: Iterable[Plan]) -> dict[int, Any]:
    """The province unit of today of each plan that has one, by its administrative code, else by its name."""
    wanted = [plan for plan in of if plan.has_territory]
    codes, names = {plan.province_code for plan in wanted}, {search_key(plan.province) for plan in wanted}
    by_code = Q(codes__system=CodeSystem.ADMINISTRATIVE, codes__code__in=codes)
    provinces = org.listing(actor).filter(by_code | Q(search_key__in=names), kind=UnitKind.PROVINCE).distinct()
    found = provinces.prefetch_related("codes") if wanted else provinces.none()
    return {plan.pk: unit for plan in wanted for unit in found if _is_of(unit, plan)}


def _is_of(unit: Any, plan: Plan) -> bool:
    codes = {code.code for code in unit.codes.all() if code.system == CodeSystem.ADMINISTRATIVE}
    return plan.province_code in codes if codes else unit.search_key == search_key(plan.province)


def _touch(territory: str, reach: Iterable[str]) -> bool:
    return any(path.startswith(territory) or territory.startswith(path) for path in reach)


def _task_due(period: dict[str, Any] | None, plan: Plan, school_years: Mapping[str, date]) -> date | None:
    return rules.task_due(TaskPeriod(**period) if period else None, plan.last_year, school_years)


def _next_due(duty: ReportingDuty, plan: Plan) -> date | None:
    deadline = DeadlineRule(**duty.deadline) if duty.deadline else None
    return rules.next_due(Rhythm(duty.rhythm), deadline, plan.first_year, plan.last_year, clock.today())
