"""Administrative codes in words and back: communes of today, and the communes, districts and provinces of before 01/7/2025."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product

from khuevan.core.reference import api as reference
from khuevan.core.reference.types import AdministrativeUnit
from khuevan.kernel.text import normalize, search_key

KIND_WORDS = ("thi tran", "thi xa", "thanh pho", "dac khu", "phuong", "huyen", "quan", "tinh", "xa", "tp")


class UnreadPlace(ValueError):
    """What was typed names no place, or several; `candidates` are their full names."""

    def __init__(self, candidates: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.candidates = candidates


def place(code: str) -> str:
    """A commune of today: «Phường Hoa Lư, tỉnh Ninh Bình». An unknown code stays as it is."""
    return _today().get(code, code)


def place_before_2025(code: str) -> str:
    """A commune of before 01/7/2025 with its district and province."""
    return _before().get(code, code)


def any_place(code: str) -> str:
    """A commune of today or of before, or a province, whichever has the code."""
    return _today().get(code) or _before().get(code) or _provinces().get(code, code)


def read_place(text: str) -> str:
    """The code of the commune of today that was typed, like «Phường Hoa Lư, Ninh Bình». Raises UnreadPlace."""
    return _read(text, _today(), _index_of_today())


def read_place_before_2025(text: str) -> str:
    """The code of the commune of before that was typed, like «Xã Ninh Khang, Hoa Lư, Ninh Bình». Raises UnreadPlace."""
    return _read(text, _before(), _index_of_before())


def suggestions(province_code: str) -> list[str]:
    """Full names of the communes of a province of today; none for a code that is no province."""
    try:
        found = reference.communes(province_code)
    except reference.UnknownUnit:
        return []
    return [place(unit.code) for unit in found]


def province_of(commune_code: str) -> str:
    """The province of a commune of today; "" for another code."""
    try:
        return reference.commune(commune_code).province_code
    except reference.UnknownUnit:
        return ""


def _read(text: str, names: Mapping[str, str], index: Mapping[tuple[str, ...], list[str]]) -> str:
    """By code; by the whole name; by its parts without their kinds, as far as they were typed."""
    if text.strip() in names:
        return text.strip()
    typed = [search_key(part) for part in text.split(",") if part.strip()]
    readings = product(*({key, _without_kind(key)} for key in typed))
    found = list(dict.fromkeys(code for reading in readings for code in index.get(reading, ())))
    if len(found) > 1:
        found = _narrowed(found, normalize(text.partition(",")[0]).lower(), names)
    if len(found) != 1:
        raise UnreadPlace(tuple(names[code] for code in found[:5]))
    return found[0]


def _narrowed(found: list[str], commune: str, names: Mapping[str, str]) -> list[str]:
    """Names that differ in their marks («Sơn Hà», «Sơn Hạ») or their kinds («Xã Sa Pa», «Phường Sa Pa») only."""
    marked = [code for code in found if names[code].partition(",")[0].lower().endswith(commune)] or found
    return [code for code in marked if search_key(names[code]).startswith(search_key(commune))] or marked


def _without_kind(key: str) -> str:
    return next((key.removeprefix(f"{kind} ") for kind in KIND_WORDS if key.startswith(f"{kind} ")), key)


@cache
def _provinces() -> Mapping[str, str]:
    return {unit.code: unit.full_name for unit in (*reference.legacy_provinces(), *reference.provinces())}


@cache
def _today() -> Mapping[str, str]:
    return {
        commune.code: _chain_name((commune, province))
        for province in reference.provinces()
        for commune in reference.communes(province.code)
    }


@cache
def _before() -> Mapping[str, str]:
    return {chain[0].code: _chain_name(chain) for chain in _chains_before()}


@cache
def _index_of_today() -> Mapping[tuple[str, ...], list[str]]:
    chains = [(commune, province) for province in reference.provinces() for commune in reference.communes(province.code)]
    return _index(chains)


@cache
def _index_of_before() -> Mapping[tuple[str, ...], list[str]]:
    return _index(_chains_before())


def _chain_name(chain: Iterable[AdministrativeUnit]) -> str:
    """«Phường Hoa Lư, tỉnh Ninh Bình»."""
    name = ", ".join(f"{unit.kind} {unit.name}" for unit in chain)
    return name[0].upper() + name[1:]


def _chains_before() -> list[tuple[AdministrativeUnit, ...]]:
    return [
        (commune, district, province)
        for province in reference.legacy_provinces()
        for district in reference.legacy_districts(province.code)
        for commune in reference.legacy_communes(district.code)
    ]


def _index(chains: Iterable[tuple[AdministrativeUnit, ...]]) -> Mapping[tuple[str, ...], list[str]]:
    """Names without kinds, from the commune upward as far as somebody may type them → codes."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for chain in chains:
        names = tuple(search_key(unit.name) for unit in chain)
        for length in range(1, len(names) + 1):
            found[names[:length]].append(chain[0].code)
        if len(names) == 3:
            found[(names[0], names[2])].append(chain[0].code)
    return found
