"""A write asked for twice under one Idempotency-Key is done once and answered the same both times."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID, uuid5

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Header, Schema

from khuevan.kernel.errors import Refusal
from khuevan.kernel.http import Request

from ..idempotency import Answer, KeyReused, fingerprint, form_fingerprint, once
from .rendering import written

HEADER = "Idempotency-Key"
WHAT_FOR = gettext_noop("Mã UUID do bên gọi đặt, mỗi việc một mã mới: gửi lại cùng mã thì việc chỉ làm một lần")
#: Declares the header in an endpoint's signature, so that it is documented and checked; `once_under_key` reads it itself.
IdempotencyKey = Annotated[UUID | None, Header(None, alias=HEADER, description=WHAT_FOR)]


class KeyOfAnotherDeed(Refusal):
    """The key was used for something else."""

    code = "key_reused"
    status = 409
    message = _("Idempotency-Key này đã dùng cho một việc khác. Mỗi việc đặt một mã mới.")


def once_under_key(request: Request, key: UUID | None, status: int, deed: Callable[[], Schema]) -> HttpResponse:
    """Do `deed` and answer its schema as JSON; the same key with the same content repeats the first answer.

    Raises KeyOfAnotherDeed and whatever the deed refuses.
    """
    try:
        answer = once(
            request.actor.user_id,
            _own(request, key),
            _fingerprint(request),
            lambda: Answer(status, body=written(request, deed())),
        )
    except KeyReused as error:
        raise KeyOfAnotherDeed() from error
    response = HttpResponse(answer.body, status=answer.status, content_type="application/json; charset=utf-8")
    if answer.replayed:
        response["Idempotent-Replayed"] = "true"
    return response


def _own(request: Request, key: UUID | None) -> UUID | None:
    """Receipts are kept by account; software has none, so its keys are told from another's by who it is."""
    return uuid5(key, request.caller) if key and request.actor.user_id is None else key


def _fingerprint(request: Request) -> bytes:
    if request.content_type == "multipart/form-data":
        return form_fingerprint(request)
    return fingerprint([f"{request.method} {request.path}".encode(), request.body])
