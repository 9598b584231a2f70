"""Who acts. Built once per request or job by `core.roles`, passed explicitly to every query and operation."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Grant:
    """One post of the actor: a role at a unit, counting for the unit and everything below it."""

    assignment_id: int
    role: str
    role_label: str
    unit_id: int
    unit_name: str
    path: str
    permissions: frozenset[str]


class SensitiveRead(NamedTuple):
    """One reading of sensitive fields, written to the reading log when the request or job ends."""

    person_id: int
    fields: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts: an account, the posts it acts with, and the people it is tied to.

    `ties` are the person ids of oneself and one's children; `tied_permissions` what a tie allows.
    """

    user_id: int | None = None
    person_id: int | None = None
    name: str = ""
    grants: tuple[Grant, ...] = ()
    ties: frozenset[int] = frozenset()
    tied_permissions: frozenset[str] = frozenset()
    address: str = ""
    via: str = "web"
    support_session_id: int | None = None
    reads: list[SensitiveRead] = field(default_factory=list, compare=False, repr=False)

    @property
    def is_anonymous(self) -> bool:
        return self.user_id is None

    def grants_for(self, permission: str) -> tuple[Grant, ...]:
        return tuple(grant for grant in self.grants if permission in grant.permissions)

    def paths(self, permission: str) -> tuple[str, ...]:
        """Paths of the units where the actor holds the permission by a post, without nested ones."""
        return _outermost(grant.path for grant in self.grants_for(permission))

    def holds(self, permission: str) -> bool:
        """Whether the actor holds the permission anywhere, by post or by tie."""
        if self.ties and permission in self.tied_permissions:
            return True
        return any(permission in grant.permissions for grant in self.grants)


ANONYMOUS = Actor()


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)
