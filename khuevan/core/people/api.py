"""The door of `people`."""

from .operations import (
    GUARDIAN_DRAFTS,
    PERSON_DRAFTS,
    create_person,
    open_drafts,
    restore_persons,
    unrestorable,
    update_person,
    upsert_guardians,
    upsert_persons,
)
from .types import Permission, Relation, Sex

__all__ = [
    "GUARDIAN_DRAFTS",
    "PERSON_DRAFTS",
    "Permission",
    "Relation",
    "Sex",
    "create_person",
    "open_drafts",
    "restore_persons",
    "unrestorable",
    "update_person",
    "upsert_guardians",
    "upsert_persons",
]
