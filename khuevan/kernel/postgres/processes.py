"""Running programs as the database's account, and telling its live processes from others."""

import fcntl
import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import accounts
from .accounts import Account
from .errors import PlaceUnusable

__all__ = ["AS_TEXT", "ENVIRONMENT", "live", "locked", "quit_now", "run", "shut_down", "write"]

# Nothing of the caller's environment: PGPORT, PGOPTIONS and the like would change what is started or asked.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/"}
AS_TEXT: dict[str, Any] = {"capture_output": True, "encoding": "utf-8", "errors": "replace"}

# The account itself looks: root without CAP_SYS_PTRACE (every ordinary container) may not read another account's
# /proc/<pid>/exe and cwd. Zombies have neither, so they never match.
_LIVE = """
data=$1; shift
for process; do
  if [ "$process/cwd" -ef "$data" ]; then
    case $(readlink "$process/exe") in
      */postgres | */"postgres (deleted)") echo "${process#/proc/}" ;;
    esac
  fi
done
"""


def run(
    account: Account, argv: list[str], *, cwd: Path, text: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a program as the account, in a session of its own so that Ctrl-C at a terminal does not reach a server."""
    identity: dict[str, Any] = {"user": account.uid, "group": account.gid, "extra_groups": []} if accounts.is_root() else {}
    return subprocess.run(
        argv,
        input=text or "",
        cwd=cwd,
        env=ENVIRONMENT | environment,
        start_new_session=True,
        **AS_TEXT,
        **identity,
    )


def write(account: Account, path: Path, text: str, *, append: bool = False) -> None:
    """Write a file as the account: root never follows a link that the account may have planted in its folder.

    Raises PlaceUnusable.
    """
    option = ["-a"] if append else []
    done = run(account, ["tee", *option, str(path)], cwd=path.parent.parent, text=text)
    if done.returncode:
        raise PlaceUnusable(path, done.stderr.strip())


def live(account: Account, data: Path, pids: Iterable[int] | None = None) -> set[int]:
    """Those of `pids` (default: of all processes) that are postgres processes working in the data folder."""
    numbers = (name for name in os.listdir("/proc") if name.isdecimal()) if pids is None else pids
    shown = run(account, ["sh", "-c", _LIVE, "sh", str(data), *(f"/proc/{n}" for n in numbers)], cwd=data.parent)
    return {int(line) for line in shown.stdout.split()}


def shut_down(account: Account, pid: int) -> None:
    """Ask a postmaster for a fast shutdown: sessions end, everything is written, the process leaves."""
    _signal(account, "INT", {pid})


def quit_now(account: Account, pids: set[int]) -> None:
    """End postgres processes at once, leaving the rest to crash recovery."""
    _signal(account, "QUIT", pids)


def _signal(account: Account, name: str, pids: set[int]) -> None:
    # Sent by the account, so that even a number recycled this very moment cannot hit somebody else's process.
    run(account, ["sh", "-c", 'kill -s "$@"', "sh", name, *map(str, pids)], cwd=Path("/"))


@contextmanager
def locked(path: Path, account: Account) -> Iterator[None]:
    """Hold the lock file exclusively; the kernel releases it when the process dies."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        if accounts.is_root():
            os.fchown(handle, account.uid, account.gid)
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
