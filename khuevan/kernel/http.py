"""A request as the house sees it: with its actor."""

from django.http import HttpRequest

from .actor import Actor


class Request(HttpRequest):
    """For annotations only; `core.roles.middleware` gives every request its actor.

    `caller`: under the API, the key, software or account that calls.
    """

    actor: Actor
    caller: str
