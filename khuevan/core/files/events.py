"""What files announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileDownloaded:
    """An account took a file out of the house."""

    file_id: int
    user_id: int | None
    actor_name: str
    address: str
