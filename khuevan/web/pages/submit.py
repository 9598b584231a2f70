"""Posting: one domain call, done once, and its refusal shown where it belongs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from khuevan.kernel import clock
from khuevan.kernel.errors import Refusal
from khuevan.kernel.manifest import Text

from .. import idempotency, numbers
from ..idempotency import Answer


@dataclass(frozen=True)
class Submission:
    """What was posted, as idempotency sees it: the key of this filling-in and a digest of its content."""

    key: UUID | None
    content: bytes

    @classmethod
    def of(cls, request: HttpRequest) -> "Submission":
        return cls(idempotency.form_key(request), idempotency.form_fingerprint(request))


def carry_out(page: Any, submission: Submission, perform: Callable[[], Any]) -> HttpResponse:
    """Do the page's deed once, say so with the time, and go on. Raises the deed's Refusal; then nothing was changed."""

    def deed() -> Answer:
        result = perform()
        return Answer(302, page.success_url(result), _with_time(page.done(result)))

    answer = idempotency.once(page.actor.user_id, submission.key, submission.content, deed)
    if answer.body:
        messages.success(page.request, answer.body)
    return go_to(page.request, answer.location)


def go_to(request: HttpRequest, location: str) -> HttpResponse:
    """Redirect; htmx is told to follow with the whole browser."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": location})
    return redirect(location)


def show_refusal(form: Any, refusal: Refusal) -> None:
    """Put a refusal on the field that it names, or above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal.message))
    form.refusal = refusal


def _with_time(text: Text) -> str:
    """«Đã lưu.» → «Đã lưu lúc 07:42:10.»"""
    if not text:
        return ""
    return _("%(done)s lúc %(time)s.") % {"done": str(text).rstrip("."), "time": numbers.clock_time(clock.now())}
