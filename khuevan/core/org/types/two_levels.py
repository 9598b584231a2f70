"""A data file that says how provinces were merged and the districts dropped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self


@dataclass(frozen=True)
class TwoLevels:
    """Provinces of three levels become one of two levels: which, by which decision, and how the new offices are called.

    `department_levels`: a school below a district that teaches one of these goes to the Department, all others to the
    commune that they stand in.
    """

    title: str
    decision_number: str
    decision_date: date
    effective_on: date
    province_code: str
    province_name: str
    department_name: str
    department_short_name: str
    department_levels: tuple[str, ...]

    @classmethod
    def parse(cls, values: Mapping[str, Any]) -> Self:
        """From the mapping of a YAML file. Raises TypeError for missing or unknown keys."""
        return cls(**{**values, "department_levels": tuple(values["department_levels"])})
