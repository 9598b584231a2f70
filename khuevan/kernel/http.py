"""A request as the house sees it: with its actor."""

from django.http import HttpRequest

from .actor import Actor


class Request(HttpRequest):
    """For annotations only; `core.roles.middleware` gives every request its actor."""

    actor: Actor
