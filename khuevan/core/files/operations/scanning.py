"""A place for a virus scanner: `settings.FILES_SCANNER` names a callable, none by default."""

import subprocess
from collections.abc import Callable

from django.conf import settings
from django.core.files.base import File
from django.utils.module_loading import import_string

from ..types import Infected, ScannerAway

Scanner = Callable[[File], str]
SECONDS = 120
FOUND, CLEAN = 1, 0


def scan(upload: File) -> None:
    """Raises Infected, ScannerAway."""
    if settings.FILES_SCANNER:
        scanner: Scanner = import_string(settings.FILES_SCANNER)
        threat = scanner(upload)
        if threat:
            raise Infected(threat=threat)


def clamdscan(upload: File) -> str:
    """Ask ClamAV's daemon through its command. Returns what it found, "" for nothing. Raises ScannerAway."""
    upload.seek(0)
    try:
        answer = subprocess.run(
            [settings.FILES_CLAMDSCAN, "--no-summary", "-"], input=upload.read(), capture_output=True, timeout=SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScannerAway() from error
    if answer.returncode == CLEAN:
        return ""
    if answer.returncode == FOUND:
        return answer.stdout.decode(errors="replace").rpartition(":")[2].replace("FOUND", "").strip()[:80]
    raise ScannerAway()
