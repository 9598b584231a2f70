"""Posts in believable situations."""

from datetime import date

from khuevan.core.org.models import OrgUnit
from khuevan.core.people.models import Person
from khuevan.core.roles.models import RoleAssignment


def give_post(person: Person, role: str, unit: OrgUnit, *, since: date = date(2020, 1, 1), until: date | None = None):
    return RoleAssignment.objects.create(person=person, role=role, unit=unit, starts_on=since, ends_on=until)
