"""A deed asked for twice under one key is done once and answered the same both times.

The key is claimed by an insert in the deed's own transaction: a second request waits at that insert until the first is
committed (then it is given the first one's answer) or rolled back (then it does the deed itself).
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock
from khuevan.kernel.errors import Refusal

from .models import Receipt

KEY_FIELD = "_key"
NOT_CONTENT = frozenset({KEY_FIELD, "csrfmiddlewaretoken"})


class KeyReused(Refusal):
    """The key was used for something else."""

    code = "key_reused"
    status = 409
    message = _("Biểu mẫu này đã được gửi với nội dung khác. Tải lại trang rồi nhập lần mới.")


@dataclass(frozen=True)
class Answer:
    """What a deed answered: an HTTP status, where to go next, and a text (a form's message, an API's JSON)."""

    status: int
    location: str = ""
    body: str = ""
    replayed: bool = False


def once(user_id: int | None, key: UUID | None, fingerprint: bytes, deed: Callable[[], Answer]) -> Answer:
    """Do `deed` in a transaction, or repeat the answer it gave under the same key. Raises KeyReused when the content differs.

    Without a key the deed is simply done. A deed that raises leaves no receipt.
    """
    with transaction.atomic():
        if key is None:
            return deed()
        receipt = _claim(user_id, key, fingerprint)
        if receipt.status is not None:
            return _replay(receipt, fingerprint)
        answer = deed()
        Receipt.objects.filter(pk=receipt.pk).update(status=answer.status, location=answer.location, body=answer.body)
        return answer


def form_key(request: HttpRequest) -> UUID | None:
    """The hidden key of a posted form; None when absent or malformed."""
    try:
        return UUID(request.POST.get(KEY_FIELD, ""))
    except ValueError:
        return None


def form_fingerprint(request: HttpRequest) -> bytes:
    """SHA-256 of a posted form: address, values and files, without token and key."""
    parts = [request.get_full_path().encode()]
    parts += (
        f"{name}={value}".encode()
        for name in sorted(request.POST)
        if name not in NOT_CONTENT
        for value in request.POST.getlist(name)
    )
    parts += (_file_digest(request, name) for name in sorted(request.FILES))
    return fingerprint(parts)


def fingerprint(parts: Iterable[bytes]) -> bytes:
    """SHA-256 of parts, none of which can run into its neighbour. An API gives method, path and body."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def forget_before(moment: datetime) -> int:
    """Delete receipts older than a moment; returns how many."""
    return Receipt.objects.filter(at__lt=moment).delete()[0]


def _claim(user_id: int | None, key: UUID, fingerprint: bytes) -> Receipt:
    Receipt.objects.bulk_create(
        [Receipt(user_id=user_id, key=key, fingerprint=fingerprint, at=clock.now())], ignore_conflicts=True
    )
    return Receipt.objects.get(user_id=user_id, key=key)


def _replay(receipt: Receipt, fingerprint: bytes) -> Answer:
    if bytes(receipt.fingerprint) != fingerprint:
        raise KeyReused()
    return replace(Answer(receipt.status or 0, receipt.location, receipt.body), replayed=True)


def _file_digest(request: HttpRequest, name: str) -> bytes:
    digest = hashlib.sha256(name.encode())
    for upload in request.FILES.getlist(name):
        for chunk in upload.chunks():
            digest.update(chunk)
        upload.seek(0)
    return digest.digest()
