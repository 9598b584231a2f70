"""Gives every request its actor, and writes down what the actor read of sensitive fields."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from khuevan.core.accounts.api import client_address
from khuevan.core.audit.api import record_reads
from khuevan.kernel.actor import Actor

from .queries import Seat, seat_of
from .types import ACTING_KEY


class ActorMiddleware:
    """`request.actor` and `request.posts` (all posts of the account): lazy, so that a page for everybody runs no query."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        seat = SimpleLazyObject(lambda: _seat(request))
        request.actor = SimpleLazyObject(lambda: seat.actor)
        request.posts = SimpleLazyObject(lambda: seat.posts)
        response = self.get_response(request)
        self._write_reads(request)
        return response

    def _write_reads(self, request: HttpRequest) -> None:
        lazy = request.__dict__.get("actor")
        actor = getattr(lazy, "_wrapped", lazy)
        if isinstance(actor, Actor) and actor.reads:
            record_reads(actor)


def _seat(request: HttpRequest) -> Seat:
    if not request.user.is_authenticated:
        return Seat(Actor(address=client_address(request)))
    return seat_of(
        request.user.pk,
        name=request.user.full_name,
        address=client_address(request),
        acting=request.session.get(ACTING_KEY),
    )
