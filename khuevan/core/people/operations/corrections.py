"""Correction requests: asked for by the person concerned or a guardian, decided on at the keeper (Luật 91/2025/QH15)."""

from datetime import date
from typing import Any, cast

from django.core.files import File
from django.db import IntegrityError, transaction

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.core.calendar import api as calendar
from khuevan.core.files import api as files
from khuevan.kernel import clock, vault
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation

from .. import queries, rules
from ..events import CorrectionMoved, CorrectionRequested
from ..models import CorrectionRequest, CorrectionStep, Person
from ..types import (
    CORRECTION_ENDS,
    SENSITIVE_FIELDS,
    AlreadyMerged,
    AlreadyRequested,
    CorrectionEnded,
    CorrectionState,
    FieldNotCorrectable,
    NothingToCorrect,
    OwnCorrection,
    Permission,
)
from .profiles import write

#: A photograph or a scan of a birth certificate, a residence paper, a decision.
EVIDENCE = (*files.IMAGES, files.MediaType.PDF)
MOST_BYTES = 10 * 1024 * 1024


@operation
def request_correction(
    actor: Actor, *, person: Person, field: str, value: Any, reason: str, evidence: File | None = None
) -> CorrectionRequest:
    """Ask the keeper to correct a field of oneself or of one's child. `value` is typed as `update_person` takes it.

    Raises NotAllowed, AlreadyMerged, FieldNotCorrectable, NothingToCorrect, AlreadyRequested, and FileRefused of files.
    """
    access.require(actor, Permission.REQUEST_CORRECTION, person)
    if person.merged_into_id:
        raise AlreadyMerged()
    if field not in queries.CORRECTABLE:
        raise FieldNotCorrectable(field="field")
    if _is_the_same(person, field, value):
        raise NothingToCorrect(field="value")
    request = _create(actor, person, field, value, reason)
    _step(actor, request, CorrectionState.REQUESTED)
    if evidence:
        kept = files.put(actor, evidence, purpose="people.correction", allowed_types=EVIDENCE, max_bytes=MOST_BYTES)
        files.link(actor, kept, owner=request, role=queries.EVIDENCE_ROLE)
    audit.record(actor, "people.correction_requested", person, changes=_told(request))
    publish(CorrectionRequested(request.pk, str(request.uid), person.pk, person.keeper.path if person.keeper else ""))
    return request


@operation
def acknowledge_correction(actor: Actor, *, request: CorrectionRequest) -> CorrectionRequest:
    """Tell the requester that somebody looks into it. Raises NotAllowed, OwnCorrection, CorrectionEnded."""
    request = _taken_up(actor, request)
    if not request.steps.filter(state=CorrectionState.ACKNOWLEDGED).exists():
        _move(actor, request, CorrectionState.ACKNOWLEDGED)
    return request


@operation
def accept_correction(actor: Actor, *, request: CorrectionRequest, person_version: int, note: str = "") -> CorrectionRequest:
    """Write the proposed value into the profile, seen at `person_version`, and tell the requester.

    Raises NotAllowed, OwnCorrection, CorrectionEnded, and what `update_person` raises; then nothing was changed.
    """
    request = _taken_up(actor, request)
    value = _value(request)
    write(actor, request.person, person_version, {request.field: value}, verb="people.person_corrected", reason=request.reason)
    _move(actor, request, CorrectionState.ACCEPTED, note)
    return request


@operation
def refuse_correction(actor: Actor, *, request: CorrectionRequest, note: str) -> CorrectionRequest:
    """Leave the profile as it is; `note` tells the requester why. Raises NotAllowed, OwnCorrection, CorrectionEnded."""
    request = _taken_up(actor, request)
    _move(actor, request, CorrectionState.REFUSED, note)
    return request


@operation
def withdraw_correction(actor: Actor, *, request: CorrectionRequest) -> CorrectionRequest:
    """The family takes its request back. Raises NotAllowed, CorrectionEnded."""
    access.require(actor, Permission.REQUEST_CORRECTION, request)
    request = _locked(request)
    _move(actor, request, CorrectionState.WITHDRAWN)
    return request


def _is_the_same(person: Person, field: str, value: Any) -> bool:
    if field == "personal_id":
        index = person.personal_id_index
        return index is not None and bytes(index) == vault.blind_index(value)
    return getattr(person, field) == value


def _create(actor: Actor, person: Person, field: str, value: Any, reason: str) -> CorrectionRequest:
    secret = field == "personal_id"
    shown_field = "personal_id_hint" if secret else field
    now = clock.now()
    try:
        with transaction.atomic():
            return CorrectionRequest.objects.create(
                person=person,
                requester_id=cast(int, actor.person_id),  # whoever is tied to somebody is somebody
                field=field,
                current=queries.shown(shown_field, getattr(person, shown_field)),
                proposed=queries.shown(shown_field, rules.hint_of(value) if secret else value),
                value="" if secret else _raw(value),
                value_sealed=vault.seal(value) if secret else None,
                reason=reason,
                requested_at=now,
                due_on=calendar.deadline(now.date(), rules.ACKNOWLEDGE_WITHIN),
            )
    except IntegrityError as error:
        raise AlreadyRequested(field="field") from error


def _raw(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else value


def _value(request: CorrectionRequest) -> Any:
    """The proposed value as the profile stores it."""
    if request.value_sealed is not None:
        return vault.unseal(request.value_sealed)
    return date.fromisoformat(request.value) if request.field == "birth_date" else request.value


def _taken_up(actor: Actor, request: CorrectionRequest) -> CorrectionRequest:
    """The open request, held until the end, for somebody who may decide on it."""
    access.require(actor, Permission.CORRECT, request)
    if request.person_id in actor.ties or request.requester_id == actor.person_id:
        raise OwnCorrection()
    return _locked(request)


def _locked(request: CorrectionRequest) -> CorrectionRequest:
    rows = CorrectionRequest.objects.select_related("person__keeper").select_for_update(of=["self"])
    found = rows.get(pk=request.pk)
    if found.ended_at is not None:
        raise CorrectionEnded()
    return found


def _move(actor: Actor, request: CorrectionRequest, state: CorrectionState, note: str = "") -> None:
    _step(actor, request, state, note)
    if state in CORRECTION_ENDS:
        request.ended_at = clock.now()
        request.save(update_fields=["ended_at"])
    audit.record(actor, f"people.correction_{state}", request.person, changes=_told(request) | {"note": ["", note]})
    publish(CorrectionMoved(request.pk, str(request.uid), request.person_id, request.requester_id, state))


def _step(actor: Actor, request: CorrectionRequest, state: CorrectionState, note: str = "") -> None:
    CorrectionStep.objects.create(
        request=request, state=state, at=clock.now(), by_id=actor.user_id, by_name=actor.name[:120], note=note
    )


def _told(request: CorrectionRequest) -> dict[str, list[str]]:
    """The request in the journal, sensitive values covered."""
    covered = request.field in SENSITIVE_FIELDS
    return {"field": ["", request.field], "proposed": ["", rules.HIDDEN if covered else request.proposed]}
