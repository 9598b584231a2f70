"""Administrative units of Viet Nam: the two levels since 01/7/2025 and the three levels before, with what became of each.

Read from `data/administrative/` (sources and checks in `data/README.md`), so that the codes are the same whatever version of
Python or of a third-party list is installed. Codes are text with leading zeros: two digits for a province, three for a
district of before, five for a commune.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final, TypeVar

from .datafiles import DATA, DataFileError, Section, birth_registration_provinces, read_csv
from .types import Commune, Confidence, KindChange, LegacyCommune, LegacyDistrict, LegacyProvince, Province

#: The day from which there are provinces and communes only (NQ 202/2025/QH15, QĐ 19/2025/QĐ-TTg).
TWO_LEVELS_SINCE: Final = date(2025, 7, 1)

_FOLDER: Final = DATA / "administrative"

Found = TypeVar("Found")


class UnknownUnit(LookupError):
    """There is no administrative unit with this code."""


# --- since 01/7/2025 ---------------------------------------------------------------------------------------------


@cache
def provinces() -> tuple[Province, ...]:
    """The 34 provinces and centrally run cities in the order of their codes."""
    kinds = ("tỉnh", "thành phố")
    return read_csv(
        _FOLDER / "provinces.csv", lambda row: Province(row.text("code"), row.text("name"), row.choice("kind", kinds))
    )


def province(code: str) -> Province:
    """Raises UnknownUnit."""
    return _find({unit.code: unit for unit in provinces()}, code)


def communes(province_code: str) -> tuple[Commune, ...]:
    """The communes of a province in the order of their codes. Raises UnknownUnit."""
    province(province_code)
    return tuple(unit for unit in _communes().values() if unit.province_code == province_code)


def commune(code: str) -> Commune:
    """Raises UnknownUnit."""
    return _find(_communes(), code)


@cache
def kind_changes() -> tuple[KindChange, ...]:
    """Changes of kind since 01/7/2025, oldest first."""
    changes = read_csv(_FOLDER / "kind_changes.csv", _kind_change)
    return tuple(sorted(changes, key=lambda change: change.effective_on))


@cache
def _communes() -> Mapping[str, Commune]:
    known, kinds = {unit.code for unit in provinces()}, ("xã", "phường", "đặc khu")

    def build(row: Section) -> Commune:
        return Commune(row.text("code"), row.text("name"), row.choice("kind", kinds), row.choice("province_code", known))

    return MappingProxyType({unit.code: unit for unit in read_csv(_FOLDER / "communes.csv", build)})


def _kind_change(row: Section) -> KindChange:
    return KindChange(
        code=row.text("code"),
        level=row.choice("level", ("province", "commune")),
        effective_on=date.fromisoformat(row.text("effective_on")),
        before=row.text("before"),
        after=row.text("after"),
        resolution=row.text("resolution"),
        confidence=row.member("confidence", Confidence),
    )


# --- before 01/7/2025 --------------------------------------------------------------------------------------------


@cache
def legacy_provinces(successor_code: str | None = None) -> tuple[LegacyProvince, ...]:
    """The 63 provinces of before, or only those that became part of the province `successor_code`. Raises UnknownUnit."""
    if successor_code is not None:
        province(successor_code)
    return tuple(
        LegacyProvince(old.code[1:], old.name, old.kind, old.successor_code)
        for old in birth_registration_provinces()
        if successor_code in (None, old.successor_code)
    )


def legacy_districts(legacy_province_code: str) -> tuple[LegacyDistrict, ...]:
    """The districts that a province of before had on 30/6/2025. Raises UnknownUnit."""
    _find({unit.code: unit for unit in legacy_provinces()}, legacy_province_code)
    return tuple(unit for unit in _legacy_districts().values() if unit.province_code == legacy_province_code)


def legacy_communes(legacy_district_code: str) -> tuple[LegacyCommune, ...]:
    """The communes that a district of before had on 30/6/2025. Raises UnknownUnit."""
    _find(_legacy_districts(), legacy_district_code)
    return tuple(unit for unit in _legacy_communes().values() if unit.district_code == legacy_district_code)


def legacy_commune(code: str) -> LegacyCommune:
    """Raises UnknownUnit."""
    return _find(_legacy_communes(), code)


def successors(legacy_commune_code: str) -> tuple[Commune, ...]:
    """What a commune of before became; more than one where it was divided. Raises UnknownUnit."""
    return tuple(commune(code) for code in legacy_commune(legacy_commune_code).successor_codes)


def predecessors(commune_code: str) -> tuple[LegacyCommune, ...]:
    """The communes of before that, wholly or in part, became this one. Raises UnknownUnit."""
    commune(commune_code)
    return tuple(_legacy_communes()[code] for code in _predecessor_codes().get(commune_code, ()))


@cache
def _legacy_districts() -> Mapping[str, LegacyDistrict]:
    known, kinds = {unit.code for unit in legacy_provinces()}, ("huyện", "quận", "thị xã", "thành phố")

    def build(row: Section) -> LegacyDistrict:
        return LegacyDistrict(
            row.text("code"),
            row.text("name"),
            row.choice("kind", kinds),
            row.choice("province_code", known),
            _successor_codes(row),
        )

    return MappingProxyType({unit.code: unit for unit in read_csv(_FOLDER / "legacy_districts.csv", build)})


@cache
def _legacy_communes() -> Mapping[str, LegacyCommune]:
    known, kinds = frozenset(_legacy_districts()), ("xã", "phường", "thị trấn")

    def build(row: Section) -> LegacyCommune:
        return LegacyCommune(
            row.text("code"),
            row.text("name"),
            row.choice("kind", kinds),
            row.choice("district_code", known),
            _successor_codes(row),
        )

    return MappingProxyType({unit.code: unit for unit in read_csv(_FOLDER / "legacy_communes.csv", build)})


def _successor_codes(row: Section) -> tuple[str, ...]:
    codes = row.texts("successor_codes", " ")
    unknown = [code for code in codes if code not in _communes()]
    if unknown:
        raise DataFileError(row.place, f"unknown successors: {', '.join(unknown)}")
    return codes


@cache
def _predecessor_codes() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for unit in _legacy_communes().values():
        for code in unit.successor_codes:
            found.setdefault(code, []).append(unit.code)
    return MappingProxyType({code: tuple(codes) for code, codes in found.items()})


def _find(units: Mapping[str, Found], code: str) -> Found:
    try:
        return units[code]
    except KeyError:
        raise UnknownUnit(code) from None
