"""Where the database lives: data, socket and log, in folders that its own account can enter."""

import hashlib
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from . import accounts
from .accounts import Account
from .errors import PlaceUnusable

__all__ = ["SHELTERS", "Place", "can_enter", "choose", "create_folder", "create_own_folder", "record"]

SHELTERS = Path("/var/lib/khuevan")
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 107  # bytes of sockaddr_un.sun_path, without the closing zero
RECORD_NAME = "place.json"


@dataclass(frozen=True)
class Place:
    """The folders of one database and the name of the account that owns them."""

    base: Path
    run: Path
    owner: str

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def log(self) -> Path:
        return self.base / "log"

    @property
    def lock(self) -> Path:
        return self.base / "data.lock"

    @property
    def socket(self) -> Path:
        return self.run / SOCKET_NAME


def choose(home: Path) -> Place:
    """The recorded place of `home`, else the one that the rules give. Looks, never writes.

    Raises AccountMissing when this process runs under a uid without a name.
    """
    home = Path(os.path.realpath(home))
    return _recorded(home) or _by_rule(home)


def record(home: Path, place: Place) -> None:
    """Write the place down in `home`, so that every later process finds the same server."""
    home = Path(os.path.realpath(home))
    content = {"home": str(home), "base": str(place.base), "run": str(place.run), "owner": place.owner}
    target = home / RECORD_NAME
    if _read_record(home) == content:
        return
    fresh = target.with_suffix(".new")
    fresh.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    fresh.chmod(0o644)
    fresh.replace(target)


def can_enter(account: Account | None, folder: Path) -> bool:
    """Whether the account may pass through `folder` and all above it, by mode bits.

    Folders that do not exist yet do not count (we make them open); an account that does not exist yet (None) is
    nobody's owner and in nobody's group.
    """
    return all(_may(account, part, 0o1) for part in (folder, *folder.parents) if part.exists())


def create_folder(folder: Path) -> None:
    """Create a folder and its missing parents with mode 755 whatever the umask; leave existing ones alone."""
    for part in (*reversed(folder.parents), folder):
        try:
            os.mkdir(part, 0o755)
        except FileExistsError:
            continue
        os.chmod(part, 0o755)  # noqa: S103 -- the database's account passes through; what it guards is 0700


def create_own_folder(folder: Path, account: Account) -> None:
    """Create a folder that only `account` may enter. Raises PlaceUnusable when the name is already taken by a
    link or by somebody else's folder, as anyone could do in /tmp."""
    try:
        os.mkdir(folder, 0o700)
        os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        found = os.lstat(folder)
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
            raise PlaceUnusable(folder, f"not a folder of account '{account.name}'") from None


def _may(account: Account | None, path: Path, bit: int) -> bool:
    found = path.stat()
    if account and found.st_uid == account.uid:
        bit <<= 6
    elif account and found.st_gid == account.gid:
        bit <<= 3
    return found.st_mode & bit == bit


def _by_rule(home: Path) -> Place:
    shelter = SHELTERS / hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    owner = _owner(home, shelter)
    # As oneself the place is always home; only an account that root drops to may find the way closed. Data that
    # already lie there are never passed over for an empty database elsewhere.
    at_home = not accounts.is_root() or (home / "data").exists() or can_enter(accounts.named(owner), home)
    base = home if at_home else shelter
    return Place(base=base, run=_socket_folder(base, shelter), owner=owner)


def _owner(home: Path, shelter: Path) -> str:
    if not accounts.is_root():
        return accounts.current().name
    for data in (home / "data", shelter / "data"):
        if data.exists() and data.stat().st_uid != 0:
            return accounts.name_of(data.stat().st_uid)
    return accounts.service_account_name()


def _socket_folder(base: Path, shelter: Path) -> Path:
    if len(os.fsencode(base / "run" / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
        return base / "run"
    if accounts.is_root():
        return shelter / "run"
    # Not $TMPDIR: every process, whatever its environment, must find the same folder.
    return Path("/tmp") / f"khuevan-{os.geteuid()}-{shelter.name}"  # noqa: S108 -- create_own_folder checks it


def _read_record(home: Path) -> dict[str, str] | None:
    try:
        return json.loads((home / RECORD_NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):  # none yet, or cut short by a power failure: the rules find it again
        return None


def _recorded(home: Path) -> Place | None:
    content = _read_record(home)
    if content is None:
        return None
    place = Place(base=Path(content["base"]), run=Path(content["run"]), owner=content["owner"])
    if content["home"] == str(home):
        return place
    # The clone was moved or copied. Sheltered data follow a move; a copy, and data inside the clone, start from
    # the rules again.
    moved = not Path(content["home"]).exists()
    return place if moved and place.base.parent == SHELTERS else None
