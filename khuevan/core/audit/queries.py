"""Reading the journal, and checking that nobody changed it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache, reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.kernel import clock, vault
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound
from khuevan.kernel.manifest import Text, manifests

from . import rules
from .models import DayDigest, JournalEntry, ReadEntry
from .types import Change, HistoryLine, Permission

JOURNAL_FIELDS = (
    "id", "at", "user_id", "actor_name", "acting_as", "via", "address", "support_session_id", "verb",
    "object_type", "object_id", "object_label", "unit_path", "unit_label", "changes",
)  # fmt: skip
READ_FIELDS = ("id", "at", "user_id", "actor_name", "acting_as", "address", "person_id", "fields", "reason")
CHUNK = 5000
ONE_DAY = timedelta(days=1)
RECENT_DAYS = 7


def entries(actor: Actor) -> QuerySet[JournalEntry]:
    """The journal of the units in the actor's reach, and of what belongs to no unit; newest first."""
    paths = actor.paths(Permission.VIEW)
    if not paths:
        return JournalEntry.objects.none()
    reach = reduce(or_, (Q(unit_path__startswith=path) for path in paths), Q(unit_path=""))
    return JournalEntry.objects.filter(reach).order_by("-at", "-id")


def recent_entries(actor: Actor) -> QuerySet[JournalEntry]:
    """The journal of the last `RECENT_DAYS` days."""
    first = clock.today() - timedelta(days=RECENT_DAYS - 1)
    return entries(actor).filter(at__gte=rules.bounds(first)[0])


def newest(actor: Actor, **lookup: Any) -> JournalEntry:
    """The newest line that matches. Raises NotFound."""
    found = entries(actor).filter(**lookup).first()
    if found is None:
        raise NotFound()
    return found


def history_of(actor: Actor, obj: Model, limit: int = 50) -> list[HistoryLine]:
    """The newest deeds done to an object, for a panel on its page; none without `audit.view_history` on it."""
    if not access.can(actor, Permission.VIEW_HISTORY, obj):
        return []
    return [
        HistoryLine(row.at, row.actor_name, row.acting_as, str(wording(row.verb)), changes_of(row))
        for row in entries_about(actor, type(obj), [obj.pk])[:limit]
    ]


def changes_of(entry: JournalEntry) -> tuple[Change, ...]:
    """What a line says was changed, fields named as on screens where the model names them."""
    return rules.changes_of(entry.changes, _labels(entry.object_type))


def entries_about(actor: Actor, model: type[Model], ids: Iterable[int]) -> QuerySet[JournalEntry]:
    """Lines about objects of one model, newest first, for a room that words them itself. The room has asked access."""
    about = {"object_type": model._meta.label_lower, "object_id__in": [str(pk) for pk in ids]}
    return JournalEntry.objects.filter(**about).order_by("-at", "-id")


def reads_about(actor: Actor, permission: str, person_ids: Iterable[int]) -> QuerySet[ReadEntry]:
    """Who read sensitive fields of people to whom the actor is tied with the permission, newest first."""
    rows = ReadEntry.objects.filter(person_id__in=list(person_ids)).order_by("-at", "-id")
    return access.scope(actor, permission, rows)


@cache
def verbs() -> dict[str, Text]:
    """The wording of every verb that a manifest declares."""
    return {verb: label for manifest in manifests() for verb, label in manifest.verbs.items()}


def verbs_by_room() -> list[tuple[str, list[tuple[str, Text]]]]:
    """Verbs with their wording, under the label of their room: choices of a filter."""
    return [(str(manifest.label), list(manifest.verbs.items())) for manifest in manifests() if manifest.verbs]


def wording(verb: str) -> Text:
    """What was done, in Vietnamese; the bare verb when no manifest words it."""
    return verbs().get(verb, verb)


def last_closed() -> DayDigest | None:
    """The newest link of the chain."""
    return DayDigest.objects.order_by("-day").first()


def first_moment() -> datetime | None:
    """When the oldest line of the journal or of the reading log was written."""
    oldest = [model.objects.order_by("at").values_list("at", flat=True).first() for model in (JournalEntry, ReadEntry)]
    return min(filter(None, oldest), default=None)


def seal(day: date, previous: str) -> str:
    """The digest of a day as its rows stand now, chained to the seal of the day before.

    It is keyed with the house's own key: whoever has only the database cannot make a false chain that fits.
    """
    return vault.blind_index(f"journal:{previous}:{rules.digest_of(_lines(day))}").hex()


def verify_chain(*, since: date | None = None) -> list[str]:
    """What does not fit between the closed days and the rows as they stand: one Vietnamese sentence each.

    Reads every row of the days from `since` on (of all days when None).
    """
    digests = list(DayDigest.objects.order_by("day"))
    problems = _older_than(digests[0].day) if digests else []
    for before, digest in zip([None, *digests], digests, strict=False):
        if before is not None and before.day != digest.day - ONE_DAY:
            problems.append(_("Thiếu dấu chốt nhật ký giữa ngày %(first)s và ngày %(last)s.") % _words(before.day, digest.day))
        if since is None or digest.day >= since:
            problems += _check(digest, before.digest if before else "")
    return problems


def _labels(object_type: str) -> dict[str, str]:
    """Field → its Vietnamese name; the object's model may be gone by now."""
    try:
        fields = apps.get_model(object_type)._meta.concrete_fields if object_type else ()
    except LookupError:
        fields = ()
    named = {field.name: str(field.verbose_name) for field in fields}
    return named | {"rows": _("số dòng"), "filters": _("điều kiện lọc"), "page": _("trang")}


def _check(digest: DayDigest, previous: str) -> list[str]:
    if seal(digest.day, previous) == digest.digest:
        return []
    start, end = rules.bounds(digest.day)
    counts = {
        "day": f"{digest.day:%d/%m/%Y}",
        "rows": digest.rows,
        "reads": digest.reads,
        "rows_now": JournalEntry.objects.filter(at__gte=start, at__lt=end).count(),
        "reads_now": ReadEntry.objects.filter(at__gte=start, at__lt=end).count(),
    }
    return [
        _(
            "Nhật ký ngày %(day)s không khớp dấu chốt: lúc chốt %(rows)s dòng và %(reads)s lượt xem, "
            "nay %(rows_now)s dòng và %(reads_now)s lượt xem."
        )
        % counts
    ]


def _older_than(first: date) -> list[str]:
    oldest = first_moment()
    if oldest is None or oldest >= rules.bounds(first)[0]:
        return []
    return [_("Có dòng nhật ký trước ngày %(day)s là ngày đầu tiên được chốt.") % {"day": f"{first:%d/%m/%Y}"}]


def _words(first: date, last: date) -> dict[str, str]:
    return {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}


def _lines(day: date) -> Iterator[tuple[Any, ...]]:
    start, end = rules.bounds(day)
    for model, fields in ((JournalEntry, JOURNAL_FIELDS), (ReadEntry, READ_FIELDS)):
        rows = model.objects.filter(at__gte=start, at__lt=end).order_by("id").values_list(*fields)
        yield from rows.iterator(chunk_size=CHUNK)
