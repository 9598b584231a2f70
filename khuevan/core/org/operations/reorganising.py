"""Previewing and applying a reorganisation.

The preview *is* the application, done inside a savepoint that is rolled back: what is shown is what will happen. What is
applied must come out as it was previewed, or nothing is changed.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import Refusal
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation

from .. import queries
from ..events import ReorganisationApplied
from ..models import Reorganisation, Succession
from ..types import (
    AlreadyApplied,
    Change,
    NotDraft,
    NotYetEffective,
    Permission,
    Preview,
    PreviewOutdated,
    ReorganisationState,
    WrongStep,
    parse_step,
)
from . import tree
from .carrying_out import carry_out
from .describing import count_kinds, describe
from .work import Work


@operation
def preview_reorganisation(actor: Actor, *, reorganisation: Reorganisation) -> Preview:
    """Do it all, look, undo it all; the outcome is kept with the draft until the draft changes.

    Raises NotAllowed, NotDraft and whatever stands in the way of a step, told with the number of the step.
    """
    access.require(actor, Permission.REORGANISE, reorganisation)
    draft = _locked(reorganisation)
    if draft.state != ReorganisationState.DRAFT:
        raise NotDraft()
    with transaction.atomic():
        _work, preview = _carry_out_all(actor, draft)
        transaction.set_rollback(True)
    draft.preview, draft.previewed_at = preview.as_json(), clock.now()
    draft.save(update_fields=["preview", "previewed_at"])
    return preview


@operation
def apply_reorganisation(actor: Actor, *, reorganisation: Reorganisation) -> Reorganisation:
    """Apply a previewed draft: all of it or nothing, once.

    The columns of a unit tell of today, so a decision is applied from the day it takes effect, not before. Raises NotAllowed,
    AlreadyApplied, NotYetEffective, PreviewOutdated and whatever stands in the way of a step.
    """
    access.require(actor, Permission.REORGANISE, reorganisation)
    draft = _locked(reorganisation)
    if draft.state != ReorganisationState.DRAFT:
        raise AlreadyApplied()
    if draft.effective_on > clock.today():
        raise NotYetEffective(day=f"{draft.effective_on:%d/%m/%Y}")
    expected = queries.preview(draft)
    work, outcome = _carry_out_all(actor, draft)
    if expected is None or not outcome.same_tree(expected):
        raise PreviewOutdated()
    _mark_applied(actor, draft, outcome)
    publish(
        ReorganisationApplied(
            reorganisation_id=draft.pk,
            effective_on=draft.effective_on,
            ended=tuple(work.ended),
            successions=tuple(work.successions),
            moved=tuple(work.moved),
        )
    )
    return draft


def _locked(reorganisation: Reorganisation) -> Reorganisation:
    """The reorganisation as it is, while nobody else changes the tree."""
    tree.lock(exclusive=True)
    return Reorganisation.objects.select_for_update().get(pk=reorganisation.pk)


def _carry_out_all(actor: Actor, reorganisation: Reorganisation) -> tuple[Work, Preview]:
    work = Work(actor, reorganisation)
    steps = list(reorganisation.steps.all())
    if not steps:
        raise WrongStep(_("Phương án chưa có bước nào. Thêm ít nhất một bước."))
    before = count_kinds(work.on)
    for step in steps:
        try:
            carry_out(parse_step(step.kind, step.details), work)
        except Refusal as refusal:
            told = _("Bước %(position)d: %(message)s") % {"position": step.position, "message": refusal.message}
            raise type(refusal)(told) from refusal
    work.finish()
    Succession.objects.bulk_create(
        Succession(reorganisation=reorganisation, predecessor_id=old, successor_id=new) for old, new in work.successions
    )
    return work, describe(work, before)


def _mark_applied(actor: Actor, draft: Reorganisation, outcome: Preview) -> None:
    draft.state, draft.applied_at, draft.applied_by_id = ReorganisationState.APPLIED, clock.now(), actor.user_id
    draft.preview = outcome.as_json()
    draft.version += 1
    draft.save(update_fields=["state", "applied_at", "applied_by", "preview", "version", "updated_at"])
    counts = {str(change): [0, outcome.count(change)] for change in Change}
    audit.record(actor, "org.reorganisation_applied", draft, changes=counts)
