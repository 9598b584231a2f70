"""Every write of personal profiles."""

from .accounts import lock_account, open_accounts, renew_password, unlock_account
from .corrections import (
    accept_correction,
    acknowledge_correction,
    refuse_correction,
    request_correction,
    withdraw_correction,
)
from .drafts import (
    GUARDIAN_DRAFTS,
    GUARDIANS_WRITTEN,
    NEW_PERSON_ID,
    PERSON_DRAFTS,
    open_drafts,
    upsert_guardians,
    upsert_persons,
)
from .duplicates import dismiss_pair, find_duplicates
from .guardians import add_guardian, change_guardianship, end_guardianship, keep_guardians_with, link_guardian
from .merging import merge_persons
from .profiles import (
    add_person,
    clear_personal_id,
    create_person,
    set_personal_id,
    set_sector_id,
    update_person,
    write_numbers,
)
from .reorganising import follow_reorganisation, undo_reorganisation
from .restoring import restore_persons, unrestorable

__all__ = [
    "GUARDIANS_WRITTEN",
    "GUARDIAN_DRAFTS",
    "NEW_PERSON_ID",
    "PERSON_DRAFTS",
    "accept_correction",
    "acknowledge_correction",
    "add_guardian",
    "add_person",
    "change_guardianship",
    "clear_personal_id",
    "create_person",
    "dismiss_pair",
    "end_guardianship",
    "find_duplicates",
    "follow_reorganisation",
    "keep_guardians_with",
    "link_guardian",
    "lock_account",
    "merge_persons",
    "open_accounts",
    "open_drafts",
    "refuse_correction",
    "renew_password",
    "request_correction",
    "restore_persons",
    "set_personal_id",
    "set_sector_id",
    "undo_reorganisation",
    "unlock_account",
    "unrestorable",
    "update_person",
    "upsert_guardians",
    "upsert_persons",
    "withdraw_correction",
    "write_numbers",
]
