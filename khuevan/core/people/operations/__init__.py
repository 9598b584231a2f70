"""Every write of personal profiles."""

from .drafts import GUARDIAN_DRAFTS, PERSON_DRAFTS, open_drafts, upsert_guardians, upsert_persons
from .profiles import create_person, update_person
from .restoring import restore_persons, unrestorable

__all__ = [
    "GUARDIAN_DRAFTS",
    "PERSON_DRAFTS",
    "create_person",
    "open_drafts",
    "restore_persons",
    "unrestorable",
    "update_person",
    "upsert_guardians",
    "upsert_persons",
]
