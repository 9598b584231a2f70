"""Which system account runs the database: oneself, or as root a named account of its own."""

import os
import pwd
import shutil
import subprocess
import time
from dataclasses import dataclass

from .errors import AccountMissing

__all__ = ["SERVICE_ACCOUNT", "Account", "current", "ensure", "is_root", "name_of", "named", "service_account_name"]

SERVICE_ACCOUNT = "khuevan"
FALLBACK_ACCOUNT = "postgres"


@dataclass(frozen=True)
class Account:
    """An account of the operating system."""

    name: str
    uid: int
    gid: int


def is_root() -> bool:
    return os.geteuid() == 0


def current() -> Account:
    """The account of this process. Raises AccountMissing when its uid has no name: initdb and peer
    authentication both need one."""
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise AccountMissing(f"uid {os.geteuid()}", "uid has no name in the passwd database") from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def name_of(uid: int) -> str:
    """The account's name, or words that stand for it when the uid has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"


def service_account_name() -> str:
    """The account root drops to: our own, or Debian's when no account can be made here."""
    if named(SERVICE_ACCOUNT) or _useradd():
        return SERVICE_ACCOUNT
    return FALLBACK_ACCOUNT


def ensure(name: str) -> Account:
    """The account of that name; our own is made when missing (root only). Raises AccountMissing."""
    account = named(name)
    if account is None and name == SERVICE_ACCOUNT and is_root():
        account = _create_service_account()
    if account is None:
        raise AccountMissing(name, "no such account")
    return account


def _useradd() -> str | None:
    # Not by $PATH: cron's has no sbin, and the answer must be the same for every process.
    return shutil.which("useradd", path="/usr/sbin:/usr/bin:/sbin:/bin")


def _create_service_account() -> Account:
    command = [
        *(_useradd() or "useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"),
        *("--shell", "/usr/sbin/nologin", "--comment", "Khue Van database", SERVICE_ACCOUNT),
    ]
    for _ in range(20):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        # Another process may have been faster, or be holding the lock of the passwd file.
        if account := named(SERVICE_ACCOUNT):
            return account
        time.sleep(0.25)
    raise AccountMissing(SERVICE_ACCOUNT, done.stderr.strip())
