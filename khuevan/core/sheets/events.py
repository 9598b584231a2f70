"""What this room announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ImportApplied:
    """Rows of a file were written. `kind` is the importer's."""

    run_id: int
    kind: str
    unit_id: int
    user_id: int | None


@dataclass(frozen=True)
class ImportUndone:
    run_id: int
    kind: str
    unit_id: int
    user_id: int | None
