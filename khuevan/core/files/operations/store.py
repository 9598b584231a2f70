"""The store behind Django's storage interface: a file's name is the SHA-256 of its content, so it is written once.

A file is there whole or not at all: it is written beside its place, forced to the disk, and moved. Mode 600.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

CHUNK = 1024 * 1024
DRAFTS = "drafts"


class ContentStore(FileSystemStorage):
    """Local disk under MEDIA_ROOT. Names come from `StoredFile.path`; what is already there is left alone."""

    def __init__(self, **options) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700, **options)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        target = Path(self.path(name))
        if not target.exists():
            for folder in (Path(self.location), target.parent.parent, target.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            self._draft(content).replace(target)
            _force_to_disk(target.parent)
        return name

    def _draft(self, content: File) -> Path:
        drafts = Path(self.path(DRAFTS))
        drafts.mkdir(mode=0o700, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=drafts)  # mode 600
        with os.fdopen(descriptor, "wb") as draft:
            for chunk in content.chunks(CHUNK):
                draft.write(chunk)
            draft.flush()
            os.fsync(draft.fileno())
        return Path(name)

    def names(self, *, older_than_seconds: float) -> Iterator[str]:
        """Names of files, drafts included, last written before so many seconds."""
        limit = time.time() - older_than_seconds
        root = Path(self.location)
        for path in root.rglob("*"):
            if path.is_file() and path.stat().st_mtime < limit:
                yield path.relative_to(root).as_posix()


def _force_to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
