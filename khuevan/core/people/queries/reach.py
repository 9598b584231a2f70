"""Whom an actor may see, and finding them: lists, one person, search."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, CharField, Exists, F, Func, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.urls import reverse

from khuevan.core.access import api as access
from khuevan.core.org.types import UnitKind
from khuevan.kernel import clock, vault
from khuevan.kernel.actor import Actor
from khuevan.kernel.text import search_key
from khuevan.web.search import Hit

from ..models import Guardianship, Person
from ..types import AccountState, Permission, PersonKind

#: A reach of fewer units (a school has some tens, a commune some hundreds) is read through them, a wider one through the names.
NARROW = 500

_staff: list[Callable[[], QuerySet]] = []


def use_staff(staff_ids: Callable[[], QuerySet]) -> None:
    """Set who is staff: a function that gives a queryset of the ids of people with a post today (by `core.roles`)."""
    _staff[:] = [staff_ids]


def people(actor: Actor, permission: str = Permission.VIEW) -> QuerySet[Person]:
    """Everybody in the actor's reach whose profile was not merged, by given name; with `keeper`, its parent and `account`."""
    found = access.scope(actor, permission, Person.objects.filter(merged_into=None))
    return found.select_related("keeper__parent", "account").order_by("sort_key", "pk")


def person(actor: Actor, uid: UUID, permission: str = Permission.VIEW) -> Person:
    """One of them, also a profile that was merged (see `merged_into`). Raises NotFound."""
    rows = Person.objects.select_related("keeper__parent", "account", "merged_into")
    return access.get(actor, permission, rows, uid=uid)


def person_by_id(actor: Actor, pk: int, permission: str = Permission.VIEW) -> Person:
    """Raises NotFound."""
    return access.get(actor, permission, Person.objects.select_related("keeper__parent", "account"), pk=pk)


def own_person(actor: Actor) -> Person:
    """The actor's own profile. Raises NotFound for an account without one."""
    return person_by_id(actor, actor.person_id or 0)


def children(actor: Actor) -> QuerySet[Person]:
    """The children whom the actor is guardian of, by birth."""
    wards = access.scope(actor, Permission.VIEW, Person.objects.filter(pk__in=actor.ties - {actor.person_id}))
    return wards.select_related("keeper__parent", "account").order_by("birth_date", "pk")


def possible_guardians(actor: Actor, child: Person) -> QuerySet[Person]:
    """Adults in reach who are not the child's guardian yet."""
    others = people(actor).exclude(pk=child.pk).exclude(pk__in=child.guardianships.filter(ends_on=None).values("guardian"))
    return others.exclude(of_kind(PersonKind.LEARNER))


def is_guardian(actor: Actor) -> bool:
    """Whether the menu shows «Con tôi»."""
    return bool(actor.ties - {actor.person_id})


def of_kind(kind: str) -> Q:
    """The condition of being a learner, a guardian or staff. Learners and their guardians are kept by a class."""
    guardian = Q(Exists(open_wards()))
    staff = Q(pk__in=_staff[0]()) if _staff else Q(pk__in=[])
    return {
        PersonKind.GUARDIAN: guardian,
        PersonKind.STAFF: staff,
        PersonKind.LEARNER: Q(keeper__kind=UnitKind.CLASS) & ~guardian & ~staff,
    }[PersonKind(kind)]


def is_staff_by_list() -> Q:
    """Being staff, asked so that PostgreSQL looks up each of the staff by number."""
    return Q(_IsAnyOf(F("pk"), ArraySubquery(_staff[0]()))) if _staff else Q(pk__in=[])


class _IsAnyOf(Func):
    arg_joiner = " = ANY ("
    template = "%(expressions)s)"
    output_field = BooleanField()


def kinds_of(ids: Iterable[int]) -> dict[int, frozenset[PersonKind]]:
    """What each of these people is."""
    rows = Person.objects.filter(pk__in=list(ids)).annotate(
        **{kind: Case(When(of_kind(kind), then=Value(True)), default=Value(False)) for kind in PersonKind.values}
    )
    return {row["pk"]: frozenset(kind for kind in PersonKind if row[kind]) for row in rows.values("pk", *PersonKind.values)}


def open_wards() -> QuerySet[Guardianship]:
    """Guardianships in force of the outer person as guardian."""
    today = clock.today()
    return Guardianship.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), guardian=OuterRef("pk"), starts_on__lte=today)


def account_ids(person_ids: Iterable[int]) -> list[int]:
    """Accounts of these people that are in use: whom to notify."""
    rows = Person.objects.filter(pk__in=list(person_ids), account__is_active=True)
    return list(rows.order_by("account_id").values_list("account_id", flat=True))


def with_account_state(rows: QuerySet[Person]) -> QuerySet[Any]:
    """The same rows with `account_state`."""
    state = Case(
        When(account=None, then=Value(AccountState.NONE)),
        When(account__is_active=False, then=Value(AccountState.LOCKED)),
        When(account__must_change_password=True, then=Value(AccountState.UNUSED)),
        default=Value(AccountState.ACTIVE),
        output_field=CharField(),
    )
    return rows.annotate(account_state=state)


def search(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Search source: learners, guardians and staff in reach, by name without diacritics, sector id, or whole personal id."""
    found = _by_number(actor, text)
    if found is None:
        found = _by_words(actor, search_key(text).split(), limit)
    return [_hit(row) for row in sorted(found, key=lambda row: row.sort_key)]


def _by_number(actor: Actor, text: str) -> list[Person] | None:
    """Whoever has this number; None when the text is none. A number is only looked up whole."""
    digits = text.replace(" ", "")
    if not digits.isdecimal() or len(digits) not in (10, 12):
        return None
    rows = people(actor, Permission.BROWSE)
    found = rows.filter(personal_id_index=vault.blind_index(digits)) if len(digits) == 12 else rows.filter(sector_id=digits)
    return list(found)


def _by_words(actor: Actor, words: list[str], limit: int) -> list[Person]:
    """The planner cannot know how far a reach and the words of a name go together, so the way is chosen here.

    A narrow reach is read whole through its units: expressions that have no index keep the planner from the other ways. In
    a wide one the first hits will do, in whatever order they lie: sorting them would mean finding them all.
    """
    if not words:
        return []
    rows = people(actor, Permission.BROWSE)
    if _is_narrow(actor):
        matching = reduce(and_, (Q(key__contains=word) for word in words))
        found = rows.annotate(key=_unindexed("search_key")).filter(matching)
        return list(found.order_by(_unindexed("sort_key"))[:limit])
    matching = reduce(and_, (Q(search_key__contains=word) for word in words))
    return list(rows.filter(matching).order_by()[:limit])


def _unindexed(field: str) -> Concat:
    return Concat(F(field), Value(""), output_field=CharField())


def _is_narrow(actor: Actor) -> bool:
    units = Person._meta.get_field("keeper").related_model._default_manager
    return access.scope(actor, Permission.BROWSE, units.order_by())[:NARROW].count() < NARROW


def _hit(row: Person) -> Hit:
    return Hit(row.full_name, reverse("people:person", args=[row.uid]), caption_of(row), "user")


def caption_of(row: Person) -> str:
    """Where a person is found: «Lớp 7A1 · Trường THCS Ninh Khánh»."""
    return place_name(row.keeper)


def place_name(unit: Any) -> str:
    """A unit with the one above it when it is a class: «Lớp 7A1 · Trường THCS Ninh Khánh»."""
    if unit is None:
        return ""
    above = unit.parent if unit.kind == UnitKind.CLASS else None
    return " · ".join(part.label for part in (unit, above) if part is not None)
