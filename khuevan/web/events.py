"""What `web` announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ListExported:
    """Somebody took a whole filtered list out as a file. `page` is the URL name, `query` its filters."""

    user_id: int | None
    page: str
    query: str
    rows: int
