"""Opening accounts, one or a whole school's at once."""

import secrets
from collections.abc import Iterable, Sequence

from django.contrib.auth.hashers import make_password
from django.db import connection

from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation
from khuevan.kernel.text import InvalidText, normalize_phone

from .. import queries, rules
from ..events import AccountsOpened
from ..models import User
from ..types import AccountRequest, OpenedAccount, Warrant
from .authority import require_warrant

# Two openings at once would choose the same user names.
NAMES_LOCK = "SELECT pg_advisory_xact_lock(hashtext('accounts.usernames'))"


@operation
def open_accounts(actor: Actor, *, requests: Sequence[AccountRequest], warrant: Warrant | None = None) -> list[OpenedAccount]:
    """Open an account for each request, in order, each with a one-time password that must be changed at first sign-in.

    An e-mail or phone that already signs somebody else in is left out. Hashing takes about 30 ms an account: do many in a job.
    Raises NotAllowed.
    """
    require_warrant(actor, warrant)
    passwords = [rules.one_time_password(secrets.choice) for _ in requests]
    hashes = [make_password(password) for password in passwords]
    with connection.cursor() as cursor:
        cursor.execute(NAMES_LOCK)
    users = User.objects.bulk_create(_users(requests, hashes))
    opened = [
        OpenedAccount(request.key, user.pk, user.username, user.full_name, password)
        for request, user, password in zip(requests, users, passwords, strict=True)
    ]
    audit.record(actor, "accounts.opened", changes={"accounts": [None, len(opened)]}, unit_path=warrant.path if warrant else "")
    publish(AccountsOpened(user_ids=[account.user_id for account in opened]))
    return opened


def _users(requests: Sequence[AccountRequest], hashes: Sequence[str]) -> list[User]:
    usernames = _usernames(requests)
    emails = _free("email", (request.email.strip().lower() for request in requests))
    phones = _free("phone", (_phone(request.phone) for request in requests))
    now = clock.now()
    users = [
        User(
            username=username, full_name=request.full_name, email=email, phone=phone,
            password=password, password_set_at=now, must_change_password=True,
        )
        for request, username, email, phone, password in zip(requests, usernames, emails, phones, hashes, strict=True)
    ]  # fmt: skip
    for user in users:
        user.set_keys()
    return users


def _usernames(requests: Sequence[AccountRequest]) -> list[str]:
    stems = [rules.username_stem(request.full_name) for request in requests]
    return rules.number_usernames(stems, queries.highest_numbers(set(stems)))


def _free(field: str, values: Iterable[str]) -> list[str | None]:
    """The values that nobody signs in with yet, each once; None for the others."""
    wanted = list(values)
    taken = set(User.objects.filter(**{f"{field}__in": set(wanted)}).values_list(field, flat=True))
    free: list[str | None] = []
    for value in wanted:
        free.append(value if value and value not in taken else None)
        taken.add(value)
    return free


def _phone(text: str) -> str:
    try:
        return normalize_phone(text)
    except InvalidText:
        return ""
