"""Clones in passing folders, and servers that are ended whatever a test did to them."""

import os
import shutil
import signal
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from khuevan.kernel.postgres import Server, accounts, binaries, place, processes
from khuevan.kernel.postgres.tests.people import Person

AS_ROOT = os.geteuid() == 0
ORDINARY = "nobody"

# Some behaviour exists only for root; an ordinary user's run has no such tests rather than skipped ones.
collect_ignore = [] if AS_ROOT else ["test_as_root.py"]


@dataclass
class Clone:
    """A clone of the repository in a passing folder, whose server `person` runs."""

    folder: Path
    bindir: Path
    person: Person

    @property
    def home(self) -> Path:
        return self.folder / "var" / "postgres"

    def server(self, *, durable: bool = False) -> Server:
        return Server(self.home, bindir=self.bindir, durable=durable)

    def start(self, *, durable: bool = False) -> str:
        """Start as the clone's person, in another process; returns the URL."""
        return self.person.call(start_server, self.home, self.bindir, durable)

    def stop(self) -> None:
        self.person.call(stop_server, self.home, self.bindir)

    @property
    def place(self) -> place.Place:
        return self.person.call(place.choose, self.home)

    @property
    def owner(self) -> accounts.Account:
        return accounts.ensure(self.place.owner)

    def pids(self) -> set[int]:
        """Live postgres processes of this clone's data."""
        return processes.live(self.owner, self.place.data) if self.place.data.exists() else set()

    def postmaster(self) -> int:
        return int((self.place.data / "postmaster.pid").read_text().split()[0])

    def log(self) -> str:
        return "".join(path.read_text() for path in sorted(self.place.log.glob("postgresql-*.log")))


def start_server(home: Path, bindir: Path, durable: bool) -> str:
    return Server(home, bindir=bindir, durable=durable).start()


def stop_server(home: Path, bindir: Path) -> None:
    Server(home, bindir=bindir).stop()


def kill(pids: set[int]) -> None:
    """Kill -9; one that the death of another has ended meanwhile is no matter."""
    for pid in sorted(pids):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def until(condition: Callable[[], object]) -> None:
    """Wait for something that must come, at most two minutes."""
    for _ in range(6000):
        if condition():
            return
        time.sleep(0.02)
    raise TimeoutError


def remove(clone: Clone) -> None:
    """End what still runs and leave no trace outside the passing folder either."""
    where = clone.place
    until(lambda: clone.pids() == set() or kill(clone.pids()))
    run = where.run.parent if place.SHELTERS in where.run.parents else where.run
    for folder in {where.base, run}:
        if clone.folder not in folder.parents:
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_choice_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's own test database must not stand in for the servers of these tests."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv(binaries.BINDIR_VARIABLE, raising=False)


@pytest.fixture
def passing() -> Iterator[Path]:
    """A folder with a short name that every account may enter (pytest's own are closed to the others)."""
    folder = Path(tempfile.mkdtemp(prefix="kv-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every PostgreSQL of this machine as oneself; for root's run also an ordinary account, on the first choice."""
    found = binaries.installed()
    me = Person(accounts.current())
    if "person" in metafunc.fixturenames:
        cases = [(programs, me) for programs in found]
        cases += [(found[0], Person(accounts.ensure(ORDINARY)))] if AS_ROOT else []
        names = [f"{programs.major}-{person.account.name}" for programs, person in cases]
        metafunc.parametrize(("programs", "person"), cases, ids=names)
    elif "programs" in metafunc.fixturenames:
        metafunc.parametrize("programs", found, ids=[f"{programs.major}" for programs in found])


@pytest.fixture(scope="session")
def open_programs() -> Iterator[Path]:
    """Where the wheel is copied when the virtual environment is closed to the ordinary account."""
    folder = Path(tempfile.mkdtemp(prefix="kv-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def my_clone(passing: Path, programs: binaries.Binaries) -> Iterator[Clone]:
    """One's own clone, where it does not matter which account runs the server."""
    made = Clone(passing / "clone", programs.bindir, Person(accounts.current()))
    made.folder.mkdir()
    yield made
    remove(made)


@pytest.fixture
def clone(passing: Path, programs: binaries.Binaries, person: Person, open_programs: Path) -> Iterator[Clone]:
    """A clone of `person` in a folder with an awkward name, to run on `programs`."""
    folder = passing / "Sở GD & ĐT's $HOME"
    folder.mkdir()
    os.chown(folder, person.account.uid, person.account.gid)
    reachable = programs
    if person.account.name == ORDINARY:
        reachable = binaries.reachable_by(person.account, programs, open_programs)
    made = Clone(folder, reachable.bindir, person)
    yield made
    remove(made)


def modes(folder: Path) -> dict[Path, str]:
    """The modes of a folder and everything above it."""
    return {part: stat.filemode(part.stat().st_mode) for part in (folder, *folder.parents)}
