"""School years."""

from datetime import date

from khuevan.core.calendar.models import SchoolYear


def make_school_year(first: int) -> SchoolYear:
    """The school year first–first+1 with dates of the usual shape."""
    return SchoolYear.objects.create(
        code=f"{first}-{first + 1}",
        starts_on=date(first, 8, 22),
        opening_on=date(first, 9, 5),
        first_semester_starts_on=date(first, 9, 7),
        first_semester_ends_on=date(first + 1, 1, 10),
        second_semester_starts_on=date(first + 1, 1, 11),
        second_semester_ends_on=date(first + 1, 5, 23),
        ends_on=date(first + 1, 5, 31),
    )
