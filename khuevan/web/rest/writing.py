"""A write asked for twice under one Idempotency-Key is done once and answered the same both times."""

import json
from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from khuevan.kernel.errors import Refusal
from khuevan.kernel.http import Request

from ..idempotency import Answer, fingerprint, once


class BadKey(Refusal):
    """The Idempotency-Key header is not a UUID."""

    code = "bad_idempotency_key"
    status = 400
    message = _("Tiêu đề Idempotency-Key phải là một mã UUID, mỗi việc một mã mới.")


def once_under_key(request: Request, status: int, deed: Callable[[], Schema]) -> HttpResponse:
    """Do `deed` and answer its schema as JSON; the same key with the same content repeats the first answer.

    Raises BadKey, KeyReused and whatever the deed refuses.
    """
    parts = [f"{request.method} {request.path}".encode(), request.body]
    answer = once(request.actor.user_id, _key(request), fingerprint(parts), lambda: Answer(status, body=_json(deed())))
    return HttpResponse(answer.body, status=answer.status, content_type="application/json")


def _json(made: Schema) -> str:
    return json.dumps(made.model_dump(mode="json"), ensure_ascii=False)


def _key(request: Request) -> UUID | None:
    text = request.headers.get("Idempotency-Key", "")
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise BadKey() from error
