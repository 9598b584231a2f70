"""What a reorganisation changes, before and after."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Change(TextChoices):
    CREATED = "created", _("Thành lập")
    ENDED = "ended", _("Kết thúc")
    MOVED = "moved", _("Chuyển cấp quản lý")
    RENAMED = "renamed", _("Đổi tên")
    ALTERED = "altered", _("Đổi thông tin")


@dataclass(frozen=True)
class PreviewRow:
    """One unit touched, in words; `successors` are the names of what it becomes."""

    kind: str
    changes: tuple[str, ...]
    name_before: str
    name_after: str
    parent_before: str
    parent_after: str
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class KindCount:
    """Units of a kind in force before and after."""

    kind: str
    before: int
    after: int


@dataclass(frozen=True)
class Affected:
    """How many rows of another room belong to units that end or move: posts, classes, learners, …"""

    label: str
    ended: int
    moved: int


@dataclass(frozen=True)
class Preview:
    rows: tuple[PreviewRow, ...]
    kinds: tuple[KindCount, ...]
    affected: tuple[Affected, ...]

    def count(self, change: str) -> int:
        return sum(change in row.changes for row in self.rows)

    def same_tree(self, other: Self) -> bool:
        """Whether the tree comes out the same; figures of other rooms may have moved on meanwhile."""
        return (self.rows, self.kinds) == (other.rows, other.kinds)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            rows=tuple(
                PreviewRow(**{**row, "changes": tuple(row["changes"]), "successors": tuple(row["successors"])})
                for row in stored["rows"]
            ),
            kinds=tuple(KindCount(**row) for row in stored["kinds"]),
            affected=tuple(Affected(**row) for row in stored["affected"]),
        )


@dataclass(frozen=True)
class StepLine:
    """A step of a draft in words."""

    position: int
    kind: str
    text: str
