"""The supervisor: starts, finds and stops the one PostgreSQL server of an installation."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from . import accounts, binaries, configuration, place, processes
from .accounts import Account
from .binaries import Binaries
from .errors import OwnedByAnother, PlaceUnusable, StartFailed, StopFailed, VersionMismatch
from .place import Place

__all__ = ["DEFAULT_DATABASE", "DEFAULT_HOME", "Server", "database_url", "ensure_database"]

DEFAULT_DATABASE = "khuevan"
DEFAULT_HOME = Path(os.environ.get("KHUEVAN_VAR", Path(__file__).resolve().parents[3] / "var")) / "postgres"
SETTINGS_FILE = "khuevan.conf"
START_SECONDS = 3600  # redo after a crash may take long; giving up early would leave a server half started
STOP_SECONDS = 300
ANSWER_PAUSE_SECONDS = 0.1
SURVIVOR_GRACE_SECONDS = 5
SURVIVOR_SECONDS = 60
LOGS_KEPT = 10
PSQL_CONNECTION_LOST = 2


def database_url(home: Path = DEFAULT_HOME, dbname: str = DEFAULT_DATABASE) -> str:
    """The URL of the database: DATABASE_URL if set, else that of the supervised server. Starts nothing."""
    return os.environ.get("DATABASE_URL") or _url(place.choose(home), dbname)


def ensure_database(home: Path = DEFAULT_HOME) -> str:
    """A URL that answers: DATABASE_URL if set (then nothing is supervised), else the started server's."""
    return os.environ.get("DATABASE_URL") or Server(home).start()


class Server:
    """The embedded server whose place is recorded in `home`.

    `bindir` overrides the order of choice of the programs. `durable=False` gives up crash safety for speed and is for
    tests only.
    """

    def __init__(self, home: Path = DEFAULT_HOME, *, bindir: Path | None = None, durable: bool = True) -> None:
        self.home = Path(os.path.realpath(home))
        self.place: Place = place.choose(self.home)
        self._bindir = bindir
        self._durable = durable

    @cached_property
    def binaries(self) -> Binaries:
        """The programs in use, also for pg_dump and pg_restore. Raises BinariesNotFound."""
        return binaries.find(self._bindir)

    def url(self, dbname: str = DEFAULT_DATABASE) -> str:
        """A libpq URL over the local socket; it also demands that the server runs as the right account."""
        return _url(self.place, dbname)

    def running(self) -> bool:
        """Whether our postmaster lives. Raises OwnedByAnother."""
        account = self._account()
        return account is not None and self._postmaster(account) is not None

    def start(self) -> str:
        """Have the server running and the default database there; return its URL.

        Safe to call from any number of processes at once. Raises PostgresError: BinariesNotFound,
        BinariesUnreachable, VersionMismatch, OwnedByAnother, AccountMissing, PlaceUnusable, StartFailed.
        """
        try:
            return self._start()
        except PermissionError as error:
            raise PlaceUnusable(error.filename or self.place.base, error.strerror or "permission denied") from error

    def stop(self) -> None:
        """Shut the server down; nothing happens when it does not run. Raises OwnedByAnother, StopFailed."""
        account = self._account()
        if account is None or not self.place.data.exists():
            return
        with processes.locked(self.place.lock, account):
            pid = self._postmaster(account)
            if pid is None:
                return
            processes.shut_down(account, pid)
            if not _within(STOP_SECONDS, lambda: not processes.live(account, self.place.data)):
                raise StopFailed(self.place.data, STOP_SECONDS)

    def create_database(self, name: str) -> None:
        """Create a database of the running server unless it is there. Raises StartFailed, OwnedByAnother."""
        account = accounts.ensure(self.place.owner)
        self._require_owner(account)
        with processes.locked(self.place.lock, account):
            self._create_database(account, name)

    def _account(self) -> Account | None:
        account = accounts.named(self.place.owner)
        if account is not None:
            self._require_owner(account)
        return account

    def _require_owner(self, account: Account) -> None:
        """Only root and the owner handle a server; data that changed hands are left alone."""
        if os.geteuid() not in (0, account.uid):
            raise OwnedByAnother(self.place.base, account.name)
        if self.place.data.exists() and (owner := self.place.data.stat().st_uid) != account.uid:
            raise OwnedByAnother(self.place.data, accounts.name_of(owner))

    def _start(self) -> str:
        account = accounts.ensure(self.place.owner)
        self._require_owner(account)
        for folder in (self.home, self.place.base):
            place.create_folder(folder)
        if accounts.is_root() and not place.can_enter(account, self.place.base):
            raise PlaceUnusable(self.place.base, f"closed to account '{account.name}', to which the data belong")
        with processes.locked(self.place.lock, account):
            place.record(self.home, self.place)
            if not self._attached(account):
                self._launch(account)
            self._create_database(account, DEFAULT_DATABASE)
            self._prune_logs()
        return self.url()

    def _postmaster(self, account: Account) -> int | None:
        """The pid in the lock file, if it really is a postgres process of this data folder."""
        try:
            pid = int((self.place.data / "postmaster.pid").read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if processes.live(account, self.place.data, [pid]) else None

    def _attached(self, account: Account) -> bool:
        """Wait until our server answers (True) or there is none (False).

        One that lives but does not answer is starting, stopping or recovering; a supervisor that was killed may
        have left it so.
        """
        deadline = time.monotonic() + START_SECONDS
        while self._lives(account):
            if self._client("pg_isready", "--quiet", f"--dbname={self.url('postgres')}").returncode == 0:
                return True
            if time.monotonic() > deadline:
                raise StartFailed(self.place.data, self._log_tail())
            time.sleep(ANSWER_PAUSE_SECONDS)
        return False

    def _lives(self, account: Account) -> bool:
        """Whether there is a postmaster; if not, no other process of the data is left either.

        Processes without one have outlived it, or are a postmaster just about to write its lock file. PostgreSQL
        refuses to start beside survivors, and one busy with a long query may stay for hours: it is ended. What it
        had not committed was lost with the postmaster.
        """
        data = self.place.data

        def settled() -> bool:
            return self._postmaster(account) is not None or not data.exists() or not processes.live(account, data)

        if not _within(SURVIVOR_GRACE_SECONDS, settled):
            processes.quit_now(account, processes.live(account, data))
            if not _within(SURVIVOR_SECONDS, settled):
                left = sorted(processes.live(account, data))
                raise StartFailed(data, f"processes of the old server do not end: {left}")
        return self._postmaster(account) is not None

    def _client(self, program: str, *arguments: str, script: str = "") -> subprocess.CompletedProcess[str]:
        """Run a client program as this process's own account: root and the owner are both mapped to the role."""
        command = [self.binaries.program(program), *arguments]
        return subprocess.run(command, input=script, env=processes.ENVIRONMENT, **processes.AS_TEXT)

    def _launch(self, account: Account) -> None:
        self._require_same_major()
        reachable = binaries.reachable_by(account, self.binaries, self.place.base)
        self._clear_stale_locks()
        place.create_folder(self.place.run.parent)
        for folder in (self.place.run, self.place.log):
            place.create_own_folder(folder, account)
        if not (self.place.data / "PG_VERSION").exists():
            self._initialise(account, reachable)
        self._write_settings(account)
        (self.place.log / "startup.log").unlink(missing_ok=True)
        # Paths go by environment and working directory: pg_ctl would pass them through a shell unescaped.
        options = ["-s", "-w", "-t", str(START_SECONDS), "-l", "log/startup.log"]
        command = [reachable.program("pg_ctl"), "start", *options]
        started = processes.run(account, command, cwd=self.place.base, PGDATA=str(self.place.data))
        if started.returncode:
            raise StartFailed(self.place.data, started.stderr + self._log_tail())

    def _require_same_major(self) -> None:
        try:
            written_by = (self.place.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            return
        if written_by != str(self.binaries.major):
            matching = next((found.bindir for found in binaries.installed() if str(found.major) == written_by), None)
            raise VersionMismatch(self.place.data, written_by, self.binaries.major, matching)

    def _clear_stale_locks(self) -> None:
        """Remove the lock files of a dead server. A number in them that now belongs to a foreign process would
        keep PostgreSQL from starting for ever; that process is none of ours and lives on."""
        socket = self.place.socket
        for stale in (self.place.data / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
            stale.unlink(missing_ok=True)

    def _initialise(self, account: Account, reachable: Binaries) -> None:
        """Make the cluster under a passing name and move it into place whole, so that one interrupted half-way
        is never taken for a database."""
        for abandoned in self.place.base.glob("data.new-*"):
            shutil.rmtree(abandoned)
        fresh = Path(tempfile.mkdtemp(prefix="data.new-", dir=self.place.base))
        os.chown(fresh, account.uid, account.gid)
        options = configuration.initdb_options(reachable.major, durable=self._durable)
        made = processes.run(account, [reachable.program("initdb"), *options, f"--pgdata={fresh}"], cwd=self.place.base)
        if made.returncode:
            shutil.rmtree(fresh)
            raise StartFailed(self.place.data, made.stderr)
        names = {account.name, accounts.name_of(0)}
        processes.write(account, fresh / "pg_hba.conf", configuration.authentication())
        processes.write(account, fresh / "pg_ident.conf", configuration.identities(names))
        processes.write(account, fresh / "postgresql.conf", f"\ninclude '{SETTINGS_FILE}'\n", append=True)
        try:
            fresh.rename(self.place.data)
        except OSError as error:
            raise StartFailed(self.place.data, f"the folder is there but holds no database: {error}") from error

    def _write_settings(self, account: Account) -> None:
        text = configuration.server_settings(
            run=self.place.run,
            log=self.place.log,
            memory=configuration.machine_memory(),
            preload=self.binaries.has_library("pg_stat_statements"),
            durable=self._durable,
        )
        processes.write(account, self.place.data / SETTINGS_FILE, text)

    def _create_database(self, account: Account, name: str) -> None:
        script = (
            "SELECT format('CREATE DATABASE %I', :'name')"
            " WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \\gexec\n"
        )
        options = ["--no-psqlrc", "--no-password", "--quiet", "--set=ON_ERROR_STOP=1", f"--set=name={name}"]
        while True:
            done = self._client("psql", *options, f"--dbname={self.url('postgres')}", script=script)
            if done.returncode == 0:
                return
            # A server that is just recovering from killed sessions drops the line once more; then it answers again.
            if done.returncode != PSQL_CONNECTION_LOST or not self._attached(account):
                raise StartFailed(self.place.data, done.stderr)

    def _prune_logs(self) -> None:
        """PostgreSQL starts a new log file at 10 MB but never removes one."""
        for old in sorted(self.place.log.glob("postgresql-*.log"))[:-LOGS_KEPT]:
            old.unlink(missing_ok=True)

    def _log_tail(self) -> str:
        newest = sorted(self.place.log.glob("postgresql-*.log"))[-1:]
        files = [path for path in (self.place.log / "startup.log", *newest) if path.exists()]
        return "\n".join(line for path in files for line in path.read_text(errors="replace").splitlines()[-15:])


def _url(where: Place, dbname: str) -> str:
    query = f"host={quote(str(where.run), safe='')}&port=5432&requirepeer={quote(where.owner, safe='')}"
    return f"postgresql://{configuration.DATABASE_ROLE}@/{quote(dbname, safe='')}?{query}"


def _within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether the condition came true in time; asks at least once, then less and less often."""
    deadline = time.monotonic() + seconds
    pause = 0.02
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
        pause = min(pause * 1.5, 1.0)
    return True
