"""Identification numbers: the 12-digit personal number and the 10-digit number of the education sector.

Legal source of the personal number: Luật Căn cước 26/2023/QH15, NĐ 70/2024; structure as in NĐ 137/2015 and
TT 59/2021/TT-BCA. It has no check digit and does not change when provinces merge, so it is read with the 63
provinces that existed before 01/7/2025.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from .errors import InvalidText, TextWarning
from .normal import inside_sentence, normalize

_PROVINCES: Final = """
    001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033
    034 035 036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066
    067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096
"""
#: The 63 provinces of birth registration, three digits each.
PROVINCE_CODES: Final = frozenset(_PROVINCES.split())
#: Codes from this one on are countries: the birth was registered abroad.
FIRST_COUNTRY_CODE: Final = 101

_PERSONAL_LENGTH: Final = 12
_SECTOR_LENGTH: Final = 10
_MOST_LOST_ZEROS: Final = {_PERSONAL_LENGTH: 2, _SECTOR_LENGTH: 1}

_SCIENTIFIC: Final = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+")
_WHOLE_FLOAT: Final = re.compile(r"([0-9]{8,12})[.,]0+")
# Dots only between whole groups of digits, so that «37214012345.5» is not taken for twelve digits.
_GROUPED: Final = re.compile(r"[0-9 \-]+(?:\.[0-9 \-]{3,})*")
_SEPARATORS: Final = re.compile(r"[ .\-]")


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


class IdentityError(InvalidText):
    code = "identity"


class MissingNumber(IdentityError):
    code = "identity_missing"


class DigitsLost(IdentityError):
    """A sheet turned the number into scientific notation; the last digits cannot be recovered."""

    code = "identity_digits_lost"


class NotDigits(IdentityError):
    code = "identity_not_digits"


class WrongLength(IdentityError):
    code = "identity_wrong_length"


class UnknownProvince(IdentityError):
    """The first three digits are neither one of the 63 provinces nor a country."""

    code = "identity_unknown_province"


@dataclass(frozen=True, slots=True)
class PersonalId:
    """A personal number whose structure is right. `registered_in`: province (001–096) or country (101 and above)."""

    number: str
    registered_in: str
    sex: Sex
    birth_year: int
    warnings: tuple[TextWarning, ...] = ()

    @property
    def registered_abroad(self) -> bool:
        return int(self.registered_in) >= FIRST_COUNTRY_CODE

    def compare_with(self, sex: Sex | str | None = None, birth_date: date | None = None) -> tuple[TextWarning, ...]:
        """What the record says differently. Never an error: numbers with a wrong sex or year were really issued."""
        found = []
        if sex and Sex(sex) is not self.sex:
            found.append(TextWarning("identity_sex_differs", _("Giới tính khác với số định danh cá nhân.")))
        if birth_date and birth_date.year != self.birth_year:
            message = _("Năm sinh %(told)s khác với số định danh cá nhân (%(read)s).")
            found.append(TextWarning("identity_year_differs", message % {"told": birth_date.year, "read": self.birth_year}))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class SectorId:
    """The lifelong number that the Ministry's database gives a learner or a member of staff."""

    number: str
    warnings: tuple[TextWarning, ...] = ()


def parse_personal_id(value: object) -> PersonalId:
    """Read a personal number from a cell. A number cell that lost its leading zeros is padded, with a warning.

    Raises MissingNumber, DigitsLost, NotDigits, WrongLength, UnknownProvince.
    """
    name = _("Số định danh cá nhân")
    digits = _digits_of(value, name)
    number, warnings = _padded(digits, _PERSONAL_LENGTH, name)
    registered_in = number[:3]
    if registered_in not in PROVINCE_CODES and int(registered_in) < FIRST_COUNTRY_CODE:
        if warnings:
            raise WrongLength(_length_message(digits, _PERSONAL_LENGTH, name))
        message = _("Số «%(number)s»: %(code)s không phải là mã tỉnh hoặc mã quốc gia.")
        raise UnknownProvince(message % {"number": number, "code": registered_in})
    century_and_sex = int(number[3])
    return PersonalId(
        number=number,
        registered_in=registered_in,
        sex=Sex.FEMALE if century_and_sex % 2 else Sex.MALE,
        birth_year=1900 + 100 * (century_and_sex // 2) + int(number[4:6]),
        warnings=warnings,
    )


def parse_sector_id(value: object) -> SectorId:
    """Read a ten-digit number of the sector's database (TT 42/2021/TT-BGDĐT).

    Raises MissingNumber, DigitsLost, NotDigits, WrongLength.
    """
    name = _("Mã định danh của Bộ")
    return SectorId(*_padded(_digits_of(value, name), _SECTOR_LENGTH, name))


def _digits_of(value: object, name: str) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = normalize("" if value is None else str(value)).removeprefix("'").strip()
    if not text:
        raise MissingNumber(_("Chưa có {}.").format(inside_sentence(name)))
    if _SCIENTIFIC.fullmatch(text):
        message = _("«{}» là số bị bảng tính rút gọn, đã mất các chữ số cuối. Nhập lại ở dạng chữ.")
        raise DigitsLost(message.format(text))
    if whole := _WHOLE_FLOAT.fullmatch(text):
        text = whole[1]
    if not _GROUPED.fullmatch(text):
        raise NotDigits(_("%(name)s «%(text)s» có ký tự không phải chữ số.") % {"name": name, "text": text})
    return _SEPARATORS.sub("", text)


def _padded(digits: str, length: int, name: str) -> tuple[str, tuple[TextWarning, ...]]:
    lost = length - len(digits)
    if lost == 0:
        return digits, ()
    if not 0 < lost <= _MOST_LOST_ZEROS[length]:
        raise WrongLength(_length_message(digits, length, name))
    number = digits.zfill(length)
    message = _("«%(read)s» mất số 0 ở đầu vì ô ở dạng số; đã hiểu là %(number)s.") % {"read": digits, "number": number}
    return number, (TextWarning("identity_leading_zero_lost", message),)


def _length_message(digits: str, length: int, name: str) -> str:
    hint = _(" Đây có thể là số chứng minh nhân dân cũ.") if (length, len(digits)) == (_PERSONAL_LENGTH, 9) else ""
    message = _("%(name)s «%(read)s» có %(count)s chữ số, phải có %(needed)s.")
    return message % {"name": name, "read": digits, "count": len(digits), "needed": length} + hint
