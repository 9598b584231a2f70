"""Making classes of a school year."""

from collections.abc import Sequence
from typing import Any

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.core.org import api as org
from khuevan.core.org.types import NewUnit, UnitKind
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation
from khuevan.kernel.text import normalize

from ..events import ClassCreated
from ..models import SchoolClass
from ..rules import class_key, level_of_grade
from ..types import ClassExists, LevelNotTaught, NewClass, NotASchool, Permission

#: Schools of these kinds teach any grade; their own levels say nothing about grades.
_ANY_GRADE = {"continuing", "university"}


@operation
def create_classes(actor: Actor, *, school: Any, year: Any, classes: Sequence[NewClass]) -> list[SchoolClass]:
    """Make classes of a school year, each with its unit in the tree.

    Raises NotAllowed, NotASchool, ClassExists, LevelNotTaught.
    """
    access.require(actor, Permission.MANAGE_CLASSES, school)
    if school.kind != UnitKind.SCHOOL:
        raise NotASchool()
    rows = [_row(school, year, new) for new in classes]
    _refuse_existing(school, year, rows)
    units = org.create_units(
        actor,
        parent=school,
        rows=[NewUnit(kind=UnitKind.CLASS, name=f"Lớp {row.name}", short_name=row.name, levels=(row.level,)) for row in rows],
        on=year.starts_on,
        permission=Permission.MANAGE_CLASSES,
    )
    for row, unit in zip(rows, units, strict=True):
        row.unit = unit
    SchoolClass.objects.bulk_create(rows)
    for row in rows:
        audit.record(actor, "enrolment.class_created", row, changes={"name": ["", row.name], "year": ["", year.code]})
        publish(ClassCreated(class_id=row.pk, unit_id=row.unit_id, school_id=school.pk))
    return rows


def _row(school: Any, year: Any, new: NewClass) -> SchoolClass:
    name = normalize(new.name)
    level = new.level or level_of_grade(new.grade)
    if school.levels and level not in school.levels and not _ANY_GRADE & set(school.levels):
        raise LevelNotTaught(name=name, grade=new.grade)
    return SchoolClass(
        school=school,
        school_year=year,
        name=name,
        sort_key=class_key(name),
        level=level,
        grade=new.grade,
        group=new.group,
        curriculum=new.curriculum,
    )


def _refuse_existing(school: Any, year: Any, rows: Sequence[SchoolClass]) -> None:
    keys = [row.sort_key for row in rows]
    taken = set(
        SchoolClass.objects.filter(school=school, school_year=year, sort_key__in=keys).values_list("sort_key", flat=True)
    )
    for row in rows:
        if row.sort_key in taken:
            raise ClassExists(name=row.name)
        taken.add(row.sort_key)
