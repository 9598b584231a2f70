"""What became of a profile and who read it: the journal, the rows that PostgreSQL kept, the log of readings."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel.actor import Actor, SensitiveRead
from khuevan.kernel.manifest import Text

from .. import rules
from ..models import Merge, Person
from ..types import SENSITIVE_FIELDS, Permission
from . import fields
from .reach import place_name

MOST_EVENTS = 200
MOST_READINGS = 200
DATES = frozenset({"birth_date"})


@dataclass(frozen=True)
class Change:
    """A field that a deed changed, as its readers may see it."""

    label: Text
    before: str
    after: str


@dataclass(frozen=True)
class Deed:
    """A line of the journal about a profile: when, who with which post, what, and what changed."""

    at: datetime
    who: str
    acting_as: str
    what: Text
    changes: tuple[Change, ...]


def history(actor: Actor, person: Person) -> list[Deed]:
    """What was done to a profile and to those merged into it, the newest first. For those who edit it. Raises NotAllowed."""
    access.require(actor, Permission.EDIT, person)
    merged = person.merged.values_list("pk", flat=True)
    rows = audit.entries_about(actor, Person, [person.pk, *merged])[:MOST_EVENTS]
    return [Deed(row.at, row.actor_name, row.acting_as, audit.wording(row.verb), _changes(row.changes)) for row in rows]


def past_values(actor: Actor, person: Person) -> list[tuple[datetime, list[Change]]]:
    """Every state that PostgreSQL kept of the row against the one after it, the newest first. Raises NotAllowed.

    Catches what no operation journaled: imports, and changes made behind the application's back.
    """
    access.require(actor, Permission.EDIT, person)
    covered = () if access.can(actor, Permission.VIEW_SENSITIVE, person) else SENSITIVE_FIELDS
    if not covered:
        actor.reads.append(SensitiveRead(person.pk, SENSITIVE_FIELDS, _("Xem lịch sử hồ sơ")))
    # The relation is made by pghistory.
    history: QuerySet[Any] = person.history  # type: ignore[attr-defined]
    kept = list(history.select_related("keeper__parent").order_by("-pgh_id")[:MOST_EVENTS])
    states = [person, *kept]
    told = [(old.pgh_created_at, _differences(old, new, covered)) for new, old in zip(states, kept, strict=False)]
    return [(at, changes) for at, changes in told if changes]


def merges(actor: Actor, person: Person) -> QuerySet[Merge]:
    """Profiles that were merged into this one, the newest first. Raises NotAllowed."""
    access.require(actor, Permission.EDIT, person)
    return person.merges.select_related("gone").order_by("-made_at")


def readings(actor: Actor, person: Person) -> QuerySet:
    """Who read sensitive fields of oneself or of one's child, the newest first. Nobody else sees it. Raises NotAllowed."""
    access.require(actor, Permission.REQUEST_CORRECTION, person)
    return audit.reads_about(actor, Permission.REQUEST_CORRECTION, [person.pk])


def field_names(text: str) -> str:
    """Names of fields as the log of readings keeps them («ethnicity, religion») in words."""
    return ", ".join(str(fields.label(name.strip())) for name in text.split(","))


def _changes(changes: dict) -> tuple[Change, ...]:
    told = []
    for name, values in changes.items():
        before, after = values if isinstance(values, list) and len(values) == 2 else ("", values)
        if before or after:
            told.append(Change(fields.label(name), _word(name, before), _word(name, after)))
    return tuple(told)


def _word(name: str, value: Any) -> str:
    """A journaled value in words; the journal keeps dates as ISO texts. What can no longer be read is shown as it stands."""
    if value in (None, "", rules.HIDDEN):
        return str(value or "")
    if name in ("field", "taken"):
        return field_names(value)
    try:
        return fields.shown(name, date.fromisoformat(value) if name in DATES else value)
    except ValueError:
        return str(value)


def _differences(old: Model, new: Model, covered: tuple[str, ...]) -> list[Change]:
    names = [field.name for field in Person._meta.concrete_fields if field.name not in fields.INNER_FIELDS]
    found = []
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            shown = [rules.HIDDEN if name in covered else _shown(name, value) for value in (before, after)]
            found.append(Change(fields.label(name), *shown))
    return found


def _shown(name: str, value: object) -> str:
    return place_name(value) if name == "keeper" else fields.shown(name, value)
