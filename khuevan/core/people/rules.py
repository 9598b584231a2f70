"""Rules of personal profiles as pure functions: what is shown, what is missing, what two sources say differently."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from khuevan.kernel.text import TextWarning, parse_personal_id

from .types import DuplicateReason, PersonKind, Side

HINT_HEAD, HINT_TAIL = 6, 2
COVER = "••••"
HIDDEN = "•••"

#: What a profile needs to count as complete, by what the person is.
_OF_EVERYONE = ("birth_date", "sex", "ethnicity", "nationality", "personal_id_hint", "residence_code")
NEEDED: Mapping[PersonKind, tuple[str, ...]] = {
    PersonKind.LEARNER: (*_OF_EVERYONE, "sector_id", "birthplace", "hometown_code"),
    PersonKind.STAFF: (*_OF_EVERYONE, "phone", "email"),
    PersonKind.GUARDIAN: ("phone",),
}

#: A name this alike (trigrams, 0 to 1) with the same day of birth is worth a look: a word left out, a slip of the hand.
ALIKE = 0.6
SCORES: Mapping[DuplicateReason, int] = {
    DuplicateReason.SAME_NAME_AND_BIRTH: 95,
    DuplicateReason.SWAPPED_BIRTH: 80,
    DuplicateReason.SAME_PHONE: 75,
    DuplicateReason.SIMILAR_NAME: 60,
}
DIFFERENT_NUMBERS = 30

#: Working days within which a request of a data subject is acknowledged (NĐ 356/2025/NĐ-CP).
ACKNOWLEDGE_WITHIN = 2


def hint_of(number: str) -> str:
    """The masked form of a personal number: 037313004589 -> 037313••••89."""
    return f"{number[:HINT_HEAD]}{COVER}{number[-HINT_TAIL:]}" if number else ""


def says_differently(hint: str, *, sex: str, birth_date: date | None) -> tuple[TextWarning, ...]:
    """What the record says other than the visible head of the personal number. Warnings: wrong numbers were really issued.

    Structure of the number: NĐ 137/2015, TT 59/2021/TT-BCA; its first six digits are province, century with sex, and year.
    """
    return parse_personal_id(f"{hint[:HINT_HEAD]}000000").compare_with(sex or None, birth_date) if hint else ()


def missing(values: Mapping[str, Any], kinds: Collection[PersonKind]) -> tuple[str, ...]:
    """Names of the fields that a complete profile of these kinds has and this one has not, each once, in order."""
    needed = dict.fromkeys(field for kind in PersonKind if kind in kinds for field in NEEDED[kind])
    return tuple(field for field in needed if values[field] in ("", None))


def needed_count(kinds: Collection[PersonKind]) -> int:
    """How many fields a complete profile of these kinds has."""
    return len({field for kind in kinds for field in NEEDED[kind]})


def swapped(day: date) -> date | None:
    """The day with its day and month exchanged, as a hurried clerk types it; None when that is no other day."""
    if day.day > 12 or day.day == day.month:
        return None
    return day.replace(month=day.day, day=day.month)


def suggested_side(keep: Any, gone: Any) -> Side:
    """Whose value a merge proposes: the kept profile's, unless it has none."""
    return Side.GONE if keep in ("", None, []) and gone not in ("", None, []) else Side.KEEP


def in_order(one: int, other: int) -> tuple[int, int]:
    """The two ids of a pair, the smaller first."""
    return (one, other) if one < other else (other, one)
