"""Names of classes, and what follows from a grade."""

import re
from collections.abc import Collection

from khuevan.kernel.text import normalize, sort_key_plain

#: Grades of the levels (Luật Giáo dục 2019 Điều 28).
_LEVELS = {"primary": range(1, 6), "lower_secondary": range(6, 10), "upper_secondary": range(10, 13)}
LAST_GRADE = 12
LONGEST_NAME = 40
_GRADE = re.compile(r"\A(?:lớp\s*)?(1[0-2]|[1-9])(?!\d)", re.IGNORECASE)


def class_key(name: str) -> str:
    """The same for «7A1», «7 A1», «7a1»: what decides whether two names mean one class."""
    return sort_key_plain(normalize(name))


def name_after_merging(name: str, school: str, again: int) -> str:
    """What a class may be called at the school that took its own in, when its name is taken there: with the former school.

    `again` 0 is the name itself, 1 names the school, 2 and more tell apart what is still the same. At most 40 characters.
    """
    if again == 0:
        return name
    number = f" {again}" if again > 1 else ""
    former = re.sub(r"\Atrường\s+", "", normalize(school), flags=re.IGNORECASE)
    room = LONGEST_NAME - len(f" ({number})")
    start = name[: room - 1]
    return f"{start} ({former[: room - len(start)].rstrip()}{number})"


def grade_in_name(name: str) -> int | None:
    """The grade that a class name begins with: «7A1» -> 7, «10/3» -> 10; None when it begins otherwise («Mầm 1»)."""
    found = _GRADE.match(normalize(name))
    return int(found[1]) if found else None


def level_of_grade(grade: int) -> str:
    """The level of a grade; 0 is preschool."""
    return next((level for level, grades in _LEVELS.items() if grade in grades), "preschool")


def grades_taught(levels: Collection[str]) -> list[int]:
    """Grades of a school that teaches these levels, 0 for preschool; all when nothing is known, or it teaches any grade."""
    if not levels or not set(levels) <= {*_LEVELS, "preschool"}:
        return list(range(LAST_GRADE + 1))
    return sorted(grade for level in levels for grade in _LEVELS.get(level, (0,)))


def is_promotion_to_next_level(from_grade: int, to_grade: int) -> bool:
    """Whether a learner who ended `from_grade` enters the first grade of the next level: 0 -> 1, 5 -> 6, 9 -> 10."""
    return to_grade in (1, 6, 10) and from_grade == to_grade - 1


def next_level(grade: int, level: str, taught: Collection[str]) -> str | None:
    """The level that a class has one grade up at its own school; None when it leaves the school.

    Preschool groups and grade 12 leave; other classes go on while the school teaches the next grade's level. Continuing
    education keeps its name in every grade. `taught` empty means that nothing is known of the school: then any level.
    """
    if grade in (0, LAST_GRADE):
        return None
    following = level if level == "continuing" else level_of_grade(grade + 1)
    return following if not taught or following in taught else None


def next_class_name(name: str, grade: int) -> str:
    """The name of a class one grade up: «7A1» -> «8A1». A name that does not begin with its grade stays."""
    if grade_in_name(name) != grade:
        return name
    return re.sub(rf"{grade}", str(grade + 1), name, count=1)
