"""What a supervisor must survive: killed servers, half-dead servers, lock files that lie."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from khuevan.kernel.postgres.tests.conftest import Clone, kill, start_server, until
from khuevan.kernel.postgres.tests.people import run_sql


def insert_until_cut_off(url: str, diary: Path) -> None:
    """Commit numbered rows one by one; note each in the diary once the server has acknowledged it."""
    with diary.open("a") as notes, psycopg.connect(url, autocommit=True) as connection:
        try:
            while True:
                row = connection.execute("INSERT INTO mark DEFAULT VALUES RETURNING id").fetchone()
                notes.write(f"{row[0]}\n")
                notes.flush()
        except psycopg.OperationalError:
            return


def spin(url: str) -> None:
    """Keep a server process busy for ever with work in which it never looks up."""
    try:
        run_sql(url, "DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$")
    except psycopg.OperationalError:
        return


def lie(clone: Clone, pid: int) -> None:
    """Put a process number into both lock files, as if the system had given the dead server's to another."""
    for path in (clone.place.data / "postmaster.pid", clone.place.socket.with_name(".s.PGSQL.5432.lock")):
        path.write_text("\n".join([str(pid), *path.read_text().split("\n")[1:]]))


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(["sleep", "3600"])
    yield process
    process.kill()
    process.wait()


def test_killed_postmaster_loses_no_acknowledged_row(clone: Clone):
    url = clone.start(durable=True)
    clone.person.query(url, "CREATE TABLE mark (id bigint GENERATED ALWAYS AS IDENTITY)")
    diary = clone.folder / "diary"
    diary.touch()
    os.chown(diary, clone.person.account.uid, clone.person.account.gid)

    for _ in range(3):
        already = diary.stat().st_size
        writer = clone.person.begin(insert_until_cut_off, url, diary)
        until(lambda already=already: diary.stat().st_size > already + 500)
        kill({clone.postmaster()})
        clone.start(durable=True)
        writer.result()

    acknowledged = {int(line) for line in diary.read_text().split()}
    present = {row[0] for row in clone.person.query(url, "SELECT id FROM mark")}
    assert acknowledged - present == set()
    assert len(present - acknowledged) <= 3  # at most the one under way at each kill


def test_start_after_everything_was_killed(clone: Clone):
    clone.person.query(clone.start(durable=True), "CREATE TABLE kept AS SELECT 7 AS value")
    kill(clone.pids())

    assert clone.person.query(clone.start(durable=True), "SELECT value FROM kept") == [(7,)]


def test_start_after_all_but_the_postmaster_were_killed(clone: Clone):
    clone.person.query(clone.start(durable=True), "CREATE TABLE kept AS SELECT 7 AS value")
    postmaster = clone.postmaster()
    kill(clone.pids() - {postmaster})

    assert clone.person.query(clone.start(durable=True), "SELECT value FROM kept") == [(7,)]
    assert clone.postmaster() == postmaster


def test_four_starts_racing_after_a_kill_give_one_server(clone: Clone):
    url = clone.start(durable=True)
    clone.person.query(url, "CREATE TABLE kept AS SELECT 7 AS value")
    kill({clone.postmaster()})

    errands = [clone.person.begin(start_server, clone.home, clone.bindir, True) for _ in range(4)]

    assert {errand.result() for errand in errands} == {url}
    assert clone.person.query(url, "SELECT value FROM kept") == [(7,)]
    assert clone.log().count("starting PostgreSQL") == 2


def test_start_ends_a_session_that_outlived_its_postmaster(clone: Clone):
    url = clone.start()
    spinner = clone.person.begin(spin, url)
    busy = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active'"
    until(lambda: clone.person.query(url, busy) != [])
    survivor = clone.person.query(url, busy)[0][0]
    kill({clone.postmaster()})

    clone.start()

    spinner.result()
    assert clone.person.query(url, "SELECT 1") == [(1,)]
    assert survivor not in clone.pids()


def test_number_recycled_for_a_stranger_is_seen_through(clone: Clone, stranger: subprocess.Popen):
    clone.start()
    kill(clone.pids())
    lie(clone, stranger.pid)

    url = clone.start()

    assert clone.person.query(url, "SELECT 1") == [(1,)]
    assert stranger.poll() is None


def test_stop_spares_a_stranger_with_a_recycled_number(clone: Clone, stranger: subprocess.Popen):
    clone.start()
    kill(clone.pids())
    lie(clone, stranger.pid)

    clone.stop()

    assert stranger.poll() is None


def test_number_of_a_dead_process_is_seen_through(clone: Clone):
    clone.start()
    kill(clone.pids())
    dead = subprocess.Popen(["true"])
    dead.wait()
    lie(clone, dead.pid)

    assert clone.person.query(clone.start(), "SELECT 1") == [(1,)]


def test_number_of_a_zombie_is_seen_through(clone: Clone):
    clone.start()
    kill(clone.pids())
    zombie = subprocess.Popen(["true"])
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
    lie(clone, zombie.pid)

    assert clone.person.query(clone.start(), "SELECT 1") == [(1,)]
    zombie.wait()


def test_lock_files_without_content_are_seen_through(clone: Clone):
    clone.start()
    kill(clone.pids())
    (clone.place.data / "postmaster.pid").write_text("")

    assert clone.person.query(clone.start(), "SELECT 1") == [(1,)]
