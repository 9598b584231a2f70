"""Where a row belongs: the declaration that every guarded model makes once, as `place`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Field paths (`a__b`) from a model to what access is decided by.

    unit: to the OrgUnit that the row belongs to ("" when the model is an OrgUnit itself, None when there is none:
        then holding the permission anywhere is enough);
    person: to the id of the person whom the row is about, for ties (None: no tie ever opens the row).
    """

    unit: str | None = None
    person: str | None = None

    @property
    def path_lookup(self) -> str:
        return f"{self.unit}__path" if self.unit else "path"


EVERYWHERE = Place()
