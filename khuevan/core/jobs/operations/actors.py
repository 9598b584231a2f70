"""The actor of a job: written down when it is started, rebuilt with today's rights when it runs."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from khuevan.kernel.actor import Actor, Grant
from khuevan.kernel.errors import NotAllowed

from ..models import Job
from ..types import AccountClosed
from .kinds import build_actor

OWN_WORK = ("system", "console")


def write_down(actor: Actor) -> dict[str, Any]:
    """What `rebuild` needs. Raises NotAllowed for who is neither an account nor the system itself (nobody, an API client)."""
    if actor.user_id is not None:
        return {"name": actor.name, "address": actor.address, "posts": [grant.assignment_id for grant in actor.grants]}
    if actor.via not in OWN_WORK:
        raise NotAllowed()
    return {"name": actor.name, "via": actor.via, "grants": [_plain(grant) for grant in actor.grants]}


def rebuild(job: Job) -> Actor:
    """The actor who started the job, with the rights he has now and only in the posts he acted with. Raises AccountClosed."""
    acting = job.acting
    if job.user is None:
        grants = (Grant(**grant | {"permissions": frozenset(grant["permissions"])}) for grant in acting["grants"])
        return Actor(name=acting["name"], via=acting["via"], grants=tuple(grants))
    if not job.user.is_active:
        raise AccountClosed()
    actor = build_actor(job.user.pk, name=acting["name"], address=acting["address"])
    return replace(actor, grants=tuple(grant for grant in actor.grants if grant.assignment_id in acting["posts"]))


def system_actor(name: str, permissions: Iterable[str] = ()) -> Actor:
    """The actor of the system's own work: named in the journal, holding what it is given, everywhere."""
    return Actor(name=name, grants=(Grant(0, "system", name, 0, "", "", frozenset(permissions)),), via="system")


def _plain(grant: Grant) -> dict[str, Any]:
    return asdict(grant) | {"permissions": sorted(grant.permissions)}
