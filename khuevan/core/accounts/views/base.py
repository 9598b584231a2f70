"""Pages whose posting is not wrapped in one transaction, and answers that are shown once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from khuevan.kernel.errors import Refusal
from khuevan.kernel.manifest import Text
from khuevan.web.pages import FormPage, Page
from khuevan.web.pages.submit import go_to, show_refusal

from ..types import IssuedSecret


class DirectFormPage(FormPage):
    """A form whose refusal leaves a trace (a counted failure), or whose answer is shown once and never kept as a receipt.

    Override `perform(form)` and `answer(form, result)`.
    """

    template_name = "accounts/form.html"

    def answer(self, form: Any, result: Any) -> HttpResponseBase:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(**self.form_options() | {"data": request.POST})
        if not form.is_valid():
            return self._again(form, 422)
        try:
            result = self.perform(form)
        except Refusal as refusal:
            show_refusal(form, refusal)
            return self._again(form, refusal.status)
        return self.answer(form, result)

    def say(self, text: Text, next_url: str) -> HttpResponseBase:
        """Go on, and say there what was done."""
        messages.success(self.request, text)
        return go_to(self.request, next_url)


class Shown(Page):
    """What is seen on this occasion only, drawn in place of the form that asked for it."""

    signed_in = True
    partials = ("form",)


class ShownSecret(Shown):
    template_name = "accounts/secret.html"


class ShownRecoveryCodes(Shown):
    template_name = "accounts/recovery_codes.html"


def show_secret(page: Page, issued: IssuedSecret, name: str, back_url: str) -> HttpResponseBase:
    return _show(ShownSecret(), page, issued=issued, name=name, back_url=back_url)


def show_recovery_codes(page: Page, codes: list[str]) -> HttpResponseBase:
    return _show(ShownRecoveryCodes(), page, codes=codes, back_url=reverse("accounts:profile"))


def _show(shown: Shown, page: Page, **what: Any) -> HttpResponseBase:
    shown.setup(page.request)
    return shown.render(page=page, heading=page.heading(), **what)
