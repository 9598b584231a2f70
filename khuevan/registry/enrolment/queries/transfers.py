"""Transfers between schools: the requests that concern a school, and finding a learner of another school by exact number."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from khuevan.core.access import api as access
from khuevan.core.org import api as org
from khuevan.core.org.types import UnitKind
from khuevan.core.roles import api as roles
from khuevan.kernel import vault
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound
from khuevan.kernel.text import search_key

from ..models import Enrolment, TransferRequest, TransferStep
from ..types import NoSuchLearner, Permission, Status

MOST_SCHOOLS = 5


def transfers(actor: Actor, permission: str = Permission.BROWSE) -> QuerySet[TransferRequest]:
    """Requests from or to schools where the actor holds the permission, the newest first, with their `state`."""
    mine = org.units(actor, permission, kind=UnitKind.SCHOOL).order_by().values("pk")
    state = TransferStep.objects.filter(request=OuterRef("pk")).order_by("-at", "-pk").values("state")[:1]
    rows = TransferRequest.objects.filter(Q(from_school__in=mine) | Q(to_school__in=mine))
    related = ("person", "from_school", "to_school", "to_class", "enrolment__school_class")
    return rows.annotate(state=Subquery(state)).select_related(*related).order_by("-requested_at", "-pk")


def transfer(actor: Actor, pk: int) -> TransferRequest:
    """Raises NotFound."""
    found = transfers(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def transfer_by_id(pk: int) -> TransferRequest | None:
    """For what follows from an event; not scoped."""
    return TransferRequest.objects.select_related("person", "from_school", "to_school").filter(pk=pk).first()


def people_to_tell(school: Any) -> list[int]:
    """Accounts of those who answer for a school in transfers; who answers for all schools of a place is not told."""
    posts = roles.people_who(Permission.TRANSFER, school.path).filter(unit__path__startswith=school.path)
    return [account for account in posts.values_list("person__account", flat=True) if account is not None]


def steps_of(request: TransferRequest) -> list[TransferStep]:
    return list(request.steps.order_by("at", "pk"))


def may_decide(actor: Actor, request: TransferRequest) -> bool:
    """Whether the actor answers for the school that is asked."""
    return request.ended_at is None and access.can(actor, Permission.TRANSFER, request.decider)


def may_withdraw(actor: Actor, request: TransferRequest) -> bool:
    return request.ended_at is None and access.can(actor, Permission.TRANSFER, request.asker)


def waiting_count(actor: Actor) -> int:
    """How many requests wait for an answer of the actor's schools."""
    mine = org.units(actor, Permission.TRANSFER, kind=UnitKind.SCHOOL).order_by().values("pk")
    waiting = TransferRequest.objects.filter(ended_at=None)
    return waiting.filter(Q(asked_by="sending", to_school__in=mine) | Q(asked_by="receiving", from_school__in=mine)).count()


def find_schools(actor: Actor, text: str) -> list[Any]:
    """Schools in force that a text may mean by name or code, with the unit above; the one of just that name alone."""
    found = org.search(actor, text, kinds=(UnitKind.SCHOOL,), only_in_force=True, limit=MOST_SCHOOLS)
    units = org.directory(actor).select_related("parent").in_bulk([one.unit_id for one in found])
    exact = [unit for unit in units.values() if unit.search_key == search_key(text)]
    return exact if len(exact) == 1 else list(units.values())


def learner_by_number(number: str, full_name: str) -> Enrolment:
    """The open stay of the learner with this whole sector or personal number and this name. For the operation that asks
    another school for him; the number alone tells nothing. Raises NoSuchLearner.
    """
    digits = number.replace(" ", "")
    rows = Enrolment.objects.filter(status=Status.STUDYING).select_related("person", "school", "school_class", "school_year")
    if len(digits) == 12:
        rows = rows.filter(person__personal_id_index=vault.blind_index(digits))
    else:
        rows = rows.filter(person__sector_id=digits)
    found = rows.first() if digits.isdecimal() else None
    if found is None or found.person.search_key != search_key(full_name):
        raise NoSuchLearner(field="number")
    return found
