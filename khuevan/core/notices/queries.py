"""Reading notices: everybody his own."""

from functools import cache
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import QuerySet

from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound
from khuevan.kernel.manifest import NoticeKind, manifests

from .models import Notice, Preference
from .types import INBOX, ChannelCode, UnknownKind

CHANNELS = (INBOX, *ChannelCode.values)


@cache
def kinds() -> dict[str, NoticeKind]:
    """Every kind that a manifest declares, by code."""
    return {kind.code: kind for manifest in manifests() for kind in manifest.notices}


def kind_of(code: str) -> NoticeKind:
    """Raises UnknownKind."""
    try:
        return kinds()[code]
    except KeyError:
        raise UnknownKind(code) from None


def inbox(actor: Actor) -> QuerySet[Notice]:
    """The actor's own notices, newest first."""
    if actor.user_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(recipient_id=actor.user_id, in_inbox=True).order_by("-id")


def own_notice(actor: Actor, uid: UUID) -> Notice:
    """Raises NotFound, for another one's notice as for none."""
    notice = inbox(actor).filter(uid=uid).first()
    if notice is None:
        raise NotFound()
    return notice


def unread(actor: Actor) -> QuerySet[Notice]:
    return inbox(actor).filter(read_at__isnull=True)


def unread_count(actor: Actor) -> int:
    """The figure on the bell: one query on an index of unread rows only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM notices_notice WHERE recipient_id = %s AND in_inbox AND read_at IS NULL", [actor.user_id]
        )
        return cursor.fetchone()[0]


def wanted(user_ids: list[int], kind: NoticeKind) -> dict[str, set[int]]:
    """For every channel, which of the accounts want this kind there."""
    chosen = Preference.objects.filter(user_id__in=user_ids, kind=kind.code).values_list("channel", "user_id", "wanted")
    choices = {(channel, user_id): wish for channel, user_id, wish in chosen}
    return {
        channel: {user_id for user_id in user_ids if choices.get((channel, user_id), _by_default(kind, channel))}
        for channel in CHANNELS
    }


def languages(user_ids: list[int]) -> dict[int, str]:
    """The language that each account reads."""
    return dict(get_user_model().objects.filter(pk__in=user_ids).values_list("pk", "language"))


def preferences(actor: Actor) -> dict[tuple[str, str], bool]:
    """(kind, channel) → whether the actor wants it, for every kind."""
    chosen = _chosen_by(actor).values_list("kind", "channel", "wanted")
    choices = {(kind, channel): wish for kind, channel, wish in chosen}
    return {
        (kind.code, channel): choices.get((kind.code, channel), _by_default(kind, channel))
        for kind in kinds().values()
        for channel in CHANNELS
    }


def _chosen_by(actor: Actor) -> QuerySet[Preference]:
    if actor.user_id is None:
        return Preference.objects.none()
    return Preference.objects.filter(user_id=actor.user_id)


def _by_default(kind: NoticeKind, channel: str) -> bool:
    return kind.email if channel == ChannelCode.EMAIL else True
