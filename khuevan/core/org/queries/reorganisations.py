"""Reorganisations: the list, one with its steps in words, and what it did."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.kernel.actor import Actor
from khuevan.web import numbers

from ..models import OrgUnit, Reorganisation, ReorganisationStep
from ..types import (
    Abolish,
    Create,
    Merge,
    Move,
    Permission,
    Preview,
    Recode,
    Ref,
    Rename,
    ReorganisationState,
    Split,
    Step,
    StepLine,
    parse_step,
)
from .lookup import drafted_units

EXAMPLES = 3
DAYS = 6


def reorganisations(actor: Actor) -> QuerySet[Reorganisation]:
    """Every reorganisation, newest first, with the number of its steps."""
    rows = Reorganisation.objects.annotate(step_count=Count("steps"))
    return access.scope(actor, Permission.REORGANISE, rows).order_by("-effective_on", "-pk")


def reorganisation(actor: Actor, pk: int) -> Reorganisation:
    """Raises NotFound."""
    return access.get(actor, Permission.REORGANISE, Reorganisation.objects.all(), pk=pk)


def steps(actor: Actor, of: Reorganisation) -> list[ReorganisationStep]:
    """The steps in order."""
    return list(access.scope(actor, Permission.REORGANISE, of.steps.all()))


def step_lines(actor: Actor, of: Reorganisation) -> list[StepLine]:
    """The steps in order, in words; units that are gone are told by their number."""
    parsed = [(row, parse_step(row.kind, row.details)) for row in steps(actor, of)]
    refs = {ref for _row, step in parsed for ref in _refs(step)}
    names = _Names(OrgUnit.objects.filter(pk__in=[ref for ref in refs if isinstance(ref, int)]).values_list("pk", "name"))
    names.update(drafted_units(of))
    return [StepLine(row.position, row.kind, _text(step, names)) for row, step in parsed]


def preview(of: Reorganisation) -> Preview | None:
    """The stored preview; after the application it is what was done."""
    return Preview.from_json(of.preview) if of.preview else None


def stands(reorganisation_id: int) -> bool:
    """Whether a reorganisation is applied and was not reversed: for those who follow it later, by a job."""
    return Reorganisation.objects.filter(pk=reorganisation_id, state=ReorganisationState.APPLIED).exists()


def days_of_change(actor: Actor) -> list[date]:
    """The days from which the newest applied reorganisations took effect, newest first."""
    if not access.can(actor, Permission.VIEW):
        return []
    applied = Reorganisation.objects.filter(state=ReorganisationState.APPLIED)
    return list(applied.order_by("-effective_on").values_list("effective_on", flat=True).distinct()[:DAYS])


class _Names(dict[Ref, str]):
    """Names by ref."""

    def __missing__(self, ref: Ref) -> str:
        return f"#{ref}"

    def few(self, refs: Sequence[Ref]) -> str:
        return _few([self[ref] for ref in refs])


def _few(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    told, rest = ", ".join(names[:EXAMPLES]), len(names) - EXAMPLES
    if rest <= 0:
        return told
    return _("%(names)s và %(count)s đơn vị khác") % {"names": told, "count": numbers.number(rest)}


def _refs(step: Step) -> list[Ref]:
    match step:
        case Create(units):
            return [unit.parent for unit in units if unit.parent is not None]
        case Merge(units, into):
            return [*units, into]
        case Split(unit, into, _ends, children):
            return [unit, *into, *(ref for pair in children for ref in pair)]
        case Move(rows):
            return [ref for row in rows for ref in (row.unit, row.to)]
        case Rename(unit) | Recode(unit):
            return [unit]
        case Abolish(rows):
            return [ref for row in rows for ref in (row.unit, *row.successors)]


def _text(step: Step, names: _Names) -> str:
    match step:
        case Create(units):
            return _few([unit.name for unit in units])
        case Merge(units, into):
            return _("%(units)s thành %(into)s") % {"units": names.few(units), "into": names[into]}
        case Split(unit, into, ends):
            text = _("%(unit)s kết thúc, chia thành %(into)s") if ends else _("từ %(unit)s tách ra %(into)s")
            return text % {"unit": names[unit], "into": names.few(into)}
        case Move(rows):
            targets = list(dict.fromkeys(row.to for row in rows))
            return _("%(units)s về %(targets)s") % {
                "units": names.few([row.unit for row in rows]),
                "targets": names.few(targets),
            }
        case Rename(unit, name):
            return _("%(unit)s đổi tên thành %(name)s") % {"unit": names[unit], "name": name}
        case Recode(below, codes):
            return _("%(count)s mã xã, phường trong %(below)s") % {"count": numbers.number(len(codes)), "below": names[below]}
        case Abolish(rows):
            return names.few([row.unit for row in rows])
