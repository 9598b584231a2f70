"""Correction requests: one's own, and those that wait at the keeper."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.core.files import api as files
from khuevan.kernel import vault
from khuevan.kernel.actor import Actor, SensitiveRead
from khuevan.kernel.errors import NotFound
from khuevan.kernel.manifest import Text

from ..models import CorrectionRequest, CorrectionStep, Person
from ..types import SENSITIVE_FIELDS, CorrectionState, Permission
from . import fields

#: What the person concerned or a guardian may ask to have corrected.
CORRECTABLE = (
    "full_name", "birth_date", "sex", "personal_id", "ethnicity", "religion", "nationality", "birthplace", "hometown_code",
    "residence", "residence_code", "current_address", "phone", "email",
)  # fmt: skip

EVIDENCE_ROLE = "evidence"


def corrections(actor: Actor) -> QuerySet[CorrectionRequest]:
    """Requests about people in the actor's reach: open ones first, the oldest of them on top. With `state`."""
    rows = access.scope(actor, Permission.CORRECT, _with_state(CorrectionRequest.objects.all()))
    waiting = Case(When(ended_at=None, then=Value(0)), default=Value(1))
    return rows.order_by(waiting, "requested_at", "pk")


def correction(actor: Actor, uid: UUID) -> CorrectionRequest:
    """One that the actor may decide on. Raises NotFound."""
    found = corrections(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound()
    return found


def waiting_count(actor: Actor) -> int:
    return access.scope(actor, Permission.CORRECT, CorrectionRequest.objects.filter(ended_at=None)).count()


def overdue_count(actor: Actor, today: date) -> int:
    """Requests that nobody took up within two working days (NĐ 356/2025/NĐ-CP)."""
    untouched = Q(ended_at=None, due_on__lt=today) & ~Q(steps__state=CorrectionState.ACKNOWLEDGED)
    return access.scope(actor, Permission.CORRECT, CorrectionRequest.objects.filter(untouched)).count()


def own_corrections(actor: Actor) -> QuerySet[Any]:
    """Requests about oneself and one's children, whoever of the family made them, the newest first. With `state`."""
    rows = access.scope(actor, Permission.REQUEST_CORRECTION, _with_state(CorrectionRequest.objects.all()))
    return rows.order_by("-requested_at", "-pk")


def own_correction(actor: Actor, uid: UUID) -> CorrectionRequest:
    """Raises NotFound."""
    found = own_corrections(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound()
    return found


def steps_of(request: CorrectionRequest) -> list[CorrectionStep]:
    """What became of a request, in order."""
    return list(request.steps.all())


def evidence_of(request: CorrectionRequest) -> QuerySet:
    """Files sent with a request."""
    return files.files_of(request, EVIDENCE_ROLE)


def may_read_evidence(actor: Actor, request_id: int) -> bool:
    """Those who decide on a request, and the family that made it."""
    mine = access.scope(actor, Permission.REQUEST_CORRECTION, CorrectionRequest.objects.filter(pk=request_id))
    return mine.exists() or access.scope(actor, Permission.CORRECT, CorrectionRequest.objects.filter(pk=request_id)).exists()


def correctable(person: Person) -> list[tuple[str, Text]]:
    """(field, label) of what can be asked for, without those that wait already."""
    waiting = set(person.corrections.filter(ended_at=None).values_list("field", flat=True))
    return [(name, fields.label(name)) for name in CORRECTABLE if name not in waiting]


def proposed(actor: Actor, request: CorrectionRequest) -> str:
    """The proposed value as the one who decides must see it; a personal number in clear, its reading noted."""
    if request.value_sealed is None or not access.can(actor, Permission.CORRECT, request):
        return request.proposed
    actor.reads.append(SensitiveRead(request.person_id, ("personal_id",), _("Xử lý yêu cầu đính chính")))
    return vault.unseal(request.value_sealed)


def current(actor: Actor, request: CorrectionRequest) -> str:
    """The value in the profile today, masked; it may have changed since the request."""
    if request.field in SENSITIVE_FIELDS:
        actor.reads.append(SensitiveRead(request.person_id, (request.field,), _("Xử lý yêu cầu đính chính")))
    return _masked(request.person, request.field)


def current_value(actor: Actor, person: Person, field: str) -> str:
    """What the profile says today, for the person concerned or a guardian; the number masked. Raises NotAllowed."""
    access.require(actor, Permission.REQUEST_CORRECTION, person)
    return _masked(person, field)


def _masked(person: Person, field: str) -> str:
    name = "personal_id_hint" if field == "personal_id" else field
    return fields.shown(name, getattr(person, name))


def _with_state(rows: QuerySet[CorrectionRequest]) -> QuerySet[Any]:
    last = CorrectionStep.objects.filter(request=OuterRef("pk")).order_by("-at", "-pk")
    related = rows.select_related("person__keeper__parent", "requester")
    return related.annotate(state=Subquery(last.values("state")[:1]))
