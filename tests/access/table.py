"""One line of an access table: who gets which answer from which address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """`kwargs` builds the address from the world; `statuses` maps a user name ("" is anonymous) to the status he must get."""

    name: str
    kwargs: Callable[[Any], dict]
    statuses: dict[str, int]
    method: str = "get"
