"""Changing the calendar, and filling it from the reference data."""

from datetime import date, datetime
from typing import Any

import holidays
from django.utils.translation import gettext_lazy as _

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.core.reference import api as reference
from khuevan.core.reference.types import SchoolYear as Frame
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import Refusal
from khuevan.kernel.operations import operation

from . import rules
from .models import CalendarDay, SchoolYear
from .types import Permission, YearDates

REPLACED = "thay cho ngày "
SOURCE = "Bộ luật Lao động 2019 Điều 112; lịch nghỉ hằng năm (thư viện holidays)"


class DatesOutOfOrder(Refusal):
    """The dates of a school year do not follow one another."""

    code = "calendar.dates_out_of_order"
    message = _(
        "Các mốc của năm học không theo thứ tự: tựu trường, bắt đầu và kết thúc học kỳ I, bắt đầu và kết thúc học kỳ II, "
        "kết thúc năm học. Sửa lại các ngày."
    )


@operation
def change_school_year(actor: Actor, *, year: SchoolYear, dates: YearDates) -> SchoolYear:
    """Set the province's own dates of a school year. Raises NotAllowed, DatesOutOfOrder."""
    access.require(actor, Permission.EDIT, year)
    in_order = (dates.first_semester_starts_on, dates.first_semester_ends_on)
    later = (dates.second_semester_starts_on, dates.second_semester_ends_on)
    if not (dates.starts_on <= in_order[0] < in_order[1] < later[0] < later[1] <= dates.ends_on):
        raise DatesOutOfOrder()
    changes = {
        name: [str(getattr(year, name)), str(value)] for name, value in vars(dates).items() if getattr(year, name) != value
    }
    SchoolYear.objects.filter(pk=year.pk).update(**vars(dates))
    audit.record(actor, "calendar.school_year_changed", year, changes=changes)
    year.refresh_from_db()
    return year


@operation
def set_day(actor: Actor, *, day: date, is_working: bool, name: str, basis: str) -> CalendarDay:
    """Make a day worked or free, on the basis of a decision. Raises NotAllowed."""
    access.require(actor, Permission.EDIT)
    before: dict[str, Any] = dict(CalendarDay.objects.filter(day=day).values("is_working", "name", "basis").first() or {})
    given = {"is_working": is_working, "name": name, "basis": basis}
    row, _created = CalendarDay.objects.update_or_create(day=day, defaults=given)
    changes = {field: [before.get(field), value] for field, value in given.items() if before.get(field) != value}
    audit.record(actor, "calendar.day_set", row, changes=changes)
    return row


def fill_from_reference() -> None:
    """Add the school years and holidays that are missing; what a province has changed stays as it is."""
    SchoolYear.objects.bulk_create([_year(frame) for frame in reference.school_years()], ignore_conflicts=True)
    first, last = 2023, max(year.ends_on.year for year in SchoolYear.objects.all())
    CalendarDay.objects.bulk_create(_special_days(range(first, last + 1)), ignore_conflicts=True)


def _year(frame: Frame) -> SchoolYear:
    return SchoolYear(code=frame.code, opening_on=frame.opening_day, **vars(rules.dates_from_frame(frame)))


def _special_days(years: range) -> list[CalendarDay]:
    """Holidays, and the weekend days worked in their stead, which the library names in the holiday's own name."""
    made = {}
    for day, name in holidays.country_holidays("VN", years=years, language="vi").items():
        made[day] = CalendarDay(day=day, is_working=False, name=name, basis=SOURCE)
        if REPLACED in name:
            worked = datetime.strptime(name.split(REPLACED)[1][:10], "%d/%m/%Y").date()
            made[worked] = CalendarDay(day=worked, is_working=True, name=_worked_for(day), basis=SOURCE)
    return list(made.values())


def _worked_for(holiday: date) -> str:
    return f"Làm bù cho ngày nghỉ {holiday:%d/%m/%Y}"
