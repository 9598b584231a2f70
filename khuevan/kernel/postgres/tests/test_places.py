"""Where data, socket and log come to lie."""

import json
import os
import shutil
from pathlib import Path

from khuevan.kernel.postgres import accounts, place
from khuevan.kernel.postgres.tests.conftest import Clone

LIMIT = 107


def socket_bytes(where: place.Place) -> int:
    return len(os.fsencode(where.socket))


def test_place_is_the_home_itself(passing: Path):
    where = place.choose(passing / "var" / "postgres")

    assert (where.data, where.run, where.log) == tuple(passing / "var/postgres" / name for name in ("data", "run", "log"))


def test_place_is_the_same_through_a_link(passing: Path):
    (passing / "clone").mkdir()
    (passing / "link").symlink_to(passing / "clone")

    assert place.choose(passing / "link" / "var") == place.choose(passing / "clone" / "var")


def test_socket_path_of_the_longest_allowed_length_stays_home(passing: Path):
    fixed = len(os.fsencode(passing / "run" / ".s.PGSQL.5432")) + 1
    fitting = passing / ("x" * (LIMIT - fixed))
    longer = passing / ("x" * (LIMIT - fixed + 1))

    assert socket_bytes(place.choose(fitting)) == LIMIT
    assert place.choose(fitting).run == fitting / "run"
    assert place.choose(longer).run != longer / "run"
    assert socket_bytes(place.choose(longer)) <= LIMIT


def test_server_in_a_deep_folder_can_be_reached(clone: Clone):
    clone.folder = clone.folder / "trường tiểu học" / ("x" * 100)
    clone.person.call(os.makedirs, clone.folder)

    url = clone.start()

    assert clone.person.query(url, "SELECT 1") == [(1,)]
    assert clone.folder not in clone.place.run.parents


def test_record_tells_every_later_process(passing: Path):
    recorded = place.Place(base=Path("/srv/data"), run=Path("/srv/run"), owner="postgres")

    place.record(passing, recorded)

    assert place.choose(passing) == recorded
    assert os.listdir(passing) == ["place.json"]


def test_record_cut_short_is_passed_over(passing: Path):
    (passing / "place.json").write_text("")

    assert place.choose(passing).base == passing


def test_record_of_a_copied_clone_does_not_lead_to_the_original(passing: Path):
    (passing / "original").mkdir()
    place.record(passing / "original", place.choose(passing / "original"))
    shutil.copytree(passing / "original", passing / "copy")

    assert place.choose(passing / "copy").base == passing / "copy"


def test_sheltered_data_follow_a_clone_that_was_moved(passing: Path):
    (passing / "before").mkdir()
    sheltered = place.Place(place.SHELTERS / "0123456789ab", place.SHELTERS / "0123456789ab/run", "khuevan")
    place.record(passing / "before", sheltered)
    (passing / "before").rename(passing / "after")

    assert place.choose(passing / "after") == sheltered


def test_sheltered_data_stay_with_the_original_of_a_copy(passing: Path):
    (passing / "original").mkdir()
    sheltered = place.Place(place.SHELTERS / "0123456789ab", place.SHELTERS / "0123456789ab/run", "khuevan")
    place.record(passing / "original", sheltered)
    shutil.copytree(passing / "original", passing / "copy")

    assert place.choose(passing / "original") == sheltered
    assert place.choose(passing / "copy").base == passing / "copy"


def test_server_of_a_moved_clone_finds_its_data(my_clone: Clone):
    my_clone.person.query(my_clone.start(), "CREATE TABLE kept AS SELECT 7 AS value")
    my_clone.stop()
    moved = my_clone.folder.with_name("moved")
    my_clone.folder.rename(moved)
    my_clone.folder = moved

    assert my_clone.person.query(my_clone.start(), "SELECT value FROM kept") == [(7,)]
    assert json.loads((my_clone.home / "place.json").read_text())["home"] == str(my_clone.home)


def test_folder_closed_to_others_cannot_be_entered(passing: Path):
    closed = passing / "closed"
    closed.mkdir(mode=0o700)
    (closed / "clone").mkdir()
    mine = os.stat(closed)
    stranger = accounts.Account("stranger", mine.st_uid + 4000, mine.st_gid + 4000)

    assert place.can_enter(accounts.Account("me", mine.st_uid, mine.st_gid), closed / "clone" / "var")
    assert not place.can_enter(stranger, closed / "clone" / "var")
    assert not place.can_enter(None, closed / "clone")
    assert place.can_enter(stranger, passing)


def test_folder_open_to_a_group_can_be_entered_by_it(passing: Path):
    shared = passing / "shared"
    shared.mkdir()
    shared.chmod(0o710)
    group = os.stat(shared).st_gid

    assert place.can_enter(accounts.Account("member", 4001, group), shared)
    assert not place.can_enter(accounts.Account("stranger", 4001, group + 4000), shared)


def test_new_folders_are_open_whatever_the_umask(passing: Path):
    before = os.umask(0o077)
    try:
        place.create_folder(passing / "var" / "postgres")
    finally:
        os.umask(before)

    assert [oct((passing / part).stat().st_mode & 0o777) for part in ("var", "var/postgres")] == ["0o755", "0o755"]
