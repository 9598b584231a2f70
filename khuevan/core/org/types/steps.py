"""Steps of a reorganisation: the shape of their details, checked before they are written down.

A unit is named by a `Ref`: its number, or the key that an earlier step gave to a unit it founds ("xa:13285").
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .refusals import WrongStep
from .units import Affiliation, Area, CodeSystem, Level, Ownership, UnitFlag, UnitKind

Ref = int | str
KEY = re.compile(r"[a-z][a-z0-9_-]*(:[A-Za-z0-9_-]+)?")


class StepKind(TextChoices):
    CREATE = "create", gettext_lazy("Thành lập")
    MERGE = "merge", gettext_lazy("Sáp nhập, hợp nhất")
    SPLIT = "split", gettext_lazy("Chia, tách")
    MOVE = "move", gettext_lazy("Chuyển cấp quản lý")
    RENAME = "rename", gettext_lazy("Đổi tên")
    RECODE = "recode", gettext_lazy("Chuyển mã xã, phường")
    ABOLISH = "abolish", gettext_lazy("Giải thể")


@dataclass(frozen=True)
class NewUnit:
    """A unit to be founded. `codes` are (system, code) pairs; `key` lets later steps name it."""

    kind: str
    name: str
    parent: Ref | None = None
    key: str = ""
    short_name: str = ""
    levels: tuple[str, ...] = ()
    ownership: str = ""
    affiliation: str = ""
    area: str = Area.NORMAL
    flags: tuple[str, ...] = ()
    commune_code: str = ""
    address: str = ""
    codes: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Raises WrongStep: a new unit that is not well formed does not come into being."""
        if not isinstance(self.name, str) or not self.name.strip() or len(self.name) > 200:
            raise WrongStep(reason=_("tên đơn vị mới phải có, không quá 200 chữ."))
        if self.key and not KEY.fullmatch(self.key):
            raise WrongStep(reason=_("khóa “%(key)s” của đơn vị mới không hợp lệ.") % {"key": self.key})
        _one_of(self.kind, UnitKind, _("loại đơn vị"))
        _one_of(self.area, Area, _("khu vực"))
        _one_of(self.ownership, Ownership, _("loại hình"), blank=True)
        _one_of(self.affiliation, Affiliation, _("cấp quản lý"), blank=True)
        for values, choices, label in (
            (self.levels, Level, _("cấp học")),
            (self.flags, UnitFlag, _("đặc điểm")),
            ([system for system, _code in self.codes], CodeSystem, _("hệ thống mã")),
        ):
            for value in values:
                _one_of(value, choices, label)

    @classmethod
    def parse(cls, details: Any) -> Self:
        given = _mapping(details, cls)
        return cls(
            **{name: value for name, value in given.items() if name not in ("levels", "flags", "codes", "parent")},
            parent=None if given.get("parent") is None else _ref(given["parent"]),
            levels=tuple(given.get("levels", ())),
            flags=tuple(given.get("flags", ())),
            codes=tuple((system, code) for system, code in given.get("codes", ())),
        )


@dataclass(frozen=True)
class Create:
    """Thành lập: units are founded in the order given; a parent may be one of them, by its key."""

    units: tuple[NewUnit, ...]

    @classmethod
    def parse(cls, details: Any) -> Self:
        return cls(units=tuple(NewUnit.parse(row) for row in _rows(_mapping(details, cls), "units")))


@dataclass(frozen=True)
class Merge:
    """Sáp nhập (`into` goes on) or hợp nhất (`into` is new): `units` end, and what stands below them follows."""

    units: tuple[Ref, ...]
    into: Ref

    @classmethod
    def parse(cls, details: Any) -> Self:
        given = _mapping(details, cls)
        step = cls(units=tuple(_ref(row) for row in _rows(given, "units")), into=_ref(given["into"]))
        if step.into in step.units:
            raise WrongStep(reason=_("đơn vị nhận không được có trong danh sách đơn vị kết thúc."))
        return step


@dataclass(frozen=True)
class Split:
    """Chia (`ends`: the unit ends) or tách (it goes on). `children` are (unit below it, the part that it goes to)."""

    unit: Ref
    into: tuple[Ref, ...]
    ends: bool
    children: tuple[tuple[Ref, Ref], ...] = ()

    @classmethod
    def parse(cls, details: Any) -> Self:
        given = _mapping(details, cls)
        return cls(
            unit=_ref(given["unit"]),
            into=tuple(_ref(row) for row in _rows(given, "into")),
            ends=bool(given["ends"]),
            children=tuple((_ref(child), _ref(part)) for child, part in given.get("children", ())),
        )


@dataclass(frozen=True)
class Relocation:
    unit: Ref
    to: Ref


@dataclass(frozen=True)
class Move:
    """Chuyển cấp quản lý: every row has one unit and its new parent; `affiliation`, when given, is set on all of them.

    A unit put under a commune stands in that commune from then on: it takes the commune's administrative code.
    """

    rows: tuple[Relocation, ...]
    affiliation: str = ""

    @classmethod
    def parse(cls, details: Any) -> Self:
        given = _mapping(details, cls)
        pairs = (_mapping(row, Relocation) for row in _rows(given, "rows"))
        rows = tuple(Relocation(_ref(row["unit"]), _ref(row["to"])) for row in pairs)
        if len({row.unit for row in rows}) < len(rows):
            raise WrongStep(reason=_("một đơn vị có mặt hai lần trong bảng chuyển."))
        affiliation = given.get("affiliation", "")
        _one_of(affiliation, Affiliation, _("cấp quản lý"), blank=True)
        return cls(rows=rows, affiliation=affiliation)


@dataclass(frozen=True)
class Rename:
    unit: Ref
    name: str
    short_name: str = ""

    @classmethod
    def parse(cls, details: Any) -> Self:
        given = _mapping(details, cls)
        if not str(given["name"]).strip():
            raise WrongStep(reason=_("chưa có tên mới."))
        return cls(_ref(given["unit"]), str(given["name"]).strip(), str(given.get("short_name", "")).strip())


@dataclass(frozen=True)
class Recode:
    """Chuyển mã xã, phường: units in force below `below` that stand in an old commune take the code of the new one."""

    below: Ref
    codes: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, details: Any) -> Self:
        given = _mapping(details, cls)
        codes = tuple((str(old), str(new)) for old, new in _rows(given, "codes"))
        if len(dict(codes)) < len(codes):
            raise WrongStep(reason=_("một mã cũ có hai mã mới."))
        return cls(_ref(given["below"]), codes)


@dataclass(frozen=True)
class Abolition:
    unit: Ref
    successors: tuple[Ref, ...] = ()


@dataclass(frozen=True)
class Abolish:
    """Giải thể: every row ends one unit and says which units take its work over, if any."""

    rows: tuple[Abolition, ...]

    @classmethod
    def parse(cls, details: Any) -> Self:
        rows = (_mapping(row, Abolition) for row in _rows(_mapping(details, cls), "rows"))
        return cls(
            tuple(Abolition(_ref(row["unit"]), tuple(_ref(other) for other in row.get("successors", ()))) for row in rows)
        )


@dataclass(frozen=True)
class MappingRow:
    """One line of a list of units: as written, what it names, and what is wrong with it ("" when nothing is).

    In a two-column list `target` is where the unit goes.
    """

    line: int
    unit_text: str
    target_text: str = ""
    unit: Ref | None = None
    problem: str = ""
    target: Ref | None = None


Step = Create | Merge | Split | Move | Rename | Recode | Abolish
STEP_TYPES: dict[str, type[Step]] = {
    StepKind.CREATE: Create,
    StepKind.MERGE: Merge,
    StepKind.SPLIT: Split,
    StepKind.MOVE: Move,
    StepKind.RENAME: Rename,
    StepKind.RECODE: Recode,
    StepKind.ABOLISH: Abolish,
}
KINDS = {step_type: kind for kind, step_type in STEP_TYPES.items()}


def parse_step(kind: str, details: Any) -> Step:
    """The step of a kind from stored or typed details. Raises WrongStep."""
    if kind not in STEP_TYPES:
        raise WrongStep(reason=_("không có loại bước “%(kind)s”.") % {"kind": kind})
    try:
        return STEP_TYPES[kind].parse(details)
    except (KeyError, TypeError, ValueError) as error:
        raise WrongStep(reason=_("thiếu hoặc thừa thông tin (%(what)s).") % {"what": error}) from error


def kind_of(step: Step) -> StepKind:
    return StepKind(KINDS[type(step)])


def details_of(step: Step) -> dict[str, Any]:
    """What is stored: the same shape that `parse_step` reads."""
    return asdict(step)


def _mapping(details: Any, shape: type) -> Mapping[str, Any]:
    if not isinstance(details, Mapping):
        raise TypeError(shape.__name__)
    unknown = set(details) - {field.name for field in fields(shape)}
    if unknown:
        raise ValueError(", ".join(sorted(unknown)))
    return details


def _rows(details: Mapping[str, Any], name: str) -> list:
    rows = list(details[name])
    if not rows:
        raise WrongStep(reason=_("chưa chọn đơn vị nào."))
    return rows


def _ref(value: Any) -> Ref:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    if isinstance(value, str) and KEY.fullmatch(value):
        return value
    raise ValueError(value)


def _one_of(value: Any, choices: type[TextChoices], label: str, *, blank: bool = False) -> None:
    if value not in choices.values and not (blank and value == ""):
        raise WrongStep(reason=_("%(label)s “%(value)s” không có trong danh mục.") % {"label": label, "value": value})
