"""Issues and changes of a row in words that a person can act on."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ..types import Importer
from .addresses import column_letter

LAST = 99


def letters_of(mapping: Mapping[str, str]) -> dict[str, str]:
    """Code of a column -> the letter under which the sheet program shows it."""
    return {code: column_letter(int(index)) for index, code in mapping.items()}


def place_in_words(importer: Importer, letters: Mapping[str, str], code: str) -> str:
    """«cột D (Ngày sinh)»; without the letter when the file does not have the column; "" for the whole row."""
    if not code:
        return ""
    label = importer.column(code).label
    return _("cột %(letter)s (%(label)s)") % {"letter": letters[code], "label": label} if code in letters else str(label)


def column_place(letters: Mapping[str, str], code: str) -> tuple[int, str]:
    """Sorts columns as the file has them; what the file does not have comes last."""
    letter = letters.get(code, "")
    return (len(letter) or LAST, letter)


def issue_in_words(importer: Importer, letters: Mapping[str, str], issue: Mapping[str, str]) -> str:
    """«Cột D (Ngày sinh): …»."""
    place = place_in_words(importer, letters, issue["column"])
    return f"{place[0].upper()}{place[1:]}: {issue['text']}" if place else issue["text"]


def change_in_words(importer: Importer, code: str, change: list[Any]) -> tuple[str, str, str]:
    """(label, old, new) of one changed value; — for nothing."""
    column = importer.column(code)
    old, new = (column.show(value) if value not in (None, "") else "—" for value in change)
    return str(column.label), old, new
