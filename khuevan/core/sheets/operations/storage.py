"""Where uploaded workbooks wait until they are imported or thrown away."""

import hashlib
import shutil
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.conf import settings

FOLDER = "imports"


def keep(file: IO[bytes]) -> str:
    """Store a file; returns its key."""
    key = uuid4().hex
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    file.seek(0)
    with path.open("wb") as target:
        shutil.copyfileobj(file, target)
    path.chmod(0o600)
    return key


def open_file(key: str) -> IO[bytes]:
    return _path(key).open("rb")


def forget(key: str) -> None:
    if key:
        _path(key).unlink(missing_ok=True)


def digest(file: IO[bytes]) -> str:
    """SHA-256 of the content, hexadecimal."""
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return found


def _path(key: str) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / key
