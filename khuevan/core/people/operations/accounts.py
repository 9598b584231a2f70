"""Accounts of the people of a unit: opened, renewed and locked by those who look after them there, on slips of paper."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.core.accounts import api as accounts
from khuevan.core.audit import api as audit
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from .. import queries
from ..models import Person
from ..types import NoAccount, NobodyToOpen, OpenedBatch


@operation
def open_accounts(actor: Actor, *, person_ids: list[int], title: str) -> OpenedBatch:
    """Open an account for everybody of the list who has none; their slips are printed class by class.

    About 30 ms an account: start the job `people.open_accounts` for more than a few. People out of the actor's reach, or with
    an account, are left out. Raises NobodyToOpen.
    """
    people = list(queries.without_account(actor, person_ids).select_for_update(of=["self"]))
    if not people:
        raise NobodyToOpen()
    slips = [slip for group in _by_keeper(people) for slip in _open(actor, group)]
    uid = accounts.seal_slips(actor, title=title, slips=slips)
    return OpenedBatch(len(slips), uid)


@operation
def renew_password(actor: Actor, *, person: Person) -> UUID:
    """«Cấp lại mật khẩu»: a one-time password on a slip; the old one ends. Returns what `accounts:slips` needs.

    Raises NotAllowed, NoAccount, and Outranked, OwnAccount, AccountIsLocked of accounts.
    """
    person = queries.account_holder(actor, person.uid)
    opened = accounts.reset_password(
        actor, user=_account_of(person), key=person.pk, warrant=queries.warrant_over(actor, person)
    )
    audit.record(actor, "people.password_renewed", person)
    title = _("Cấp lại mật khẩu: %s") % person.full_name
    return accounts.seal_slips(actor, title=title, slips=[_slip(person, opened)])


@operation
def lock_account(actor: Actor, *, person: Person, reason: str) -> None:
    """Nobody signs in with it any more. Raises NotAllowed, NoAccount, and Outranked, OwnAccount of accounts."""
    person = queries.account_holder(actor, person.uid)
    warrant = queries.warrant_over(actor, person)
    accounts.lock_account(actor, user=_account_of(person), reason=reason, warrant=warrant)
    audit.record(actor, "people.account_locked", person, changes={"reason": ["", reason]})


@operation
def unlock_account(actor: Actor, *, person: Person, reason: str) -> None:
    """Open it again. Raises NotAllowed, NoAccount, and Outranked, OwnAccount of accounts."""
    person = queries.account_holder(actor, person.uid)
    warrant = queries.warrant_over(actor, person)
    accounts.unlock_account(actor, user=_account_of(person), reason=reason, warrant=warrant)
    audit.record(actor, "people.account_unlocked", person, changes={"reason": ["", reason]})


def _by_keeper(people: Iterable[Person]) -> Iterable[list[Person]]:
    """In the order given, which keeps a keeper's people together."""
    return (list(group) for _keeper, group in groupby(people, key=lambda person: person.keeper_id))


def _open(actor: Actor, group: list[Person]) -> list[accounts.Slip]:
    """Accounts for people of one keeper, who share one ground."""
    warrant = queries.warrant_over(actor, group[0])
    requests = [accounts.AccountRequest(person.pk, person.full_name, person.email, person.phone) for person in group]
    opened = accounts.open_accounts(actor, requests=requests, warrant=warrant)
    for person, account in zip(group, opened, strict=True):
        person.account_id = account.user_id
    Person.objects.bulk_update(group, ["account"])
    audit.record(actor, "people.accounts_opened", changes={"people": [None, len(group)]}, unit_path=warrant.path)
    return [_slip(person, account) for person, account in zip(group, opened, strict=True)]


def _slip(person: Person, opened: accounts.OpenedAccount) -> accounts.Slip:
    return accounts.Slip(opened.full_name, queries.place_name(person.keeper), opened.username, opened.password)


def _account_of(person: Person) -> Any:
    if person.account is None:
        raise NoAccount()
    return person.account
