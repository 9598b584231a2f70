"""Every write of accounts."""

from .keys import (
    issue_api_token,
    issue_client_token,
    issue_token_for,
    note_token_use,
    register_api_client,
    renew_client_secret,
    revoke_api_token,
    withdraw_api_client,
)
from .opening import open_accounts
from .own import confirm_email_change, edit_account, end_other_sessions, end_own_session, request_email_change
from .passwords import change_password, request_password_reset, reset_password, reset_password_by_link
from .second_factor import renew_recovery_codes, reset_second_factor, turn_off_second_factor, turn_on_second_factor
from .sign_in import begin_session_anew, check_code, check_credentials, confirm_password, note_sign_in, note_sign_out
from .slips import open_slips, seal_slips
from .software import change_software, register_software, remove_software, renew_software_secret
from .standing import end_sessions, forgive_failures, lock_account, purge, unlock_account

__all__ = [
    "begin_session_anew",
    "change_password",
    "change_software",
    "check_code",
    "check_credentials",
    "confirm_email_change",
    "confirm_password",
    "edit_account",
    "end_other_sessions",
    "end_own_session",
    "end_sessions",
    "forgive_failures",
    "issue_api_token",
    "issue_client_token",
    "issue_token_for",
    "lock_account",
    "note_sign_in",
    "note_sign_out",
    "note_token_use",
    "open_accounts",
    "open_slips",
    "purge",
    "register_api_client",
    "register_software",
    "remove_software",
    "renew_client_secret",
    "renew_recovery_codes",
    "renew_software_secret",
    "request_email_change",
    "request_password_reset",
    "reset_password",
    "reset_password_by_link",
    "reset_second_factor",
    "revoke_api_token",
    "seal_slips",
    "turn_off_second_factor",
    "turn_on_second_factor",
    "unlock_account",
    "withdraw_api_client",
]
