"""Starting, finding and stopping, on every PostgreSQL of this machine, as oneself and as an ordinary account."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from khuevan.kernel.postgres import Server, database_url, ensure_database, processes
from khuevan.kernel.postgres.binaries import Binaries
from khuevan.kernel.postgres.tests.conftest import Clone, modes, start_server, until

REPOSITORY = Path(__file__).resolve().parents[4]


def test_eight_starts_at_once_give_one_server(clone: Clone):
    errands = [clone.person.begin(start_server, clone.home, clone.bindir, False) for _ in range(8)]

    urls = {errand.result() for errand in errands}

    assert urls == {clone.person.call(database_url, clone.home)}
    assert clone.person.query(urls.pop(), "SELECT current_database(), current_user") == [("khuevan", "khuevan")]
    assert clone.log().count("starting PostgreSQL") == 1
    assert clone.log().count("ready to accept connections") == 1


def test_start_after_stop_keeps_the_data(clone: Clone):
    clone.person.query(clone.start(), "CREATE TABLE kept AS SELECT 7 AS value")
    clone.stop()
    stopped = clone.pids()

    url = clone.start()

    assert stopped == set()
    assert clone.person.query(url, "SELECT value FROM kept") == [(7,)]


def test_start_of_a_running_server_leaves_it_alone(clone: Clone):
    url = clone.start()
    first = clone.postmaster()

    assert clone.start() == url
    assert clone.postmaster() == first


def test_running_tells_the_state(clone: Clone):
    def running() -> bool:
        return clone.server().running()

    before = clone.person.call(running)
    clone.start()
    during = clone.person.call(running)
    clone.stop()

    assert (before, during, clone.person.call(running)) == (False, True, False)


def test_stop_of_a_server_that_never_ran_does_nothing(clone: Clone):
    clone.stop()

    assert list(clone.folder.iterdir()) == []


def test_start_waits_for_a_server_that_somebody_else_is_starting(clone: Clone):
    clone.start()
    clone.stop()
    program = str(clone.bindir / "pg_ctl")
    arguments = [program, "start", "--no-wait", "-l", "log/startup.log"]
    processes.run(clone.owner, arguments, cwd=clone.place.base, PGDATA=str(clone.place.data))
    until((clone.place.data / "postmaster.pid").exists)

    url = clone.start()

    assert clone.person.query(url, "SELECT 1") == [(1,)]
    assert clone.log().count("starting PostgreSQL") == 2


def test_create_database_makes_it_once(my_clone: Clone):
    url = my_clone.start()
    name = 'sổ điểm "thử"'

    def create() -> None:
        my_clone.server().create_database(name)

    my_clone.person.call(create)
    my_clone.person.call(create)

    names = my_clone.person.query(url, "SELECT datname FROM pg_database WHERE datname NOT LIKE 'template%' ORDER BY 1")
    assert names == [("khuevan",), ("postgres",), (name,)]
    assert my_clone.person.query(my_clone.person.call(my_clone.server).url(name), "SELECT current_database()") == [(name,)]


def test_database_knows_vietnamese_letters(my_clone: Clone):
    url = my_clone.start()

    found = my_clone.person.query(
        url,
        "SELECT lower('ĐẶNG THỊ ỨNG'), upper('ôn'), 'ĐẶNG' ~* 'đặng', to_tsvector('simple', '“HỌC–SINH”') @@ 'học',"
        " pg_encoding_to_char(encoding), datctype, current_setting('data_checksums')"
        " FROM pg_database WHERE datname = current_database()",
    )

    assert found == [("đặng thị ứng", "ÔN", True, True, "UTF8", "C.UTF-8", "on")]


def test_settings_take_effect(my_clone: Clone):
    url = my_clone.start(durable=True)
    names = [
        *("fsync", "full_page_writes", "jit", "listen_addresses", "max_connections", "random_page_cost"),
        *("shared_preload_libraries", "wal_compression", "work_mem"),
    ]

    found = my_clone.person.query(url, f"SELECT name, setting FROM pg_settings WHERE name IN {tuple(names)} ORDER BY name")

    assert found == [
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("jit", "off"),
        ("listen_addresses", ""),
        ("max_connections", "100"),
        ("random_page_cost", "1.1"),
        ("shared_preload_libraries", "pg_stat_statements"),
        ("wal_compression", "pglz"),
        ("work_mem", "32768"),
    ]


def test_own_settings_at_the_end_of_the_file_win(my_clone: Clone):
    my_clone.start()
    my_clone.stop()
    with (my_clone.place.data / "postgresql.conf").open("a") as file:
        file.write("work_mem = '48MB'\n")

    assert my_clone.person.query(my_clone.start(), "SHOW work_mem") == [("48MB",)]


def test_role_that_no_account_maps_to_is_refused(my_clone: Clone):
    url = my_clone.start().replace("khuevan@", "postgres@")

    with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
        my_clone.person.query(url, "SELECT 1")


def test_modes_of_the_folders_above_stay(clone: Clone):
    clone.folder.chmod(0o751)
    before = modes(clone.folder)

    clone.start()

    assert modes(clone.folder) == before


def test_only_the_newest_logs_are_kept(my_clone: Clone):
    my_clone.start()
    current = {path.name for path in my_clone.place.log.glob("postgresql-*")}
    for day in range(10, 30):
        (my_clone.place.log / f"postgresql-200001{day}-000000.log").touch()

    my_clone.start()

    kept = {path.name for path in my_clone.place.log.glob("postgresql-*")}
    assert kept == {f"postgresql-200001{day}-000000.log" for day in range(21, 30)} | current


def test_initialisation_broken_off_half_way_is_begun_anew(my_clone: Clone):
    my_clone.start()
    my_clone.stop()
    abandoned = my_clone.place.base / "data.new-broken"
    my_clone.place.data.rename(abandoned)
    (abandoned / "global" / "pg_control").unlink()

    url = my_clone.start()

    assert my_clone.person.query(url, "SELECT 1") == [(1,)]
    assert not abandoned.exists()


def test_database_url_of_the_environment_wins_and_nothing_is_supervised(passing: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/khuevan")

    assert database_url(passing / "var") == "postgresql://db.example/khuevan"
    assert ensure_database(passing / "var") == "postgresql://db.example/khuevan"
    assert list(passing.iterdir()) == []


def test_database_url_writes_nothing(passing: Path):
    url = database_url(passing / "var" / "postgres", "khác")

    assert url == Server(passing / "var" / "postgres").url("khác")
    assert list(passing.iterdir()) == []


def test_command_line_starts_shows_and_stops(passing: Path, programs: Binaries):
    home = passing / "var" / "postgres"
    environment = {"PATH": os.environ["PATH"], "KHUEVAN_PG_BINDIR": str(programs.bindir)}

    def command(name: str) -> tuple[int, str]:
        line = [sys.executable, "-m", "khuevan.kernel.postgres", name, "--home", str(home)]
        done = subprocess.run(line, cwd=REPOSITORY, env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout.splitlines()[0]

    seen = [command(name) for name in ("status", "start", "status", "stop", "status", "stop")]

    assert seen == [
        (3, "Không chạy."),
        (0, database_url(home)),
        (0, "Đang chạy."),
        (0, "Đã dừng."),
        (3, "Không chạy."),
        (0, "Đã dừng."),
    ]


def test_person_is_another_process(clone: Clone):
    assert clone.person.call(os.geteuid) == clone.person.account.uid
    assert clone.person.call(os.getpid) != os.getpid()
