"""Whose accounts an actor may open, renew and lock: everybody of his unit, or its staff only."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from khuevan.core.access import api as access
from khuevan.core.accounts.api import Warrant
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotAllowed, NotFound

from ..models import Person
from ..types import AccountState, Permission, PersonKind
from .reach import is_staff_by_list, of_kind, people, with_account_state

#: The order in which slips are printed and handed out: school, class, given name.
SLIP_ORDER = ("keeper__parent__sort_key", "keeper__sort_key", "sort_key", "pk")


def account_holders(actor: Actor, *, to_count: bool = False) -> QuerySet[Any]:
    """People whose accounts the actor looks after, by class and name, with `account_state`: staff, or everybody.

    `to_count`: the same people, for counting them all. Of a province PostgreSQL then takes the staff one by one instead of
    reading everybody; for the first page of a list it would be the slower way.
    """
    staff = people(actor, Permission.OPEN_ACCOUNTS).filter(is_staff_by_list() if to_count else of_kind(PersonKind.STAFF))
    if not actor.paths(Permission.OPEN_ALL_ACCOUNTS):
        return with_account_state(staff.order_by(*SLIP_ORDER))
    everybody = people(actor, Permission.OPEN_ALL_ACCOUNTS)
    # A union, not an OR: PostgreSQL would try the two conditions on everybody in the province.
    mine = staff.order_by().values("pk").union(everybody.order_by().values("pk"))
    rows = Person.objects.filter(pk__in=mine).select_related("keeper__parent", "account")
    return with_account_state(rows.order_by(*SLIP_ORDER))


def account_holder(actor: Actor, uid: UUID) -> Person:
    """Raises NotFound."""
    found = account_holders(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound()
    return found


def looks_after_account(actor: Actor, person: Person) -> bool:
    """Whether a profile shows the way to its account."""
    return access.can(actor, Permission.OPEN_ALL_ACCOUNTS, person)


def without_account(actor: Actor, ids: list[int]) -> QuerySet[Person]:
    """Those of the people chosen who have no account yet."""
    return account_holders(actor).filter(pk__in=ids, account_state=AccountState.NONE)


def warrant_over(actor: Actor, person: Person) -> Warrant:
    """On what ground the actor handles the account of somebody in `account_holders`. Raises NotAllowed."""
    path = person.keeper.path if person.keeper else ""
    for permission in (Permission.OPEN_ALL_ACCOUNTS, Permission.OPEN_ACCOUNTS):
        if access.within(actor, permission, path):
            return Warrant(permission, path)
    raise NotAllowed()
