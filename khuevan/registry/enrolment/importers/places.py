"""Where the rows of a list may belong: schools, their classes of the year, communes and provinces by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import polars as pl

from khuevan.core.reference import api as reference
from khuevan.kernel.text import search_key

_KINDS = ("xa ", "phuong ", "dac khu ", "thi tran ", "tinh ", "thanh pho ", "tp ")


@dataclass(frozen=True)
class Places:
    """`only`: the school that imports; None when the rows name theirs. `schools`: search key of a name or code -> id.

    `classes`: school_id, class_key, known_grade.
    """

    only: int | None
    schools: Mapping[str, int]
    classes: pl.DataFrame

    def find(self, named: str) -> int | None:
        return self.schools.get(search_key(named))

    def address(self, province: str | None, commune: str | None) -> tuple[str | None, str | None]:
        """(code of the commune, or of the province when no commune is named; the name that was not found)."""
        if province is None and commune is None:
            return None, None
        code = _provinces().get(_bare(province)) if province else None
        if province and code is None:
            return None, province
        if commune is None:
            return code, None
        found = [unit for unit in _communes().get(_bare(commune), ()) if code in (None, unit[1])]
        return (found[0][0], None) if len(found) == 1 else (code, commune)


def schools_by_name(rows: Iterable[tuple[int, str, str]]) -> dict[str, int]:
    """Search keys of full names, short names and codes; a key that two schools share finds neither."""
    found: dict[str, int | None] = {}
    for unit_id, *names in rows:
        for name in names:
            if key := search_key(name or ""):
                found[key] = unit_id if found.get(key, unit_id) == unit_id else None
    return {key: unit_id for key, unit_id in found.items() if unit_id is not None}


def _bare(name: str) -> str:
    """«Phường Hoa Lư» -> «hoa lu»."""
    key = search_key(name)
    return next((key.removeprefix(kind) for kind in _KINDS if key.startswith(kind)), key)


@cache
def _provinces() -> dict[str, str]:
    """Of today, and of before the mergers of 2025 (they stand in older records)."""
    merged = {_bare(unit.name): unit.successor_code for unit in reference.legacy_provinces()}
    return merged | {_bare(unit.name): unit.code for unit in reference.provinces()}


@cache
def _communes() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for province in reference.provinces():
        for unit in reference.communes(province.code):
            found.setdefault(_bare(unit.name), []).append((unit.code, province.code))
    return found
