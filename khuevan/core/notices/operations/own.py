"""What people do with their own notices."""

from collections.abc import Mapping

from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.operations import operation

from .. import queries
from ..models import Notice, Preference


@operation
def mark_read(actor: Actor, *, notice: Notice) -> None:
    """Raises NotAllowed for another one's notice."""
    if actor.user_id is None or notice.recipient_id != actor.user_id:
        raise NotAllowed()
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=clock.now())


@operation
def mark_all_read(actor: Actor) -> int:
    """Returns how many were unread."""
    return queries.unread(actor).update(read_at=clock.now())


@operation
def choose(actor: Actor, *, wanted: Mapping[tuple[str, str], bool]) -> None:
    """Keep what the actor chose: (kind, channel) → wanted. Raises NotAllowed, UnknownKind."""
    if actor.user_id is None:
        raise NotAllowed()
    rows = [
        Preference(user_id=actor.user_id, kind=queries.kind_of(kind).code, channel=channel, wanted=wish)
        for (kind, channel), wish in wanted.items()
    ]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "kind", "channel"], update_fields=["wanted"]
    )
