"""What roles announce. Events carry ids only."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class RoleAssigned:
    assignment_id: int
    person_id: int
    role: str
    unit_id: int
    starts_on: date


@dataclass(frozen=True)
class RoleEnded:
    assignment_id: int
    person_id: int
    role: str
    unit_id: int
    last_day: date


@dataclass(frozen=True)
class RoleAdjusted:
    role: str
    permission: str
    granted: bool


@dataclass(frozen=True)
class SupportSessionOpened:
    """Somebody of the support works with a role at a unit until a moment; the unit's head is told."""

    session_id: int
    supporter_id: int
    role: str
    unit_id: int
    expires_at: datetime


@dataclass(frozen=True)
class SupportSessionClosed:
    session_id: int
    unit_id: int


@dataclass(frozen=True)
class PostsLeftBehind:
    """A unit ended with several successors: its posts ended, and a person decides who goes where."""

    unit_id: int
    reorganisation_id: int
    person_ids: tuple[int, ...]
