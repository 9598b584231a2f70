"""Profiles that may be one person: before one is added, and after. Searching a whole reach is in `operations.duplicates`."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import BigIntegerField, Case, Exists, F, FloatField, Func, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.kernel.actor import Actor, SensitiveRead
from khuevan.kernel.errors import NotFound
from khuevan.kernel.text import search_key

from .. import rules
from ..models import DuplicatePair, DuplicateSearch, Person
from ..types import SENSITIVE_FIELDS, Choice, DuplicateReason, Permission, PossibleDuplicate
from . import fields
from .reach import people, place_name

#: Fields that a merge decides on one by one, in the order in which they are compared.
MERGED_FIELDS = (
    "full_name", "birth_date", "birth_year", "sex", "personal_id_hint", "sector_id", "ethnicity", "nationality", "religion",
    "birthplace", "birthplace_code", "hometown_code", "residence", "residence_code", "residence_code_before_2025",
    "current_address", "phone", "email", "policy_categories", "keeper",
)  # fmt: skip
MOST_POSSIBLE = 5


def possible_duplicates(actor: Actor, *, full_name: str, birth_date: date | None, phone: str = "") -> list[PossibleDuplicate]:
    """Profiles in the actor's reach that may be the person about to be added, the likeliest first, at most five.

    Names are compared without diacritics. Without a birth date only profiles that have none either, or the phone, are named.
    """
    key = search_key(full_name)
    alike = TrigramSimilarity("search_key", key)
    condition = _alike(key, birth_date) | (Q(phone=phone, search_key=key) if phone else Q(pk__in=[]))
    rows = (
        people(actor)
        .filter(condition)
        .annotate(same=Case(When(search_key=key, then=Value(1.0)), default=Value(0.0), output_field=FloatField()), alike=alike)
    )
    near = rows.filter(Q(same=1.0) | Q(alike__gte=rules.ALIKE)).order_by("-same", "-alike", "pk")
    return [_possible(row, key, birth_date, phone) for row in near[:MOST_POSSIBLE]]


def _alike(key: str, birth_date: date | None) -> Q:
    if birth_date is None:
        return Q(birth_date=None, search_key=key)
    condition = Q(birth_date=birth_date) | Q(birth_date=None, birth_year=birth_date.year, search_key=key)
    exchanged = rules.swapped(birth_date)
    return condition | Q(birth_date=exchanged, search_key=key) if exchanged else condition


def _possible(row: Person, key: str, birth_date: date | None, phone: str) -> PossibleDuplicate:
    if row.search_key != key:
        reason = DuplicateReason.SIMILAR_NAME
    elif phone and row.phone == phone:
        reason = DuplicateReason.SAME_PHONE
    elif row.birth_date == birth_date or row.birth_date is None:
        reason = DuplicateReason.SAME_NAME_AND_BIRTH
    else:
        reason = DuplicateReason.SWAPPED_BIRTH
    return PossibleDuplicate(row.pk, row.uid, row.full_name, row.birth_date, place_name(row.keeper), reason)


def pairs(actor: Actor) -> QuerySet[DuplicatePair]:
    """Pairs found by the last search, both of whom the actor may merge, the likeliest first."""
    other = access.scope(actor, Permission.MERGE, Person.objects.filter(pk=OuterRef("second"), merged_into=None))
    rows = DuplicatePair.objects.filter(_found_below(actor), Exists(other), first__merged_into=None)
    mine = access.scope(actor, Permission.MERGE, rows)
    return mine.select_related("first__keeper__parent", "second__keeper__parent").order_by("-score", "sort_key", "pk")


def pair_count(actor: Actor) -> int:
    """How many pairs the last search found within the actor's reach, without looking at the people again."""
    return DuplicatePair.objects.filter(_found_below(actor)).count()


def _found_below(actor: Actor) -> Q:
    paths = actor.paths(Permission.MERGE)
    return Q() if "" in paths else reduce(or_, (Q(path__startswith=path) for path in paths), Q(pk__in=[]))


class AlikeCount(Func):
    """How many profiles the last search found like the one of an id. Written out: a subquery of the ORM takes it longer to
    build than PostgreSQL to answer."""

    template = (
        "((SELECT count(*) FROM people_duplicatepair pair WHERE pair.first_id = %(expressions)s)"
        " + (SELECT count(*) FROM people_duplicatepair pair WHERE pair.second_id = %(expressions)s))"
    )
    arity = 1
    output_field = BigIntegerField()

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        sql, params = super().as_sql(*args, **kwargs)
        return sql, (*params, *params)


def alike_count(person: str) -> AlikeCount:
    """For other rooms' lists: how many profiles the last search found like the one whose id the query has as `person`."""
    return AlikeCount(F(person))


def pair(actor: Actor, pk: int) -> DuplicatePair:
    """Raises NotFound."""
    found = pairs(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def last_search(actor: Actor) -> datetime | None:
    """When the actor's reach was last searched, whoever asked for it; None when a part of it never was."""
    done = dict(DuplicateSearch.objects.values_list("path", "searched_at"))
    covering = [[moment for path, moment in done.items() if own.startswith(path)] for own in actor.paths(Permission.MERGE)]
    return min((max(moments) for moments in covering), default=None) if all(covering) else None


def choices(actor: Actor, *, keep: Person, gone: Person) -> list[Choice]:
    """The fields on which two profiles differ, with what a merge proposes. What the actor may not read stays covered."""
    covered = _covered(actor, (keep, gone))
    found = []
    for name in MERGED_FIELDS:
        mine, other = getattr(keep, name), getattr(gone, name)
        if mine == other or (mine in ("", None, []) and other in ("", None, [])):
            continue
        left, right = (rules.HIDDEN if name in covered else _shown(name, value) for value in (mine, other))
        found.append(Choice(name, fields.label(name), left, right, rules.suggested_side(mine, other)))
    return found


def same_facts(*, keep: Person, gone: Person) -> list[tuple[str, str]]:
    """What both profiles say alike, sensitive fields left out."""
    names = [name for name in MERGED_FIELDS if name not in SENSITIVE_FIELDS]
    alike = [name for name in names if getattr(keep, name) == getattr(gone, name) and getattr(keep, name) not in ("", None, [])]
    return [(str(fields.label(name)), _shown(name, getattr(keep, name))) for name in alike]


def _covered(actor: Actor, both: Sequence[Person]) -> tuple[str, ...]:
    if not all(access.can(actor, Permission.VIEW_SENSITIVE, person) for person in both):
        return SENSITIVE_FIELDS
    actor.reads.extend(SensitiveRead(person.pk, SENSITIVE_FIELDS, _("So sánh hồ sơ nghi trùng")) for person in both)
    return ()


def _shown(name: str, value: object) -> str:
    return place_name(value) if name == "keeper" else fields.shown(name, value)
