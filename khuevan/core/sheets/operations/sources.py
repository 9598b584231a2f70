"""Files of imports come in and are forgotten."""

from typing import Any

from django.core.files.base import File

from khuevan.core.files import api as files
from khuevan.kernel.actor import Actor

from ..models import ImportRun
from ..queries.sources import ROLE

PURPOSE = "sheets.import"
#: 100,000 learners with 25 columns are 15 MB.
MOST_BYTES = 40 * 1024 * 1024


def take_in(actor: Actor, upload: File) -> Any:
    """Raises FileRefused."""
    return files.put(actor, upload, purpose=PURPOSE, allowed_types=files.SHEETS, max_bytes=MOST_BYTES)


def forget(actor: Actor, run: ImportRun) -> None:
    files.unlink(actor, owner=run, role=ROLE)
