"""What is refused, and that a refusal touches nothing."""

import os
from pathlib import Path

import pytest

from khuevan.kernel.postgres import (
    BinariesNotFound,
    PlaceUnusable,
    Server,
    StartFailed,
    VersionMismatch,
    accounts,
    binaries,
    place,
)
from khuevan.kernel.postgres.tests.conftest import Clone


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.rglob("*")}


def test_data_of_another_major_version_are_refused_and_left_alone(my_clone: Clone):
    my_clone.start()
    my_clone.stop()
    (my_clone.place.data / "PG_VERSION").write_text("9\n")
    before = contents(my_clone.place.base)

    with pytest.raises(VersionMismatch, match=r"(?s)khuevan backup.*khuevan restore") as refusal:
        my_clone.server().start()

    assert contents(my_clone.place.base) == before
    assert "KHUEVAN_PG_BINDIR=<PostgreSQL 9>/bin" in refusal.value.english


def test_refusal_of_another_version_names_the_programs_that_fit(my_clone: Clone):
    my_clone.start()
    my_clone.stop()
    version = int((my_clone.place.data / "PG_VERSION").read_text())
    server = my_clone.server()
    server.binaries = binaries.Binaries(my_clone.bindir, version + 1)
    fitting = next(found.bindir for found in binaries.installed() if found.major == version)

    with pytest.raises(VersionMismatch) as refusal:
        server.start()

    assert f"KHUEVAN_PG_BINDIR={fitting} " in refusal.value.vietnamese


def test_folder_without_programs_is_refused_in_both_languages(passing: Path):
    with pytest.raises(BinariesNotFound) as refusal:
        Server(passing / "var", bindir=passing).start()

    assert refusal.value.vietnamese.startswith("Không tìm thấy PostgreSQL 15 trở lên.")
    assert refusal.value.english.endswith(f"Tried:\n  - {passing}: postgres, initdb, pg_ctl, pg_isready, psql missing")


def test_old_programs_are_refused(passing: Path):
    for name in binaries.PROGRAMS:
        (passing / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 13.4'\n")
        (passing / name).chmod(0o755)

    with pytest.raises(BinariesNotFound, match=f"{passing}: version 13"):
        binaries.find(passing)


def test_programs_that_do_not_run_here_are_refused(passing: Path):
    for name in binaries.PROGRAMS:
        (passing / name).write_text("\x7fELF of another processor")
        (passing / name).chmod(0o755)

    with pytest.raises(BinariesNotFound, match=f"{passing}: version unknown"):
        binaries.find(passing)


def test_variable_names_the_programs(passing: Path, monkeypatch: pytest.MonkeyPatch):
    last = binaries.installed()[-1]
    monkeypatch.setenv("KHUEVAN_PG_BINDIR", str(last.bindir))

    assert binaries.find().bindir == last.bindir


def test_folder_that_holds_something_else_is_refused_and_left_alone(my_clone: Clone):
    my_clone.start()
    my_clone.stop()
    where = my_clone.place
    where.data.rename(where.base / "elsewhere")
    where.data.mkdir()
    os.chown(where.data, my_clone.owner.uid, my_clone.owner.gid)
    (where.data / "diary.txt").write_text("mine")

    with pytest.raises(StartFailed, match="holds no database"):
        my_clone.server().start()

    assert (where.data / "diary.txt").read_text() == "mine"


def test_failed_start_shows_the_log(my_clone: Clone):
    my_clone.start()
    my_clone.stop()
    with (my_clone.place.data / "postgresql.conf").open("a") as file:
        file.write("work_mem = 'nonsense'\n")

    with pytest.raises(StartFailed, match='invalid value for parameter "work_mem": "nonsense"'):
        my_clone.server().start()


def test_socket_folder_that_is_a_link_is_refused(passing: Path):
    (passing / "real").mkdir()
    (passing / "run").symlink_to(passing / "real")

    with pytest.raises(PlaceUnusable):
        place.create_own_folder(passing / "run", accounts.current())
