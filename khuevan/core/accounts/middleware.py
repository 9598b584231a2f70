"""Nobody passes with a password that must be changed, or without the second factor that his posts demand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from khuevan.web.pages.submit import go_to

from . import queries
from .types import PROVED_KEY


class GateMiddleware:
    """Leads to the page where the matter is settled. Pages with `before_gate = True` are open meanwhile."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view, args, kwargs) -> HttpResponse | None:
        page = getattr(view, "view_class", view)
        if getattr(page, "before_gate", False) or not request.user.is_authenticated:
            return None
        if request.user.must_change_password or queries.password_is_expired(request.user):
            return go_to(request, reverse("accounts:change_password"))
        if self._lacks_second_factor(request):
            return go_to(request, reverse("accounts:second_factor"))
        return None

    def _lacks_second_factor(self, request: Any) -> bool:
        if not queries.second_factor_required(request.actor) or request.session.get(PROVED_KEY):
            return False
        if not queries.has_second_factor(request.user.pk):
            return True
        request.session[PROVED_KEY] = True
        return False
