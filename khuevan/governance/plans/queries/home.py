"""What the home page and the global search show of plans."""

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.kernel.actor import Actor
from khuevan.kernel.text import search_key
from khuevan.web import numbers
from khuevan.web.cards import Card, CardRow
from khuevan.web.search import Hit
from khuevan.web.types import Tone

from .. import rules
from ..models import Plan, PlanTarget
from ..types import Permission, TargetLine, TargetUnit
from .plans import at_unit, newest_own
from .targets import progress, targets_with_values

ROWS = 4


def home_card(actor: Actor) -> Card | None:
    """The plan that is his to fulfil: how many targets are met where he works, and which are at risk."""
    plan = newest_own(actor)
    if plan is None:
        return None
    at = at_unit(actor, plan)
    now = progress(targets_with_values(actor, at))
    measured = _("đo lúc %s") % numbers.moment(now.measured_at) if now.measured_at else _("chưa đo lần nào")
    return Card(
        title=_("Chỉ tiêu đạt, kế hoạch năm %s") % plan.years,
        figure=numbers.number(now.met),
        of=numbers.number(now.total),
        caption=f"{at.unit.label} · {measured} · {_('đo được %s') % numbers.number(now.measured)}",
        url=reverse("plans:plan", args=[plan.code]),
        rows=tuple(_row(plan, line) for line in now.at_risk[:ROWS]),
    )


def search(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Search source: plans by title, number or place, then targets by name."""
    words = search_key(text).split()
    if not words:
        return []
    plans = access.scope(actor, Permission.VIEW, Plan.objects.defer("text").order_by("-last_year", "code"))
    targets = access.scope(actor, Permission.VIEW, PlanTarget.objects.select_related("plan").order_by("plan__code", "position"))
    for word in words:
        plans, targets = plans.filter(search_key__contains=word), targets.filter(search_key__contains=word)
    hits = [Hit(plan.title, reverse("plans:plan", args=[plan.code]), _of(plan), "target-arrow") for plan in plans[:limit]]
    hits += [
        Hit(target.name, reverse("plans:target", args=[target.plan.code, target.ref]), _of(target.plan), "target")
        for target in targets[:limit]
    ]
    return hits[:limit]


def _row(plan: Plan, line: TargetLine) -> CardRow:
    """A target at risk with its level; shares keep the decimals that `rules.shown` gave them."""
    address = reverse("plans:target", args=[plan.code, line.target.ref])
    places = rules.places(line.shown) if line.shown is not None else 0
    write = numbers.percent if line.target.unit == TargetUnit.PERCENT else numbers.number
    return CardRow(line.target.name, write(line.shown, places), address, Tone.BAD)


def _of(plan: Plan) -> str:
    return f"{plan.number or plan.code} · {plan.area} · {plan.years}"
