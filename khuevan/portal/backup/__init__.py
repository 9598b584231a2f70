"""Back-up and restore of a whole installation: database, files and secrets, proved equal by counts and checksums."""

from .restore import restore
from .take import take

__all__ = ["restore", "take"]
