"""Reading learners: lists of any reach, one learner, finding by words or numbers."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, F, Func, Q, QuerySet

from khuevan.core.access import api as access
from khuevan.core.indicators import api as indicators
from khuevan.core.indicators.types import Figure, Value
from khuevan.core.people import api as people
from khuevan.kernel import vault
from khuevan.kernel.actor import Actor, SensitiveRead
from khuevan.kernel.errors import NotFound
from khuevan.kernel.text import search_key

from ..models import Enrolment
from ..rules import MUST
from ..types import Permission, Status
from .reaching import Reach

#: Of a wide reach a list shows so many at most: nobody turns eighteen thousand pages.
MOST = 1000
UNIFIED = Figure("learners.unified_profile")

#: What a row of a list has, by name, and where it comes from.
COLUMNS = {
    "full_name": F("person__full_name"),
    "sex": F("person__sex"),
    "birth_date": F("person__birth_date"),
    "sector_id": F("person__sector_id"),
    "personal_id_hint": F("person__personal_id_hint"),
    "class_name": F("school_class__name"),
}
#: What the page of a learner shows of a stay, and what decides who may see it.
SHOWN = ("person__keeper", "school_class__unit", "school", "school_year")
LEFT = frozenset({Status.MOVED_CLASS, Status.TRANSFERRED, Status.DROPPED_OUT, Status.REORGANISED})
_NULLABLE = frozenset({"sector_id", "birth_date"})

# What `matching(wrong=True)` counts, written out: it is asked for at every list of a school.
_EMPTY_SQL = " OR ".join(f"coalesce(p.{field}::text, '') = ''" for field in MUST)
WRONG_SQL = f"""
SELECT count(*) FROM enrolment_enrolment e JOIN people_person p ON p.id = e.person_id
 WHERE e.school_class_id = ANY(%s) AND e.status = ANY(%s)
   AND ({_EMPTY_SQL} OR EXISTS (SELECT FROM people_duplicatepair d WHERE d.first_id = p.id)
        OR EXISTS (SELECT FROM people_duplicatepair d WHERE d.second_id = p.id))
"""  # noqa: S608 -- our own column names


def learners(actor: Actor, permission: str = Permission.VIEW) -> QuerySet[Enrolment]:
    """Every stay that the actor may see, by given name; for the API, measures and exports."""
    rows = access.scope(actor, permission, Enrolment.objects.select_related("person", "school_class", "school"))
    return rows.order_by("person__sort_key", "pk")


def matching(
    actor: Actor,
    reach: Reach,
    *,
    words: str = "",
    grade: int | None = None,
    school_class: int | None = None,
    status: str = "",
    wrong: bool = False,
    sensitive: bool = False,
) -> QuerySet[Enrolment]:
    """Stays in a reach, by given name. `words`: of the name without diacritics, or a whole sector or personal number.

    Without `status` those who study, or, when nobody does any more, who stayed to the end. `sensitive`: only those of
    whom the actor may see sensitive fields. Of a wide reach the first `MOST`.
    """
    if reach.is_narrow:  # its classes were found in the actor's scope and in the year
        rows = Enrolment.objects.filter(school_class__in=reach.class_ids(grade=grade, school_class=school_class))
    else:
        rows = access.scope(actor, Permission.BROWSE, Enrolment.objects.filter(school_year=reach.year))
        if grade is not None:
            rows = rows.filter(school_class__grade=grade)
    rows = rows.filter(_named(words), status__in=[status] if status else _standing(reach))
    if sensitive:
        rows = access.scope(actor, people.Permission.VIEW_SENSITIVE, rows)
    rows = rows.annotate(alike=people.alike_count("person_id"))
    if wrong:
        rows = rows.filter(_is_wrong())
    if not reach.is_narrow:
        rows = _some(rows, whole=not (words.strip() or status or wrong) and grade is None)
    return rows.order_by("person__sort_key", "pk")


def as_rows(rows: QuerySet[Enrolment], *, ethnicity: bool = False, school: bool = False) -> QuerySet[Enrolment, Any]:
    """The columns that a list shows, as dicts: several times cheaper than objects, by the thousand.

    `state` is "" for a complete profile, the name of the most pressing field that is empty, or how many profiles look the same.
    """
    columns = COLUMNS | {"state": ProfileState(*(F(f"person__{field}") for field in MUST), F("alike"))}
    if school:
        columns["school_name"] = F("school__name")
    if ethnicity:
        columns["ethnicity"] = F("person__ethnicity")
    return rows.values("pk", "person_id", "status", **columns)


def wrong_count(actor: Actor, reach: Reach) -> int | None:
    """How many profiles of those who study are to be mended; None for a wide reach, where only the nightly measure knows."""
    if not reach.is_narrow:
        return None
    with connection.cursor() as cursor:
        cursor.execute(WRONG_SQL, [reach.class_ids(), _standing(reach)])
        return cursor.fetchone()[0]


def measured_wrong(actor: Actor) -> Value | None:
    """Of a wide reach: the nightly measure of complete profiles at the unit that the actor works for, if there is just one."""
    tops = [int(path.rstrip("/").rpartition("/")[2]) for path in actor.paths(Permission.BROWSE) if path]
    if len(tops) != 1:
        return None
    return indicators.values(actor, tops, [UNIFIED]).get((tops[0], UNIFIED))


def learner(actor: Actor, pk: int, permission: str = Permission.VIEW) -> Enrolment:
    """One stay with all that its page shows. Raises NotFound."""
    return access.get(actor, permission, Enrolment.objects.select_related(*SHOWN), pk=pk)


def learner_by_uid(actor: Actor, uid: UUID) -> Enrolment:
    """One stay by its lasting identifier. Raises NotFound."""
    return access.get(actor, Permission.VIEW, Enrolment.objects.select_related("person", "school_class"), uid=uid)


def chosen(actor: Actor, ids: Iterable[int], permission: str = Permission.EDIT) -> list[Enrolment]:
    """Stays that were chosen in a list, as far as the actor holds the permission on them, by class and given name."""
    rows = Enrolment.objects.filter(pk__in=list(ids)).select_related("person", "school_class__unit", "school", "school_year")
    return list(access.scope(actor, permission, rows).order_by("school_class__sort_key", "person__sort_key", "pk"))


def stays_with(actor: Actor, pk: int) -> list[Enrolment]:
    """One stay that the actor may see, first, and then all others of the same learner that he may see, the newest first.

    One query for all of them. Raises NotFound.
    """
    person = Enrolment.objects.filter(pk=pk).order_by().values("person")[:1]  # `=`, not `IN`: one table less to plan with
    rows = Enrolment.objects.filter(person=person).select_related(*SHOWN).order_by()
    # Sorted here: to order a query with many columns costs Django more than all these rows.
    found = sorted(access.scope(actor, Permission.VIEW, rows), key=lambda stay: (stay.starts_on, stay.pk), reverse=True)
    asked = next((stay for stay in found if stay.pk == pk), None)
    if asked is None:
        raise NotFound()
    return [asked, *(stay for stay in found if stay is not asked)]


def note_reads(actor: Actor, rows: Sequence[dict[str, Any]], reason: str) -> None:
    """Ethnic groups were shown in a list: one line for each learner."""
    actor.reads.extend(SensitiveRead(row["person_id"], ("ethnicity",), reason) for row in rows)


def _standing(reach: Reach) -> list[str]:
    """Those who study; when nobody does any more, those who stayed to the end."""
    return [Status.STUDYING] if reach.learners else [status for status in Status if status not in LEFT]


def _named(words: str) -> Q:
    digits = words.replace(" ", "")
    if digits.isdecimal() and len(digits) == 12:
        return Q(person__personal_id_index=vault.blind_index(digits))
    if digits.isdecimal() and len(digits) == 10:
        return Q(person__sector_id=digits)
    keys = search_key(words).split()
    return reduce(and_, (Q(person__search_key__contains=key) for key in keys), Q())


def _is_wrong() -> Q:
    """A must-have field is empty (`rules.MUST`), or another profile looks the same. The dearest question comes last."""
    return reduce(or_, map(_is_empty, MUST)) | Q(alike__gt=0)


class ProfileState(Func):
    """What is most wrong with a profile, as text (see `as_rows`). Takes the fields of `MUST`, then the number of look-alikes."""

    output_field = CharField()

    def as_sql(self, compiler: Any, *args: Any, **kwargs: Any) -> Any:
        *fields, alike = (compiler.compile(source) for source in self.get_source_expressions())
        lacking = [f"WHEN coalesce({sql}::text, '') = '' THEN '{name}'" for name, (sql, _) in zip(MUST, fields, strict=True)]
        sql = f"CASE {' '.join(lacking)} WHEN {alike[0]} > 0 THEN ({alike[0]})::text ELSE '' END"
        return sql, (*(one for _, params in fields for one in params), *alike[1], *alike[1])


def _is_empty(field: str) -> Q:
    return Q(**{f"person__{field}": None if field in _NULLABLE else ""})


def _some(rows: QuerySet[Enrolment], *, whole: bool) -> QuerySet[Enrolment]:
    """At most `MOST` of very many: of a whole province the first by name, of a part of it whichever are found first.

    To sort all who match would mean to find them all first; the page says that there are more.
    """
    order = ("person__sort_key", "pk") if whole else ()
    ids = rows.order_by(*order).values("pk")[:MOST]
    return Enrolment.objects.filter(pk__in=ids).annotate(alike=people.alike_count("person_id"))
