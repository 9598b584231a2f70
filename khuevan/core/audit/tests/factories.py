"""Lines of the journal in believable situations."""

from datetime import datetime

from khuevan.core.audit.models import JournalEntry
from khuevan.core.audit.operations import record
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor


def make_entry(
    actor: Actor, verb: str = "audit.list_exported", obj=None, *, at: datetime | None = None, **options
) -> JournalEntry:
    with clock.frozen(at or clock.now()):
        record(actor, verb, obj, **options)
    return JournalEntry.objects.order_by("-id").first()
