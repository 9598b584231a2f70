"""The actor of a job: written down when it is started, rebuilt with today's rights when it runs."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from khuevan.kernel.actor import Actor, Grant

from ..models import Job
from ..types import AccountClosed
from .kinds import build_actor


def write_down(actor: Actor) -> dict[str, Any]:
    """What `rebuild` needs: the posts a person acts with, or what a system actor may do."""
    if actor.user_id is None:
        permissions = sorted({code for grant in actor.grants for code in grant.permissions})
        return {"name": actor.name, "permissions": permissions}
    return {"name": actor.name, "address": actor.address, "posts": [grant.assignment_id for grant in actor.grants]}


def rebuild(job: Job) -> Actor:
    """The actor who started the job, with the rights he has now and only in the posts he acted with. Raises AccountClosed."""
    acting = job.acting
    if job.user is None:
        return system_actor(acting["name"], acting["permissions"])
    if not job.user.is_active:
        raise AccountClosed()
    actor = build_actor(job.user_id, name=acting["name"], address=acting["address"])
    return replace(actor, grants=tuple(grant for grant in actor.grants if grant.assignment_id in acting["posts"]))


def system_actor(name: str, permissions: Iterable[str] = ()) -> Actor:
    """The actor of the system's own work: named in the journal, holding what it is given, everywhere."""
    return Actor(name=name, grants=(Grant(0, "system", name, 0, "", "", frozenset(permissions)),), via="system")
