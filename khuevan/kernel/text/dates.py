"""Dates as schools type them into sheets: day first, always."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from .errors import InvalidText
from .normal import normalize

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2100

# Day 0 of the sheets' serial numbers; right from 01/03/1900 on (serial 61), before it Excel counts a 29/02/1900.
_SERIAL_EPOCH: Final = date(1899, 12, 30)
_FIRST_SERIAL: Final = 61
_LAST_SERIAL: Final = (date(LATEST_YEAR, 12, 31) - _SERIAL_EPOCH).days

_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DAY_FIRST = re.compile(rf"(\d{{1,2}}) ?[/.\-] ?(\d{{1,2}}) ?[/.\-] ?(\d{{4}}){_TIME}", re.ASCII)
_YEAR_FIRST = re.compile(rf"(\d{{4}}) ?[/.\-] ?(\d{{1,2}}) ?[/.\-] ?(\d{{1,2}}){_TIME}", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2} ?[/.\-] ?\d{1,2} ?[/.\-] ?\d{2}", re.ASCII)
_IN_WORDS = re.compile(r"(?:ngày )?(\d{1,2}),? tháng (\d{1,2}),? năm (\d{4})", re.ASCII)
_SERIAL = re.compile(r"\d{4,5}(?:\.\d+)?", re.ASCII)


class DateError(InvalidText):
    code = "date"


class UnparseableDate(DateError):
    """Not recognised as a date at all."""

    code = "date_unparseable"


class ImpossibleDate(DateError):
    """Recognised, but there is no such day (31/02), or the year is out of range."""

    code = "date_impossible"


class AmbiguousDate(DateError):
    """Recognised, but it can mean several days (a year of two digits)."""

    code = "date_ambiguous"


def parse_date(value: object) -> date:
    """The day that a cell means: a date, a datetime, a serial number of a sheet, or text with the day first.

    Raises UnparseableDate, ImpossibleDate, AmbiguousDate.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_serial(value)
    if isinstance(value, str):
        return _from_text(normalize(value).removeprefix("'").strip())
    raise UnparseableDate(_("Chưa có ngày.") if value is None else _("Không đọc được ngày từ giá trị «{}».").format(value))


def _from_serial(number: float) -> date:
    if EARLIEST_YEAR <= number <= LATEST_YEAR:
        raise UnparseableDate(_("«{:.0f}» chỉ có năm, chưa có ngày và tháng. Ghi đủ dạng ngày/tháng/năm.").format(number))
    if not _FIRST_SERIAL <= number < _LAST_SERIAL + 1:
        raise UnparseableDate(_("«{}» không phải là ngày. Ghi dạng ngày/tháng/năm, ví dụ 05/09/2014.").format(number))
    return _SERIAL_EPOCH + timedelta(days=int(number))


def _from_text(text: str) -> date:
    if not text:
        raise UnparseableDate(_("Chưa có ngày."))
    if found := _DAY_FIRST.fullmatch(text) or _IN_WORDS.fullmatch(text.lower()):
        day, month, year = (int(part) for part in found.groups())
        return _day(day, month, year, text)
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
        return _day(day, month, year, text)
    if _SHORT_YEAR.fullmatch(text):
        raise AmbiguousDate(_("«{}» ghi năm hai chữ số nên không rõ là năm nào. Ghi đủ bốn chữ số của năm.").format(text))
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text))
    raise UnparseableDate(_("Không đọc được ngày «{}». Ghi dạng ngày/tháng/năm, ví dụ 05/09/2014.").format(text))


def _day(day: int, month: int, year: int, text: str) -> date:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        message = _("Năm %(year)s trong «%(text)s» nằm ngoài khoảng %(first)s–%(last)s.")
        raise ImpossibleDate(message % {"year": year, "text": text, "first": EARLIEST_YEAR, "last": LATEST_YEAR})
    if month > 12:
        hint = _(" Ngày phải ghi trước tháng.") if day <= 12 else ""
        raise ImpossibleDate(_("«%(text)s»: không có tháng %(month)s.") % {"text": text, "month": month} + hint)
    try:
        return date(year, month, day)
    except ValueError:
        message = _("«%(text)s»: tháng %(month)s năm %(year)s không có ngày %(day)s.")
        raise ImpossibleDate(message % {"text": text, "month": month, "year": year, "day": day}) from None
