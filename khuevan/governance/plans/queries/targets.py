"""Targets with what was measured of them. A fixed number of queries, whatever the number of targets."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from khuevan.core.access import api as access
from khuevan.core.indicators import api as indicators
from khuevan.core.indicators.types import Figure, ReportKind, Slice, UnitValue, Value
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound

from .. import rules
from ..datafiles import load_thresholds
from ..models import PlanTarget
from ..types import (
    Comparison,
    Forecast,
    Outlook,
    Permission,
    PlanAtUnit,
    Progress,
    Status,
    TargetLine,
    TargetUnit,
    UnitLine,
    Unmeasured,
)

MONTH = timedelta(days=30)
NO_FORECAST = Forecast(Outlook.NONE)


def targets_with_values(actor: Actor, at: PlanAtUnit, day: date | None = None) -> list[TargetLine]:
    """The targets of a plan in its order, with their figures at the unit as of a day (today)."""
    access.require(actor, Permission.VIEW, at.plan)
    return _lines(actor, at, list(at.plan.targets.order_by("position")), day or clock.today())


def target_line(actor: Actor, at: PlanAtUnit, ref: str) -> TargetLine:
    """One target. Raises NotFound."""
    access.require(actor, Permission.VIEW, at.plan)
    target = at.plan.targets.filter(ref=ref).first()
    if target is None:
        raise NotFound()
    return _lines(actor, at, [target], clock.today())[0]


def trend(actor: Actor, at: PlanAtUnit, line: TargetLine) -> list[Value]:
    """The figure of a target over time, oldest first; empty when it is not measured."""
    return indicators.trend(actor, at.unit.pk, line.figure.code, line.figure.part) if line.figure else []


def drawn(target: PlanTarget, value: Value) -> Decimal | int | None:
    """What a figure is drawn as in a trend; None where there is none."""
    if value.is_empty:
        return None
    return value.percent if target.unit == TargetUnit.PERCENT else value.numerator


def children(actor: Actor, at: PlanAtUnit, line: TargetLine) -> list[UnitLine]:
    """The units right below, held against the target; units in which nothing is counted are left out."""
    if line.figure is None:
        return []
    found = indicators.children(actor, at.unit, line.figure.code, line.figure.part)
    return [_unit_line(line.target, below, value) for below in found if (value := below.value)]


def progress(lines: Sequence[TargetLine]) -> Progress:
    """What stands above the targets."""
    comparable = [line for line in lines if line.was_met is not None]
    met_of_comparable = sum(line.status == Status.MET for line in comparable)
    return Progress(
        total=len(lines),
        met=sum(line.status == Status.MET for line in lines),
        measured=sum(line.value is not None for line in lines),
        at_risk=tuple(line for line in lines if line.status == Status.AT_RISK),
        below=sum(line.status == Status.BELOW for line in lines),
        gained=met_of_comparable - sum(bool(line.was_met) for line in comparable) if comparable else None,
        measured_at=max((line.value.measured_at for line in lines if line.value), default=None),
    )


def figure_of(target: PlanTarget) -> Figure | None:
    """What a target asks of the indicators; None when no measure of this release answers it."""
    if target.measure not in indicators.measures():
        return None
    scope = target.scope_filter
    ownership = [scope["ownership"]] if scope.get("ownership") else []
    return Figure(target.measure, Slice(frozenset(scope.get("levels", ())), frozenset(ownership)))


def _lines(actor: Actor, at: PlanAtUnit, targets: list[PlanTarget], day: date) -> list[TargetLine]:
    figures = {target.pk: figure for target in targets if (figure := figure_of(target)) is not None}
    wanted = set(figures.values())
    runs = indicators.last_runs(actor, {figure.code for figure in wanted}, day)
    values = indicators.values(actor, [at.unit.pk], wanted, day)
    trends = indicators.trends(actor, at.unit.pk, wanted, day - timedelta(days=load_thresholds().window_days))
    lines = []
    for target in targets:
        figure = figures.get(target.pk)
        value = values.get((at.unit.pk, figure)) if figure else None
        level = _level(target, value)
        due = rules.due_day(target.year)
        blank = TargetLine(
            target, due, Status.UNMEASURED, NO_FORECAST, figure, is_past_due=day > due, is_reported=_is_reported(target),
            **_reports(value),
        )  # fmt: skip
        if figure is None or value is None or level is None:
            lines.append(replace(blank, reason=_why(target, figure, value, bool(figure and figure.code in runs))))
        else:
            measured = replace(blank, value=value, shown=rules.shown(level, target.value, Comparison(target.comparison)))
            lines.append(_judged(at, measured, level, trends[figure], day))
    return lines


def _judged(at: PlanAtUnit, line: TargetLine, level: Fraction, trend: Iterable[Value], day: date) -> TargetLine:
    """The line with its status and forecast."""
    goal, comparison, thresholds = line.target.value, Comparison(line.target.comparison), load_thresholds()
    if goal is None:
        return replace(line, reason=Unmeasured.NO_LEVEL)
    past = _past(trend, line, day)
    before = [value for value in past if value.day <= day - MONTH]
    line = replace(line, was_met=_is_met(line.target, before[-1]) if before else None)
    is_at_mark = rules.meets(level, goal, comparison)
    if is_at_mark and not _is_met(line.target, line.value):
        return replace(line, status=Status.INCOMPLETE)
    if not at.is_own:
        return replace(line, status=Status.MET if is_at_mark else Status.BELOW)
    points = [(value.day, reached) for value in past if (reached := _level(line.target, value)) is not None]
    start, forecast = date(at.plan.first_year, 1, 1), rules.forecast(points, goal, comparison, day, thresholds)
    status = rules.status(level, goal, comparison, day, line.due, start=start, forecast=forecast, thresholds=thresholds)
    return replace(line, status=status, forecast=forecast)


def _is_met(target: PlanTarget, value: Value | None) -> bool:
    """Whether a figure is at its mark whatever those say who are silent: a yes or no of each counts as no until it is said."""
    if value is None or target.value is None:
        return False
    level, comparison = _level(target, value), Comparison(target.comparison)
    if level is None or value.is_complete:
        return level is not None and rules.meets(level, target.value, comparison)
    reporting = indicators.measures()[value.measure].reporting
    is_yes_or_no = reporting is not None and reporting.kind == ReportKind.YES_NO
    return is_yes_or_no and rules.meets(rules.share(value.numerator, value.asked or 1), target.value, comparison)


def _is_reported(target: PlanTarget) -> bool:
    spec = indicators.measures().get(target.measure)
    return spec is not None and spec.reporting is not None


def _reports(value: Value | None) -> dict[str, Any]:
    """How far the reports go behind a figure."""
    return {"answered": value.answered, "asked": value.asked} if value else {}


def _why(target: PlanTarget, figure: Figure | None, value: Value | None, was_run: bool) -> Unmeasured:
    if not target.measure:
        return Unmeasured.NO_MEASURE
    if figure is None:
        return Unmeasured.NOT_IN_RELEASE
    if value is not None and value.is_empty:
        return Unmeasured.NOT_REPORTED
    return Unmeasured.NOTHING_HERE if was_run else Unmeasured.NOT_YET


def _past(trend: Iterable[Value], line: TargetLine, day: date) -> list[Value]:
    """The trend up to a day, measured by today's definition: an older one tells of something else."""
    return [value for value in trend if line.value and value.day <= day and value.version == line.value.version]


def _level(target: PlanTarget, value: Value | None) -> Fraction | None:
    """What is held against the target: the share for percentages, the count for everything else."""
    if value is None or value.is_empty:
        return None
    if target.unit != TargetUnit.PERCENT:
        return Fraction(value.numerator)
    return rules.share(value.numerator, value.denominator) if value.denominator else None


def _unit_line(target: PlanTarget, below: UnitValue, value: Value) -> UnitLine:
    level, comparison = _level(target, value), Comparison(target.comparison)
    shown = None if level is None else rules.shown(level, target.value, comparison)
    if level is None or target.value is None:
        return UnitLine(below.unit_id, below.name, below.kind, value, shown, is_met=None)
    is_at_mark = rules.meets(level, target.value, comparison)
    return UnitLine(below.unit_id, below.name, below.kind, value, shown, _is_met(target, value), is_at_mark)
