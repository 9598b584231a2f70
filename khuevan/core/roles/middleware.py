"""Gives every request its actor, and writes down what the actor read of sensitive fields."""

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from khuevan.core.audit.api import record_reads
from khuevan.kernel.actor import ANONYMOUS, Actor

from .queries import actor_of

ACTING_KEY = "acting_post"


class ActorMiddleware:
    """`request.actor`: lazy, so that a page for everybody runs no query."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))
        response = self.get_response(request)
        self._write_reads(request)
        return response

    def _write_reads(self, request: HttpRequest) -> None:
        lazy = request.__dict__.get("actor")
        actor = getattr(lazy, "_wrapped", lazy)
        if isinstance(actor, Actor) and actor.reads:
            record_reads(actor)


def _actor(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        return ANONYMOUS
    return actor_of(
        request.user.pk,
        name=request.user.full_name,
        address=request.META.get("REMOTE_ADDR", ""),
        acting=request.session.get(ACTING_KEY),
    )
