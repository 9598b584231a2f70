"""Making and naming classes of a school year, and taking those of the year before one grade up."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.core.org import api as org
from khuevan.core.org.types import NewUnit, UnitKind
from khuevan.core.org.types import Permission as OrgPermission
from khuevan.core.roles.api import system_actor
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation
from khuevan.kernel.text import normalize
from khuevan.web.numbers import day as written

from .. import queries
from ..events import ClassCreated
from ..models import Enrolment, SchoolClass
from ..rules import class_key, level_of_grade
from ..types import (
    ClassExists,
    ClassFixed,
    LevelNotTaught,
    NewClass,
    NotASchool,
    Permission,
    Status,
    YearNotOver,
)
from .placing import DAY, close, keep_profiles, lock_open, open_next

#: Schools of these kinds teach any grade; their own levels say nothing about grades.
_ANY_GRADE = {"continuing", "university"}
#: Who names the unit of a class in the tree when its school names the class.
NAMER = "Lớp học"


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
        rows=[NewUnit(kind=UnitKind.CLASS, name=unit_name(row.name), short_name=row.name, levels=(row.level,)) for row in rows],
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


@operation
def rename_class(actor: Actor, *, school_class: SchoolClass, name: str) -> SchoolClass:
    """Give a class of the running year, or of one to come, another name. Raises NotAllowed, ClassFixed, ClassExists."""
    access.require(actor, Permission.MANAGE_CLASSES, school_class)
    if school_class.school_year.ends_on < clock.today():
        raise ClassFixed()
    before, named = school_class.name, normalize(name)
    others = SchoolClass.objects.filter(school_id=school_class.school_id, school_year_id=school_class.school_year_id)
    if others.exclude(pk=school_class.pk).filter(sort_key=class_key(named)).exists():
        raise ClassExists(name=named, field="name")
    school_class.name, school_class.sort_key = named, class_key(named)
    school_class.save(update_fields=["name", "sort_key"])
    unit = school_class.unit
    namer = system_actor(NAMER, permissions=[OrgPermission.EDIT])
    org.rename_unit(namer, unit=unit, name=unit_name(named), short_name=named, expected_version=unit.version)
    audit.record(actor, "enrolment.class_renamed", school_class, changes={"name": [before, named]})
    return school_class


@operation
def advance_classes(
    actor: Actor, *, school: Any, year: Any, class_ids: Collection[int], with_learners: bool = False
) -> list[SchoolClass]:
    """Make the chosen classes of the year before one grade up in `year`; `with_learners` those who study there come along:
    their stay ends as completed with the old year (one that began in the summer, with the summer), the next begins with the
    new one. Who does not go up is moved afterwards.

    Raises NotAllowed, YearNotOver, ClassExists, LevelNotTaught.
    """
    access.require(actor, Permission.MANAGE_CLASSES, school)
    lines = [line for line in queries.next_classes(actor, school, year) if line.class_id in class_ids and not line.exists]
    new = [NewClass(name=line.next_name, grade=line.grade, level=line.level) for line in lines]
    made = create_classes(actor, school=school, year=year, classes=new)
    if with_learners:
        _bring_learners(
            actor, queries.year_before(school, year), dict(zip((line.class_id for line in lines), made, strict=True))
        )
    return made


def _bring_learners(actor: Actor, before: Any, next_of: Mapping[int, SchoolClass]) -> None:
    if clock.today() < before.second_semester_ends_on:
        raise YearNotOver(day=written(before.second_semester_ends_on), field="with_learners")
    keepers: dict[int, int] = {}
    for class_id, to_class in next_of.items():
        summer_ends = to_class.school_year.starts_on - DAY
        year_ends = min(before.ends_on, summer_ends)
        stays = list(Enrolment.objects.filter(school_class=class_id, status=Status.STUDYING, starts_on__lte=summer_ends))
        if not stays:
            continue
        stays = lock_open(actor, stays)
        close([stay for stay in stays if stay.starts_on <= year_ends], status=Status.COMPLETED, last_day=year_ends)
        close([stay for stay in stays if stay.starts_on > year_ends], status=Status.COMPLETED, last_day=summer_ends)
        open_next(stays, to_class, on=to_class.school_year.starts_on)
        keepers |= {stay.person_id: to_class.unit_id for stay in stays}
        audit.record(actor, "enrolment.learners_advanced", to_class, changes={"learners": [0, len(stays)]})
    keep_profiles(actor, keepers)


def unit_name(name: str) -> str:
    """What the unit of a class is called in the tree."""
    return f"Lớp {name}"


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
