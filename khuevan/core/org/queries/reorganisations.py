"""Reorganisations: the list, one with its steps, what it did, and what stands in the way of undoing it."""

from django.db.models import Count, QuerySet

from khuevan.core.access import api as access
from khuevan.kernel.actor import Actor

from ..models import Reorganisation, ReorganisationStep
from ..types import Permission, Preview


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


def preview(of: Reorganisation) -> Preview | None:
    """The stored preview; after the application it is what was done."""
    return Preview.from_json(of.preview) if of.preview else None
