"""What units say of themselves where no daily work tells: reported with evidence, corrected without forgetting."""

from datetime import date
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.core.files import api as files
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from .. import queries
from ..models import ReportedValue
from ..types import (
    AlreadyCorrected,
    AlreadyReported,
    DayAhead,
    Measure,
    NoEvidence,
    NotAsked,
    NothingCounted,
    PartAboveWhole,
    ReportKind,
)

#: A decision, a photograph of the room, a page of the system that shows it, a list.
TYPES = (*files.IMAGES, *files.DOCUMENTS, *files.SHEETS)
MOST_BYTES = 10 * 1024 * 1024


@operation
def report_value(
    actor: Actor,
    *,
    unit: Any,
    code: str,
    numerator: int,
    denominator: int | None,
    as_of: date,
    note: str = "",
    evidence: File | None = None,
) -> ReportedValue:
    """Say a reported measure of a unit as of a day, with a note or a file that proves it.

    Yes is 1 of 1, no is 0 of 1; a count has no denominator. Raises NotFound, NotAllowed, NotAsked, DayAhead, NothingCounted,
    PartAboveWhole, NoEvidence, AlreadyReported, and FileRefused of files.
    """
    spec = _answerable(actor, unit, code)
    _check(spec, numerator, denominator, as_of)
    _check_proven(numerator, note, evidence)
    value = _create(actor, unit, code, numerator, denominator, as_of, note)
    _keep_evidence(actor, value, evidence)
    audit.record(actor, "indicators.value_reported", value, changes=_told(None, value))
    return value


@operation
def correct_value(
    actor: Actor,
    *,
    value: ReportedValue,
    version: int,
    numerator: int,
    denominator: int | None,
    as_of: date,
    note: str = "",
    evidence: File | None = None,
) -> ReportedValue:
    """Put another value in the place of one, seen at `version`; the old one stays to be read. Returns the new one.

    The files of the old one prove the new one too, unless a new file is sent. Raises what `report_value` raises, Stale and
    AlreadyCorrected.
    """
    spec = _answerable(actor, value.unit, value.measure)
    if value.superseded_at is not None:
        raise AlreadyCorrected()
    _check(spec, numerator, denominator, as_of)
    kept = [] if evidence else list(queries.evidence_of(value))
    _check_proven(numerator, note, evidence or (kept[0] if kept else None))
    value.superseded_at = clock.now()
    value.save_if_unchanged(version, ["superseded_at"])
    corrected = _create(actor, value.unit, value.measure, numerator, denominator, as_of, note, corrects=value)
    _keep_evidence(actor, corrected, evidence)
    for file in kept:
        files.link(actor, file, owner=corrected, role=queries.EVIDENCE)
    audit.record(actor, "indicators.value_corrected", corrected, changes=_told(value, corrected))
    return corrected


def _answerable(actor: Actor, unit: Any, code: str) -> Measure:
    """The measure, if the unit is asked it and the actor may answer for the unit."""
    spec = queries.measure(code)
    if spec.reporting is None or not spec.reporting.asks(unit.kind, unit.levels, unit.ownership):
        raise NotAsked()
    access.require(actor, spec.reporting.permission, unit)
    return spec


def _check(spec: Measure, numerator: int, denominator: int | None, as_of: date) -> None:
    if as_of > clock.today():
        raise DayAhead(field="as_of")
    if spec.reporting is not None and spec.reporting.kind == ReportKind.COUNT:
        return
    if not denominator:
        raise NothingCounted(field="denominator")
    if numerator > denominator:
        raise PartAboveWhole(field="numerator")


def _check_proven(numerator: int, note: str, evidence: Any) -> None:
    """Who says no need not prove it."""
    if numerator > 0 and not note and evidence is None:
        raise NoEvidence(field="note")


def _create(
    actor: Actor,
    unit: Any,
    code: str,
    numerator: int,
    denominator: int | None,
    as_of: date,
    note: str,
    corrects: ReportedValue | None = None,
) -> ReportedValue:
    """Two answers for one day are refused by the database, however close together they come."""
    try:
        with transaction.atomic():
            return ReportedValue.objects.create(
                unit=unit,
                measure=code,
                as_of=as_of,
                numerator=numerator,
                denominator=denominator,
                evidence_note=note,
                reported_by_id=actor.user_id,
                reported_by_name=actor.name[:120],
                reported_at=clock.now(),
                corrects=corrects,
            )
    except IntegrityError as error:
        raise AlreadyReported(field="as_of") from error


def _keep_evidence(actor: Actor, value: ReportedValue, evidence: File | None) -> None:
    if evidence:
        kept = files.put(actor, evidence, purpose="indicators.evidence", allowed_types=TYPES, max_bytes=MOST_BYTES)
        files.link(actor, kept, owner=value, role=queries.EVIDENCE)


def _told(old: ReportedValue | None, new: ReportedValue) -> dict[str, list[Any]]:
    """What the journal keeps: field → [before, after], and which measure it is about."""
    fields = ("numerator", "denominator", "as_of", "evidence_note")
    pairs = {name: [_plain(getattr(old, name)) if old else None, _plain(getattr(new, name))] for name in fields}
    return {"measure": [None, new.measure]} | {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
