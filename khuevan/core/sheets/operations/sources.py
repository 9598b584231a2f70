"""The file of an import, kept by `core.files` as long as the import may need it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.base import File

from khuevan.core.files import api as files
from khuevan.kernel.actor import Actor

from ..models import ImportRun
from ..types import FileGone
from .reading import Book

ROLE, PURPOSE = "source", "sheets.import"
#: 100,000 learners with 25 columns are 15 MB.
MOST_BYTES = 40 * 1024 * 1024


def take_in(actor: Actor, upload: File) -> Any:
    """Raises FileRefused."""
    return files.put(actor, upload, purpose=PURPOSE, allowed_types=files.SHEETS, max_bytes=MOST_BYTES)


@contextmanager
def opened(run: ImportRun) -> Iterator[Book]:
    """The workbook of a run. Raises FileGone, BrokenBook."""
    file = files.files_of(run, ROLE).first()
    if file is None:
        raise FileGone()
    with files.open_content(file) as content:
        yield Book(content, file.media_type)


def forget(actor: Actor, run: ImportRun) -> None:
    files.unlink(actor, owner=run, role=ROLE)
