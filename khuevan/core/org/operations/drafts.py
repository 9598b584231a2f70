"""Drafting a reorganisation: its decision and its steps. Every change of a draft forgets its preview."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F, Max

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound
from khuevan.kernel.operations import operation

from ..models import Reorganisation, ReorganisationStep
from ..types import NotDraft, Permission, ReorganisationState, Step, details_of, kind_of, parse_step


@operation
def draft_reorganisation(
    actor: Actor,
    *,
    title: str,
    decision_number: str,
    decision_date: date,
    effective_on: date,
    steps: Sequence[Step] = (),
) -> Reorganisation:
    """Begin a draft, with steps or without. Raises NotAllowed."""
    access.require(actor, Permission.REORGANISE)
    draft = Reorganisation.objects.create(
        title=title,
        decision_number=decision_number,
        decision_date=decision_date,
        effective_on=effective_on,
        drafted_by_id=actor.user_id,
    )
    _append(draft, steps)
    audit.record(actor, "org.reorganisation_drafted", draft, changes={"steps": [0, len(steps)]})
    return draft


@operation
def change_draft(
    actor: Actor,
    *,
    reorganisation: Reorganisation,
    title: str,
    decision_number: str,
    decision_date: date,
    effective_on: date,
    expected_version: int,
) -> Reorganisation:
    """Change what the decision says. Raises NotAllowed, NotDraft, Stale."""
    draft = _draft(actor, reorganisation)
    values = {
        "title": title,
        "decision_number": decision_number,
        "decision_date": decision_date,
        "effective_on": effective_on,
    }
    changes = {name: [str(getattr(draft, name)), str(value)] for name, value in values.items() if getattr(draft, name) != value}
    for name, value in values.items():
        setattr(draft, name, value)
    draft.preview = draft.previewed_at = None
    draft.save_if_unchanged(expected_version, [*values, "preview", "previewed_at"])
    audit.record(actor, "org.reorganisation_changed", draft, changes=changes)
    return draft


@operation
def add_step(actor: Actor, *, reorganisation: Reorganisation, step: Step) -> ReorganisationStep:
    """Add a step at the end. Raises NotAllowed, NotDraft, WrongStep."""
    draft = _draft(actor, reorganisation)
    parse_step(kind_of(step), details_of(step))
    [row] = _append(draft, [step])
    _forget_preview(draft)
    audit.record(actor, "org.step_added", draft, changes={"step": ["", str(row.get_kind_display())]})
    return row


@operation
def remove_step(actor: Actor, *, reorganisation: Reorganisation, position: int) -> Reorganisation:
    """Take a step out; later ones move up. Raises NotAllowed, NotDraft, NotFound."""
    draft = _draft(actor, reorganisation)
    row = _step(draft, position)
    row.delete()
    _renumber(draft, draft.steps.filter(position__gt=position))
    _forget_preview(draft)
    audit.record(actor, "org.step_removed", draft, changes={"step": [str(row.get_kind_display()), ""]})
    return draft


@operation
def move_step_up(actor: Actor, *, reorganisation: Reorganisation, position: int) -> Reorganisation:
    """Let a step be done before the one that stands before it. Raises NotAllowed, NotDraft, NotFound."""
    draft = _draft(actor, reorganisation)
    row, other = _step(draft, position), _step(draft, position - 1)
    for step, place in ((row, 0), (other, position), (row, position - 1)):
        step.position = place
        step.save(update_fields=["position"])
    _forget_preview(draft)
    audit.record(actor, "org.step_moved", draft, changes={"position": [position, position - 1]})
    return draft


@operation
def discard_draft(actor: Actor, *, reorganisation: Reorganisation) -> None:
    """Throw a draft away; the journal keeps that it was there. Raises NotAllowed, NotDraft."""
    draft = _draft(actor, reorganisation)
    audit.record(actor, "org.reorganisation_discarded", draft, changes={"title": [draft.title, ""]})
    draft.delete()


@operation
def copy_reorganisation(actor: Actor, *, reorganisation: Reorganisation) -> Reorganisation:
    """A new draft with the same decision and steps: to correct and apply again what was reversed. Raises NotAllowed."""
    access.require(actor, Permission.REORGANISE, reorganisation)
    return draft_reorganisation(
        actor,
        title=reorganisation.title,
        decision_number=reorganisation.decision_number,
        decision_date=reorganisation.decision_date,
        effective_on=reorganisation.effective_on,
        steps=[parse_step(row.kind, row.details) for row in reorganisation.steps.all()],
    )


def _draft(actor: Actor, reorganisation: Reorganisation) -> Reorganisation:
    access.require(actor, Permission.REORGANISE, reorganisation)
    draft = Reorganisation.objects.select_for_update().filter(pk=reorganisation.pk).first()
    if draft is None:
        raise NotFound()
    if draft.state != ReorganisationState.DRAFT:
        raise NotDraft()
    return draft


def _step(draft: Reorganisation, position: int) -> ReorganisationStep:
    found = draft.steps.filter(position=position).first()
    if found is None:
        raise NotFound()
    return found


def _append(draft: Reorganisation, steps: Iterable[Step]) -> list[ReorganisationStep]:
    last = draft.steps.aggregate(last=Max("position"))["last"] or 0
    return ReorganisationStep.objects.bulk_create(
        ReorganisationStep(reorganisation=draft, position=position, kind=kind_of(step), details=details_of(step))
        for position, step in enumerate(steps, last + 1)
    )


def _renumber(draft: Reorganisation, later: Iterable[ReorganisationStep]) -> None:
    for step in later:
        step.position -= 1
        step.save(update_fields=["position"])


def _forget_preview(draft: Reorganisation) -> None:
    Reorganisation.objects.filter(pk=draft.pk).update(preview=None, previewed_at=None, version=F("version") + 1)
