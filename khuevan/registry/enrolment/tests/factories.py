"""Classes and enrolments in believable situations."""

from datetime import date

from khuevan.core.calendar.models import SchoolYear
from khuevan.core.org.models import OrgUnit
from khuevan.core.org.tests.factories import make_unit
from khuevan.core.people.models import Person
from khuevan.core.people.tests.factories import make_person
from khuevan.kernel.text import sort_key_plain
from khuevan.registry.enrolment.models import Enrolment, SchoolClass


def make_class(school: OrgUnit, year: SchoolYear, name: str, *, level: str, grade: int) -> SchoolClass:
    unit = make_unit("class", f"Lớp {name}", school, since=year.starts_on, levels=[level])
    return SchoolClass.objects.create(
        unit=unit, school=school, school_year=year, name=name, sort_key=sort_key_plain(name), level=level, grade=grade
    )


def enrol(school_class: SchoolClass, full_name: str, birth_date: date, sex: str, **fields) -> Enrolment:
    """A new person studying in the class."""
    person = make_person(full_name, school_class.unit, birth_date=birth_date, sex=sex, **fields)
    return enrol_person(school_class, person)


def enrol_person(school_class: SchoolClass, person: Person) -> Enrolment:
    return Enrolment.objects.create(
        person=person,
        school=school_class.school,
        school_year=school_class.school_year,
        school_class=school_class,
        starts_on=school_class.school_year.starts_on,
    )
