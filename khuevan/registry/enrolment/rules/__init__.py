"""The law and the trade of classes and enrolments as pure functions."""

from .ages import AgeRules, AgeVerdict, age_rules, judge_age, standard_age
from .classes import (
    class_key,
    grade_in_name,
    grades_taught,
    is_promotion_to_next_level,
    level_of_grade,
    name_after_merging,
    next_class_name,
    next_level,
)
from .completeness import MUST, SHOULD, missing

__all__ = [
    "MUST",
    "SHOULD",
    "AgeRules",
    "AgeVerdict",
    "age_rules",
    "class_key",
    "grade_in_name",
    "grades_taught",
    "is_promotion_to_next_level",
    "judge_age",
    "level_of_grade",
    "missing",
    "name_after_merging",
    "next_class_name",
    "next_level",
    "standard_age",
]
