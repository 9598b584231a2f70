"""Writing the journal. Called inside the transaction of the deed it records."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from khuevan.kernel import clock
from khuevan.kernel.actor import Actor

from .models import JournalEntry, ReadEntry


def record(
    actor: Actor,
    verb: str,
    obj: Model | None = None,
    *,
    changes: Mapping[str, Any] | None = None,
    unit_path: str = "",
) -> None:
    """Add one line to the journal. `changes` maps field to [old, new] and must already be masked."""
    JournalEntry.objects.create(
        at=clock.now(),
        user_id=actor.user_id,
        actor_name=actor.name[:120],
        acting_as=acting_as(actor),
        via=actor.via,
        address=actor.address,
        support_session_id=actor.support_session_id,
        verb=verb,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        object_label=str(obj)[:250] if obj is not None else "",
        unit_path=unit_path or _unit_path(obj),
        changes=dict(changes or {}),
    )


def record_reads(actor: Actor) -> None:
    """Write down what the actor's request or job read of sensitive fields, and empty the list."""
    reads, actor.reads[:] = list(dict.fromkeys(actor.reads)), []
    ReadEntry.objects.bulk_create(_read_entries(actor, reads))


def acting_as(actor: Actor) -> str:
    """The posts the actor works with, in words."""
    return " · ".join(f"{grant.role_label}, {grant.unit_name}" for grant in actor.grants[:3])[:250]


def _read_entries(actor: Actor, reads: Iterable) -> Iterable[ReadEntry]:
    for read in reads:
        yield ReadEntry(
            at=clock.now(),
            user_id=actor.user_id,
            actor_name=actor.name[:120],
            acting_as=acting_as(actor),
            address=actor.address,
            person_id=read.person_id,
            fields=", ".join(read.fields)[:200],
            reason=read.reason[:200],
        )


def _unit_path(obj: Model | None) -> str:
    unit = getattr(getattr(obj, "place", None), "unit", None)
    if unit is None:
        return ""
    target: Any = obj
    for name in unit.split("__") if unit else ():
        target = getattr(target, name)
        if target is None:
            return ""
    return target.path
