"""Which schools the demo province has, and how their classes are made up. No database, no names of people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

PRESCHOOL_GROUPS = (
    ("Mầm", "kindergarten_3_4_years", 24),
    ("Chồi", "kindergarten_4_5_years", 28),
    ("Lá", "kindergarten_5_6_years", 32),
)
GRADES = {
    "primary": range(1, 6),
    "lower_secondary": range(6, 10),
    "upper_secondary": range(10, 13),
    "continuing": range(10, 13),
}
CLASS_SIZES = {"primary": (26, 35), "lower_secondary": (32, 44), "upper_secondary": (36, 45), "continuing": (25, 40)}
LETTERS = "ABCDEGHIKLMN"


@dataclass(frozen=True)
class ClassPlan:
    """`age` is that of its children in the year in which the school year begins; `group` only in preschool."""

    name: str
    level: str
    grade: int
    group: str
    age: int
    size: int


@dataclass(frozen=True)
class SchoolPlan:
    """`commune` is the name of the commune that it lies in; schools affiliated to the Department hang under it."""

    name: str
    levels: tuple[str, ...]
    commune: str
    ownership: str
    affiliation: str
    classes: tuple[ClassPlan, ...]


def small(communes: Sequence[str], random: Random) -> list[SchoolPlan]:
    """Twelve schools of all levels in four communes, about 4,000 learners."""
    a, b, c, d = communes
    return [
        _school(f"Trường Mầm non {a}", ("preschool",), a, random, classes=2),
        _school(f"Trường Tiểu học {a}", ("primary",), a, random, classes=3),
        _school("Trường THCS Ninh Khánh", ("lower_secondary",), a, random, classes=8),
        _school(f"Trường THPT {a} A", ("upper_secondary",), a, random, classes=5),
        _school(f"Trường Mầm non {b}", ("preschool",), b, random, classes=2),
        _school(f"Trường Tiểu học và THCS {b}", ("primary", "lower_secondary"), b, random, classes=1),
        _school(f"Trường Tiểu học {c}", ("primary",), c, random, classes=2),
        _school(f"Trường THCS {c}", ("lower_secondary",), c, random, classes=2),
        _school(f"Trung tâm GDNN – GDTX {c}", ("continuing",), c, random, classes=1, affiliation="department"),
        _school(f"Trường Mầm non {d}", ("preschool",), d, random, classes=1),
        _school(f"Trường Tiểu học {d}", ("primary",), d, random, classes=2),
        _school("Trường Tiểu học Tư thục Hoa Sen", ("primary",), d, random, classes=1, ownership="non_public"),
    ]


def province(communes: Sequence[str], random: Random) -> list[SchoolPlan]:
    """About 1,400 schools and 900,000 learners over all communes."""
    schools = [school for commune in communes for school in _commune(commune, random)]
    for number, commune in enumerate(communes):
        if number % 3 != 2:
            schools.append(
                _school(f"Trường THPT {commune}", ("upper_secondary",), commune, random, classes=random.randint(8, 14))
            )
        if number % 13 == 0:
            schools.append(
                _school(
                    f"Trung tâm GDNN – GDTX {commune}", ("continuing",), commune, random, classes=4, affiliation="department"
                )
            )
    return schools


def _commune(commune: str, random: Random) -> Iterator[SchoolPlan]:
    for suffix in _suffixes(random.randint(3, 4)):
        yield _school(f"Trường Mầm non {commune}{suffix}", ("preschool",), commune, random, classes=random.randint(3, 5))
    for suffix in _suffixes(random.randint(3, 4)):
        yield _school(f"Trường Tiểu học {commune}{suffix}", ("primary",), commune, random, classes=random.randint(4, 6))
    for suffix in _suffixes(random.randint(2, 4)):
        yield _school(f"Trường THCS {commune}{suffix}", ("lower_secondary",), commune, random, classes=random.randint(4, 6))


def _suffixes(count: int) -> list[str]:
    return [""] if count == 1 else [f" {letter}" for letter in LETTERS[:count]]


def _school(
    name: str,
    levels: tuple[str, ...],
    commune: str,
    random: Random,
    *,
    classes: int,
    ownership: str = "public",
    affiliation: str = "",
) -> SchoolPlan:
    made = tuple(plan for level in levels for plan in _classes(level, classes, random))
    default = "department" if "upper_secondary" in levels else "commune"
    return SchoolPlan(name, levels, commune, ownership, affiliation or default, made)


def _classes(level: str, per_grade: int, random: Random) -> Iterator[ClassPlan]:
    if level == "preschool":
        for age, (label, group, size) in enumerate(PRESCHOOL_GROUPS, start=3):
            for number in range(1, per_grade + 1):
                yield ClassPlan(f"{label} {number}", level, 0, group, age, size - random.randint(0, 6))
        return
    for grade in GRADES[level]:
        for number in range(per_grade):
            name = f"{grade}{LETTERS[number]}" if level == "primary" else f"{grade}A{number + 1}"
            yield ClassPlan(name, level, grade, "", grade + 5, random.randint(*CLASS_SIZES[level]))
