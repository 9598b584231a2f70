"""Taking a file in: looked at, scanned, kept."""

import hashlib
from collections.abc import Iterable
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from .. import rules
from ..models import StoredFile
from ..types import SUFFIXES, EmptyFile, MediaType, TooBig, WebPageAsSheet, WrongType
from . import scanning

MEGABYTE = 1024 * 1024


@operation
def put(actor: Actor, upload: File, *, purpose: str, allowed_types: Iterable[MediaType], max_bytes: int) -> StoredFile:
    """Keep an upload of one of the allowed types. Tie it to its owner with `link`, or it is collected the next night.

    `upload` is a Django file (`request.FILES[…]`, or `File(stream, name)`). Raises the refusals of `types`: EmptyFile, TooBig,
    WrongType, WebPageAsSheet, HasMacros, Encrypted, DangerousArchive, Damaged, Infected, ScannerAway.
    """
    if upload.file is None or not upload.size:
        raise EmptyFile()
    if upload.size > max_bytes:
        raise TooBig(most=_("%(size)s MB") % {"size": max_bytes // MEGABYTE or 1})
    name = rules.clean_name(upload.name or "")
    media_type = rules.media_type(upload.file, name)
    _check_allowed(media_type, tuple(allowed_types))
    scanning.scan(upload)
    return _keep(actor, upload, name=name, media_type=media_type, purpose=purpose)


@operation
def keep_generated(actor: Actor, content: BinaryIO, *, name: str, media_type: MediaType, purpose: str) -> StoredFile:
    """Keep a file that the house itself made (an export, a report). Raises EmptyFile."""
    upload = File(content, name)
    if not upload.size:
        raise EmptyFile()
    return _keep(actor, upload, name=rules.clean_name(name), media_type=media_type, purpose=purpose)


def lock(sha256: str) -> None:
    """Until the end of the transaction nobody else adds or collects a file of this content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(bytes.fromhex(sha256[:16]), signed=True)])


def _keep(actor: Actor, upload: File, *, name: str, media_type: MediaType, purpose: str) -> StoredFile:
    stored = StoredFile(
        sha256=_sha256(upload),
        size=upload.size,
        media_type=media_type,
        name=name,
        purpose=purpose,
        uploaded_by_id=actor.user_id,
        uploaded_at=clock.now(),
    )
    lock(stored.sha256)
    default_storage.save(stored.path, upload)
    stored.save()
    return stored


def _check_allowed(found: MediaType, allowed: tuple[MediaType, ...]) -> None:
    if found in allowed:
        return
    if found == MediaType.HTML and MediaType.XLSX in allowed:
        raise WebPageAsSheet()
    raise WrongType(allowed=", ".join(SUFFIXES[kind] for kind in allowed))


def _sha256(upload: File) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks(MEGABYTE):
        digest.update(chunk)
    return digest.hexdigest()
