"""Reading the calendar. School years and holidays are public: every reader may see them."""

from datetime import date, timedelta

from django.db.models import QuerySet

from khuevan.kernel import clock
from khuevan.kernel.errors import NotFound

from . import rules
from .models import CalendarDay, SchoolYear


def school_years() -> QuerySet[SchoolYear]:
    """Newest first."""
    return SchoolYear.objects.all()


def school_year(code: str) -> SchoolYear | None:
    """By its code, "2026-2027"."""
    return SchoolYear.objects.filter(code=code).first()


def existing_school_year(code: str) -> SchoolYear:
    """By its code. Raises NotFound."""
    found = school_year(code)
    if found is None:
        raise NotFound()
    return found


def calendar_days() -> QuerySet[CalendarDay]:
    """Every day that differs from the ordinary week, newest first."""
    return CalendarDay.objects.order_by("-day")


def current_school_year(day: date | None = None) -> SchoolYear:
    """The school year that a day lies in; between two years, the one that ended last. Raises SchoolYear.DoesNotExist."""
    day = day or clock.today()
    return SchoolYear.objects.filter(starts_on__lte=day).order_by("starts_on").last() or SchoolYear.objects.earliest(
        "starts_on"
    )


def special_days(first: date, last: date) -> dict[date, bool]:
    """Days that differ from the ordinary week: True when worked, False when not."""
    return dict(CalendarDay.objects.filter(day__range=(first, last)).values_list("day", "is_working"))


def deadline(start: date, working_days: int) -> date:
    """The last day of a time limit in working days, the start day not counted."""
    horizon = start + timedelta(days=working_days * 2 + 30)
    return rules.add_working_days(start, working_days, special_days(start, horizon))
