"""Which classes a list takes its learners from: the first question of every list, because it decides how the rest is read.

A narrow reach (a school, a commune) is read through its classes; a wide one (the Department) has most of a province before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Sum

from khuevan.core.access import api as access
from khuevan.core.calendar import api as calendar
from khuevan.core.org import api as org
from khuevan.core.org.types import UnitKind
from khuevan.kernel.actor import Actor

from ..models import SchoolClass
from ..types import Permission, TooWide

#: A school has some tens of classes, a commune some hundreds.
NARROW = 600
#: A text that names more units than these names none.
MOST_UNITS = 40


@dataclass(frozen=True)
class ClassLine:
    """A class as filters and counts need it."""

    pk: int
    name: str
    grade: int
    school_id: int
    learners: int


@dataclass(frozen=True)
class Reach:
    """Classes of a school year below the units that were named. `classes` is None when there are too many to name.

    `learners` study in them now. `vague`: the text named more units than can be meant.
    """

    year: Any
    classes: tuple[ClassLine, ...] | None
    learners: int
    class_count: int
    vague: bool = False

    @property
    def is_narrow(self) -> bool:
        return self.classes is not None

    @property
    def one_school(self) -> bool:
        """Whether all of it lies in one school: then classes have names of their own, and no school needs naming."""
        return self.classes is not None and len({line.school_id for line in self.classes}) <= 1

    @property
    def grades(self) -> list[int]:
        return sorted({line.grade for line in self.classes}) if self.classes is not None else list(range(13))

    def class_ids(self, *, grade: int | None = None, school_class: int | None = None) -> list[int]:
        """Of a narrow reach: the classes of a grade, or the one class if it lies in it."""
        return [line.pk for line in self._chosen(grade, school_class)]

    def learners_in(self, *, grade: int | None = None, school_class: int | None = None) -> int:
        """How many learn in these classes now."""
        return sum(line.learners for line in self._chosen(grade, school_class))

    def _chosen(self, grade: int | None, school_class: int | None) -> Iterator[ClassLine]:
        assert self.classes is not None
        found = (line for line in self.classes if grade is None or line.grade == grade)
        return (line for line in found if school_class is None or line.pk == school_class)


def reach(actor: Actor, *, year_code: str = "", unit: str = "", permission: str = Permission.BROWSE) -> Reach:
    """The classes of a year (the present one) where the actor holds the permission, below the units that `unit` names."""
    year = (calendar.school_year(year_code) if year_code else None) or calendar.current_school_year()
    rows = access.scope(actor, permission, SchoolClass.objects.filter(school_year=year))
    named = _named_units(actor, unit) if unit.strip() else None
    if named and year_code:
        named = [*named, *_were(actor, named, year)]
    if named is not None:
        rows = rows.filter(_below(named)) if named else rows.none()
    fields = ("grade", "sort_key", "pk", "name", "school_id", "learners")
    few = sorted(rows.order_by().values_list(*fields)[: NARROW + 1])
    if len(few) <= NARROW:
        lines = tuple(ClassLine(pk, name, grade, school_id, count) for grade, _key, pk, name, school_id, count in few)
        return Reach(year, lines, sum(line.learners for line in lines), len(lines), vague=named == [])
    total = rows.aggregate(classes=Count("pk"), learners=Sum("learners"))
    return Reach(year, None, total["learners"], total["classes"])


def require_part(actor: Actor, unit: str) -> Reach:
    """A reach narrow enough to be written out whole. Raises TooWide."""
    part = reach(actor, unit=unit)
    if not part.classes:
        raise TooWide(field="unit")
    return part


def reach_of_class(school_class: SchoolClass) -> Reach:
    """One class alone, which the caller was allowed to see."""
    line = ClassLine(school_class.pk, school_class.name, school_class.grade, school_class.school_id, school_class.learners)
    return Reach(school_class.school_year, (line,), line.learners, 1)


def years(reach: Reach) -> list[tuple[str, str]]:
    """(code, name) of the school years that have classes, besides the one of the reach; the newest first."""
    # The first class from a year on is found by the index; to ask whether a year without any has one reads all classes.
    first = SchoolClass.objects.filter(school_year__gte=OuterRef("pk")).order_by("school_year").values("school_year")[:1]
    with_classes = calendar.school_years().exclude(pk=reach.year.pk).filter(pk=Subquery(first))
    return [(year.code, str(year)) for year in with_classes]


def _named_units(actor: Actor, text: str) -> list[int]:
    """Ids of the communes and schools that a text names; none when it names too many."""
    kinds = (UnitKind.COMMUNE, UnitKind.SCHOOL)
    found = org.search(actor, text, kinds=kinds, only_in_force=True, limit=MOST_UNITS + 1)
    return [one.unit_id for one in found] if len(found) <= MOST_UNITS else []


def _were(actor: Actor, unit_ids: list[int], year: Any) -> list[int]:
    """What these were when a year began, before schools were merged and divided: its classes stay with the schools of then."""
    units = org.directory(actor).filter(pk__in=unit_ids)
    return [state.unit_id for state in org.predecessors(actor, units, on=year.starts_on)]


def _below(unit_ids: list[int]) -> Q:
    """Classes of these schools, or of the schools of these communes."""
    return reduce(or_, (Q(school_id__in=unit_ids), Q(school__parent_id__in=unit_ids)))
