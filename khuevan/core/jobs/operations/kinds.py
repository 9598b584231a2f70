"""The kinds of jobs that rooms offer, and how an actor is rebuilt when a job runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from khuevan.kernel.actor import Actor

from ..types import JobResult, UnknownKind


class JobRun(Protocol):
    """What a job's function is given."""

    actor: Actor

    def progress(self, done: int, total: int = 0, note: str = "") -> None:
        """Tell how far the work is; seen at once by the person waiting. Cheap: written at most once a second."""

    def cancelled(self) -> bool:
        """Whether to stop now (the person asked, or the worker is being stopped): then raise `Cancelled`."""


JobFunction = Callable[..., JobResult | Mapping[str, Any] | None]
ActorBuilder = Callable[..., Actor]


@dataclass(frozen=True)
class Kind:
    code: str
    permission: str | None
    function: JobFunction
    transactional: bool = True


_kinds: dict[str, Kind] = {}
_builder: list[ActorBuilder] = []


def job(code: str, permission: str | None = None, *, transactional: bool = True) -> Callable[[JobFunction], JobFunction]:
    """Register `function(run: JobRun, **arguments)` of a `tasks.py` as a kind of job.

    `permission` must be held by the actor when the job is started and again when it runs. With `transactional=False` the
    function commits step by step itself, as work that leaves the house must (e-mail); it has to bear being run again.
    """

    def register(function: JobFunction) -> JobFunction:
        _kinds[code] = Kind(code, permission, function, transactional)
        return function

    return register


def kind_of(code: str) -> Kind:
    """Raises UnknownKind."""
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKind(code) from None


def use_actor_builder(builder: ActorBuilder) -> None:
    """Set how an account becomes an actor: `builder(user_id, name=..., address=..., via="job")` (by `core.roles`)."""
    _builder[:] = [builder]


def build_actor(user_id: int, *, name: str, address: str) -> Actor:
    return _builder[0](user_id, name=name, address=address, via="job")
