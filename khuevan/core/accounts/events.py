"""What accounts announce. Events carry ids only; who needs more asks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AccountsOpened:
    user_ids: list[int]


@dataclass(frozen=True)
class AccountLocked:
    """An account was locked by a person; its sessions and tokens are gone."""

    user_id: int


@dataclass(frozen=True)
class PasswordChanged:
    """`by_holder` is False when somebody else set a one-time password."""

    user_id: int
    by_holder: bool


@dataclass(frozen=True)
class PasswordResetRequested:
    """Somebody asked for a link to set a new password of an account that has an e-mail address."""

    user_id: int


@dataclass(frozen=True)
class EmailChangeRequested:
    """The holder gave a new e-mail address, which is not used before it is confirmed."""

    user_id: int
    email: str


@dataclass(frozen=True)
class SecondFactorChanged:
    user_id: int
    is_on: bool
