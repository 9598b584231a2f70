"""Writing the journal, inside the transaction of the deed it records; and closing its days."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Model

from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.manifest import manifests
from khuevan.kernel.text import search_key

from . import queries, rules
from .models import DayDigest, JournalEntry, ReadEntry
from .types import DayStillOpen

BATCH = 1000
# A line is written while its transaction is open: when none is left that has written anything and began before a moment, no
# line from before that moment can come any more. The minutes allow for two clocks that differ.
OPEN_TRANSACTIONS_SQL = """
SELECT count(*) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
   AND backend_xid IS NOT NULL AND xact_start < %s + interval '5 minutes'
"""


def record(
    actor: Actor,
    verb: str,
    obj: Model | None = None,
    *,
    changes: Mapping[str, Any] | None = None,
    unit_path: str = "",
    label: str = "",
) -> None:
    """Add one line to the journal. `changes` maps field to [old, new] and must already be masked.

    `label` names what was done to when there is no object. A verb is worded in its room's manifest (`verbs`).
    """
    _entry(actor, verb, obj, changes=changes or {}, unit_path=unit_path, label=label).save(force_insert=True)


def record_many(actor: Actor, verb: str, deeds: Iterable[tuple[Model, Mapping[str, Any]]], *, unit_path: str = "") -> None:
    """Add one line per (object, changes), as `record` would, in a few statements.

    Load the objects with the unit of their place, or give `unit_path`: otherwise each costs a query.
    """
    JournalEntry.objects.bulk_create(
        (_entry(actor, verb, obj, changes=changes, unit_path=unit_path) for obj, changes in deeds), batch_size=BATCH
    )


def record_reads(actor: Actor) -> None:
    """Write down what the actor's request or job read of sensitive fields, and empty the list."""
    reads, actor.reads[:] = list(dict.fromkeys(actor.reads)), []
    ReadEntry.objects.bulk_create(_read_entries(actor, reads), batch_size=BATCH)


def record_export(user_id: int | None, *, page: str, query: str, rows: int) -> None:
    """Journal that an account took a whole list out of the house."""
    user = get_user_model().objects.filter(pk=user_id).first() if user_id is not None else None
    actor = Actor(user_id=user_id, name=user.full_name if user else "")
    names = {entry.url_name: str(entry.label) for manifest in manifests() for entry in manifest.menu}
    record(actor, "audit.list_exported", changes={"rows": rows, "filters": query, "page": page}, label=names.get(page, page))


def acting_as(actor: Actor) -> str:
    """The posts the actor works with, in words."""
    return " · ".join(f"{grant.role_label}, {grant.unit_name}" for grant in actor.grants[:3])[:250]


def close_days(actor: Actor, timestamp: datetime) -> None:
    """Nightly: close every day up to yesterday that is not closed yet. Raises DayStillOpen."""
    newest, oldest = queries.last_closed(), queries.first_moment()
    if newest is not None:
        first = newest.day + timedelta(days=1)
    elif oldest is not None:
        first = oldest.astimezone(clock.VIETNAM).date()
    else:
        return
    for day in rules.days_between(first, clock.today() - timedelta(days=1)):
        newest = _close(day, newest.digest if newest else "")


@transaction.atomic
def _close(day: date, previous: str) -> DayDigest:
    start, end = rules.bounds(day)
    if _may_still_grow(end):
        raise DayStillOpen(day)
    rows = JournalEntry.objects.filter(at__gte=start, at__lt=end)
    return DayDigest.objects.create(
        day=day,
        rows=rows.count(),
        last_id=rows.order_by("-id").values_list("id", flat=True).first() or 0,
        reads=ReadEntry.objects.filter(at__gte=start, at__lt=end).count(),
        digest=queries.seal(day, previous),
    )


def _may_still_grow(end: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(OPEN_TRANSACTIONS_SQL, [end])
        return cursor.fetchone()[0] > 0


def _entry(
    actor: Actor, verb: str, obj: Model | None, *, changes: Mapping[str, Any], unit_path: str, label: str = ""
) -> JournalEntry:
    unit = None if unit_path else _unit(obj)
    name, unit_label = label or (str(obj) if obj is not None else ""), unit.name if unit else ""
    return JournalEntry(
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
        object_label=name[:250],
        unit_path=unit_path or (unit.path if unit else ""),
        unit_label=unit_label[:200],
        search_key=search_key(f"{actor.name} {name} {unit_label}")[:600],
        changes=dict(changes),
    )


def _read_entries(actor: Actor, reads: Iterable) -> Iterator[ReadEntry]:
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


def _unit(obj: Model | None) -> Any:
    """The unit that the object belongs to by its `place`, or None."""
    unit = getattr(getattr(obj, "place", None), "unit", None)
    if unit is None:
        return None
    target: Any = obj
    for name in unit.split("__") if unit else ():
        target = getattr(target, name)
        if target is None:
            return None
    return target
