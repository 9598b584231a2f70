"""Reading classes."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.core.calendar import api as calendar
from khuevan.core.org import api as org
from khuevan.core.org.types import UnitKind
from khuevan.core.reference import api as reference
from khuevan.core.roles import api as roles
from khuevan.kernel.actor import Actor

from ..models import SchoolClass
from ..rules import class_key, next_class_name, next_level
from ..types import NextClass, Permission
from .reaching import Reach

#: Kinds of school whose classes have a norm of their own are not told apart here; the norm of the level applies.
_OF_LEVEL = ("primary", "secondary")


def classes_of(actor: Actor, reach: Reach) -> QuerySet[SchoolClass]:
    """The classes of a reach, by school, grade and name."""
    rows = access.scope(actor, Permission.BROWSE, SchoolClass.objects.filter(school_year=reach.year))
    if reach.classes is not None:
        rows = rows.filter(pk__in=[line.pk for line in reach.classes])
    return rows.select_related("school", "unit").order_by("school__sort_key", "school", "grade", "sort_key", "pk")


def school_class(actor: Actor, pk: int, permission: str = Permission.BROWSE) -> SchoolClass:
    """Raises NotFound."""
    return access.get(actor, permission, SchoolClass.objects.select_related("school", "unit", "school_year"), pk=pk)


def classes_to_enter(actor: Actor, school_id: int, year_id: int, permission: str = Permission.EDIT) -> QuerySet[SchoolClass]:
    """The classes of a school and year where the actor may place learners, by grade and name."""
    rows = SchoolClass.objects.filter(school_id=school_id, school_year_id=year_id).select_related(
        "unit", "school", "school_year"
    )
    return access.scope(actor, permission, rows).order_by("grade", "sort_key", "pk")


def classes_open_to(actor: Actor, permission: str) -> QuerySet[SchoolClass]:
    """Every class of this year and the years to come where the actor holds a permission, by school, grade and name."""
    since = calendar.current_school_year().starts_on
    rows = SchoolClass.objects.filter(school_year__starts_on__gte=since).select_related("unit", "school", "school_year")
    return access.scope(actor, permission, rows).order_by(
        "school__sort_key", "school", "school_year__code", "grade", "sort_key"
    )


def schools_of(actor: Actor, permission: str) -> QuerySet:
    """The schools where the actor holds a permission, by name."""
    return org.units(actor, permission, kind=UnitKind.SCHOOL)


def homeroom(rows: Iterable[SchoolClass]) -> dict[int, str]:
    """Unit of a class -> names of its homeroom teachers."""
    return roles.homeroom_teachers([row.unit_id for row in rows])


def norm(row: SchoolClass) -> int | None:
    """How many learners the class may have at most; None where the reference has no norm."""
    if row.group:
        return next((group.max_children for group in reference.preschool_groups() if group.code == row.group), None)
    return next(
        (size.max_learners for size in reference.class_sizes() if size.code in _OF_LEVEL and row.level in size.levels), None
    )


def grade_in_words(grade: int) -> str:
    return _("Mầm non") if grade == 0 else _("Khối %d") % grade


def preschool_groups() -> list[tuple[str, str]]:
    return [(group.code, group.name) for group in reference.preschool_groups()]


def open_years() -> list[Any]:
    """School years in which classes may be made: the present one and those to come."""
    current = calendar.current_school_year()
    return [current, *calendar.school_years().filter(starts_on__gt=current.starts_on).order_by("starts_on")]


def year_before(school: Any, year: Any) -> Any | None:
    """The newest school year before a year in which the school has classes."""
    mine = SchoolClass.objects.filter(school=school, school_year=OuterRef("pk"))
    return calendar.school_years().filter(Exists(mine), starts_on__lt=year.starts_on).order_by("-starts_on").first()


def next_classes(actor: Actor, school: Any, year: Any) -> list[NextClass]:
    """What the classes of the year before become one grade up in `year`; those that leave the school are not in it."""
    before = year_before(school, year)
    if before is None:
        return []
    rows = access.scope(actor, Permission.MANAGE_CLASSES, SchoolClass.objects.filter(school=school, school_year=before))
    taken = set(SchoolClass.objects.filter(school=school, school_year=year).values_list("sort_key", flat=True))
    found = []
    for row in rows.order_by("grade", "sort_key"):
        name, level = next_class_name(row.name, row.grade), next_level(row.grade, row.level, school.levels)
        if level is not None:
            found.append(NextClass(row.pk, row.name, name, row.grade + 1, level, row.learners, class_key(name) in taken))
    return found


def class_keys(school_ids: Iterable[int], year_id: int) -> list[tuple[int, str, int]]:
    """(school, key of the class name, grade) of the classes of a year; for imports, which scoped the schools themselves."""
    rows = SchoolClass.objects.filter(school_id__in=list(school_ids), school_year_id=year_id)
    return list(rows.values_list("school_id", "sort_key", "grade"))


def school_codes(school_ids: Iterable[int]) -> dict[int, list[str]]:
    """Codes in force of schools, in whichever system."""
    found: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, code FROM org_unitcode WHERE unit_id = ANY(%s) AND upper_inf(period)", [list(school_ids)]
        )
        for unit_id, code in cursor.fetchall():
            found.setdefault(unit_id, []).append(code)
    return found
