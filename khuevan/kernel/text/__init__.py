"""Vietnamese text: spelling, search and sort keys, names, old fonts, and the numbers and dates people type into cells."""

from . import legacy
from .dates import AmbiguousDate, DateError, ImpossibleDate, UnparseableDate, parse_date
from .errors import InvalidText, TextWarning
from .identity import (
    PROVINCE_CODES,
    DigitsLost,
    IdentityError,
    MissingNumber,
    NotDigits,
    PersonalId,
    SectorId,
    Sex,
    UnknownProvince,
    WrongLength,
    parse_personal_id,
    parse_sector_id,
)
from .names import given_name, initials, title_case_name
from .normal import inside_sentence, normalize, search_key
from .phones import PhoneError, normalize_phone
from .sorting import sort_key, sort_key_plain

__all__ = [
    "PROVINCE_CODES",
    "AmbiguousDate",
    "DateError",
    "DigitsLost",
    "IdentityError",
    "ImpossibleDate",
    "InvalidText",
    "MissingNumber",
    "NotDigits",
    "PersonalId",
    "PhoneError",
    "SectorId",
    "Sex",
    "TextWarning",
    "UnknownProvince",
    "UnparseableDate",
    "WrongLength",
    "given_name",
    "initials",
    "inside_sentence",
    "legacy",
    "normalize",
    "normalize_phone",
    "parse_date",
    "parse_personal_id",
    "parse_sector_id",
    "search_key",
    "sort_key",
    "sort_key_plain",
    "title_case_name",
]
