"""The decorator of every write."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

import pghistory
from django.db import transaction

from .actor import Actor

P = ParamSpec("P")
R = TypeVar("R")


def operation(function: Callable[P, R]) -> Callable[P, R]:
    """One whole deed: runs in one transaction (its own, or the one it is called in), and row history knows who and why."""

    @wraps(function)
    def deed(*args: P.args, **kwargs: P.kwargs) -> R:
        actor = cast(Actor, args[0])
        room = function.__module__.partition(".operations")[0].rpartition(".")[2]
        name = f"{room}.{function.__name__}"
        with transaction.atomic(), pghistory.context(user=actor.user_id, operation=name):
            return function(*args, **kwargs)

    deed.is_operation = True  # type: ignore[attr-defined]
    return deed
