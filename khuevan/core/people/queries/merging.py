"""What rooms above know of two profiles that are to become one."""

from collections.abc import Callable

from khuevan.kernel.actor import Actor

from ..models import Person

Obstacle = Callable[[Person, Person], str]
Preparation = Callable[[Actor, Person, Person], None]

_obstacles: list[Obstacle] = []
_preparations: list[Preparation] = []


def take_part_in_merges(*, obstacle: Obstacle, prepare: Preparation) -> None:
    """For rooms that keep rows about people. `obstacle(keep, gone)` says what both have and one person cannot, and what to do
    about it, or ""; it is asked when the two are compared, too. `prepare(actor, keep, gone)` runs inside the merge, before
    anything moves, and makes one of what both have alike.
    """
    _obstacles.append(obstacle)
    _preparations.append(prepare)


def merge_obstacles(keep: Person, gone: Person) -> list[str]:
    """Why two profiles cannot become one as things stand, in sentences."""
    return [words for words in (obstacle(keep, gone) for obstacle in _obstacles) if words]


def merge_preparations() -> list[Preparation]:
    return list(_preparations)
