"""Reading classes."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet

from khuevan.core.access import api as access
from khuevan.kernel.actor import Actor

from ..models import SchoolClass
from ..types import Permission


def classes(actor: Actor) -> QuerySet[SchoolClass]:
    """Every class that the actor may see, of every year; for the API."""
    return access.scope(actor, Permission.VIEW, SchoolClass.objects.all())


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
