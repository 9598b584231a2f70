"""What a learner's profile needs before it serves the learner: fields of `people.Person`, the most pressing first."""

from collections.abc import Mapping
from typing import Any

#: Without one of these a profile is to be mended: the child is not known to the population database, or the sector's, or no
#: school report and no diploma can be made out.
MUST = ("personal_id_hint", "sector_id", "birth_date", "sex", "ethnicity", "birthplace")
#: Told on the learner's page: the lists of the sector's database have columns for them.
SHOULD = ("nationality", "residence_code", "hometown_code")


def missing(values: Mapping[str, Any], needed: tuple[str, ...] = MUST) -> tuple[str, ...]:
    """Names of the needed fields that are empty, in order."""
    return tuple(field for field in needed if values[field] in ("", None))
