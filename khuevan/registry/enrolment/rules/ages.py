"""How old a learner of a grade may be (Luật Giáo dục 2019 Điều 28, counted by calendar year)."""

from dataclasses import dataclass
from enum import StrEnum


class AgeVerdict(StrEnum):
    """EARLY and LATE happen (skipping a grade, a listed case of Điều 28); the others need a decision or are mistakes."""

    STANDARD = "standard"
    EARLY = "early"
    LATE = "late"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"


@dataclass(frozen=True)
class AgeRules:
    """`document`, in force from the school year that starts in `valid_from` (to `valid_to`, counted).

    first_grade_age: 6; late_years: how much older one may be in the listed cases; early_years: how many grades skipped is
    still believable; preschool_oldest: the age from which a child no longer is in preschool.
    """

    document: str
    valid_from: int
    valid_to: int | None
    first_grade_age: int
    late_years: int
    early_years: int
    preschool_oldest: int


RULESETS = (AgeRules("Luật Giáo dục 2019 Điều 28", 2020, None, 6, 3, 1, 6),)


def age_rules(start_year: int) -> AgeRules:
    """The rules in force for the school year that starts in `start_year`; for years before all of them, the oldest."""
    matching = [
        rules
        for rules in RULESETS
        if rules.valid_from <= start_year and (rules.valid_to is None or start_year <= rules.valid_to)
    ]
    return matching[-1] if matching else RULESETS[0]


def standard_age(grade: int, rules: AgeRules) -> int:
    """6 in grade 1, 11 in grade 6, 15 in grade 10 (Điều 28 khoản 1)."""
    return rules.first_grade_age + grade - 1


def judge_age(grade: int, start_year: int, birth_year: int, rules: AgeRules) -> AgeVerdict:
    """Judge by years of the calendar: the year in which the school year starts minus the year of birth (Điều 28).

    Grade 0 is preschool. Nobody enters grade 1 before the standard age.
    """
    age = start_year - birth_year
    if grade == 0:
        if age < 0:
            return AgeVerdict.TOO_YOUNG
        return AgeVerdict.STANDARD if age <= rules.preschool_oldest else AgeVerdict.TOO_OLD
    over = age - standard_age(grade, rules)
    if over == 0:
        return AgeVerdict.STANDARD
    if over > 0:
        return AgeVerdict.LATE if over <= rules.late_years else AgeVerdict.TOO_OLD
    return AgeVerdict.EARLY if grade > 1 and -over <= rules.early_years else AgeVerdict.TOO_YOUNG
