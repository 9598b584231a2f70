"""What profiles announce. Events carry ids only; who needs more asks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonCreated:
    person_id: int


@dataclass(frozen=True)
class PersonUpdated:
    """`fields` are the names of what changed."""

    person_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class PersonsMerged:
    """Every row that referred to `gone_id` refers to `keep_id` now."""

    keep_id: int
    gone_id: int


@dataclass(frozen=True)
class GuardianChanged:
    """Somebody became, or no longer is, the guardian of a child, or something about it changed."""

    child_id: int
    guardian_id: int
    is_open: bool


@dataclass(frozen=True)
class CorrectionRequested:
    """Waits for whoever holds `people.correct` on the unit at `unit_path`."""

    request_id: int
    request_uid: str
    person_id: int
    unit_path: str


@dataclass(frozen=True)
class CorrectionMoved:
    """A request was acknowledged, accepted, refused or withdrawn; `requester_id` is the person who made it."""

    request_id: int
    request_uid: str
    person_id: int
    requester_id: int
    state: str
