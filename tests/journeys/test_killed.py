"""kill -9 of the web server, of the worker and of PostgreSQL, each in the middle of an import, a reorganisation, a roll-up.

Nothing that was answered for is lost, nothing is half done, and what was interrupted is done, once, when it is asked for again
or, being a job, by itself. A roll-up runs in the worker only; a reorganisation in the web server, and what follows it in the worker.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from khuevan.kernel.postgres import Server
from khuevan.portal.command.serve import command as serve

from .test_installation import ROOT, environment, free_port, wait_for

PATIENCE = 60
TOKEN = "k" * 32


@dataclass
class House:
    """An installation of its own: a supervised database, and the processes that a test starts."""

    var: Path
    port: int
    told: dict = field(default_factory=dict)
    started: list[subprocess.Popen] = field(default_factory=list)

    @property
    def server(self) -> Server:
        return Server(self.var / "postgres")

    @property
    def environment(self) -> dict[str, str]:
        jobs = {"KHUEVAN_JOBS_HEARTBEAT": "1", "KHUEVAN_JOBS_STOP": "2", "DJANGO_SETTINGS_MODULE": "config.settings"}
        return environment(self.var) | jobs

    def run(self, *arguments: str) -> str:
        program = [sys.executable, "-m", "tests.journeys.house_to_kill", *arguments]
        done = subprocess.run(program, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=180)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *program: str) -> subprocess.Popen:
        """In a session of its own, so that its children are killed with it."""
        self.started.append(subprocess.Popen(program, cwd=ROOT, env=self.environment, start_new_session=True))
        return self.started[-1]

    def web(self) -> subprocess.Popen:
        started = self.start(*serve("127.0.0.1", self.port, 1))
        wait_for(f"http://127.0.0.1:{self.port}/dang-nhap/")
        return started

    def worker(self) -> subprocess.Popen:
        return self.start(sys.executable, "-m", "tests.journeys.house_to_kill", "worker")

    def press(self, who: str, path: str) -> Thread:
        """A button of a page, pressed by somebody who waits for the answer and may never get one."""
        cookie = f"sessionid={self.told['sessions'][who]}; csrftoken={TOKEN}"
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data=b"", headers={"Cookie": cookie, "X-CSRFToken": TOKEN}, method="POST"
        )

        def wait() -> None:
            with suppress(OSError, urllib.error.URLError):
                urllib.request.urlopen(request, timeout=PATIENCE).close()

        thread = Thread(target=wait, daemon=True)
        thread.start()
        return thread

    def ask(self, sql: str) -> list[tuple]:
        with psycopg.connect(self.server.url()) as connection:
            return connection.execute(sql).fetchall()

    @contextmanager
    def stopped_at(self, table: str) -> Iterator[None]:
        """Nobody writes to a table meanwhile: whoever is about to has done everything that comes before it."""
        with suppress(psycopg.OperationalError), psycopg.connect(self.server.url()) as connection:
            connection.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
            yield

    def until_stopped_at(self, table: str) -> None:
        waiting = f"SELECT 1 FROM pg_locks WHERE NOT granted AND relation = '{table}'::regclass"
        until(lambda: self.ask(waiting))

    def kill_postmaster(self) -> None:
        pid = int((self.server.place.data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        until(lambda: not self.server.running())
        self.server.start()


def kill(process: subprocess.Popen) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=PATIENCE)


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come to it"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("bi ngat") / "var", free_port())
    house.told = json.loads(house.run("prepare").splitlines()[-1])
    yield house
    house.server.stop()
    shutil.rmtree(house.server.place.base, ignore_errors=True)


@pytest.fixture
def house(installation: House) -> Iterator[House]:
    yield installation
    for process in installation.started:
        kill(process)
    installation.started.clear()


LEARNERS = "SELECT count(*) FROM people_person WHERE full_name IN ('Lê Văn An', 'Bùi Đức Minh')"
STATE_OF_IMPORT = f"SELECT state, ({LEARNERS}), (SELECT count(*) FROM enrolment_enrolment) FROM sheets_importrun"


def test_import_killed_is_done_once_or_not_at_all(house: House):
    before, confirm = house.ask(STATE_OF_IMPORT), f"/nhap-excel/{house.told['import']}/xac-nhan/"
    web = house.web()

    with house.stopped_at("enrolment_enrolment"):
        house.press("tuan", confirm)
        house.until_stopped_at("enrolment_enrolment")
        kill(web)
    assert house.ask(STATE_OF_IMPORT) == before

    house.web()
    with house.stopped_at("enrolment_enrolment"):
        answer = house.press("tuan", confirm)
        house.until_stopped_at("enrolment_enrolment")
        house.kill_postmaster()
    answer.join(PATIENCE)
    assert house.ask(STATE_OF_IMPORT) == before

    house.run("job", "sheets.confirm", "tuan", json.dumps({"run_id": house.told["run"]}))
    with house.stopped_at("enrolment_enrolment"):
        victim = house.worker()
        house.until_stopped_at("enrolment_enrolment")
        kill(victim)
    assert house.ask(STATE_OF_IMPORT) == before

    house.worker()
    until(lambda: house.ask(STATE_OF_IMPORT) != before)
    [(_state, _people, stays)] = before
    assert house.ask(STATE_OF_IMPORT) == [("applied", 2, stays + 2)]


TREE = """
SELECT (SELECT array_agg((id, path, valid_to) ORDER BY id) FROM org_orgunit)::text,
       (SELECT array_agg((unit_id, period) ORDER BY id) FROM org_unitversion)::text,
       (SELECT state FROM org_reorganisation), (SELECT count(*) FROM org_succession)
"""
CLASSES = """
SELECT (SELECT array_agg((c.name, s.name) ORDER BY c.name) FROM enrolment_schoolclass c JOIN org_orgunit s ON s.id = c.school_id)::text,
       (SELECT count(*) FROM enrolment_enrolment WHERE status = 'reorganised'),
       (SELECT count(*) FROM enrolment_followedreorganisation)
"""


def test_reorganisation_killed_is_done_once_or_not_at_all(house: House):
    tree, classes, apply = house.ask(TREE), house.ask(CLASSES), f"/sap-xep-don-vi/{house.told['draft']}/ap-dung/"
    web = house.web()

    with house.stopped_at("org_succession"):
        house.press("vanphong", apply)
        house.until_stopped_at("org_succession")
        kill(web)
    assert house.ask(TREE) == tree

    house.web()
    with house.stopped_at("org_succession"):
        answer = house.press("vanphong", apply)
        house.until_stopped_at("org_succession")
        house.kill_postmaster()
    answer.join(PATIENCE)
    assert house.ask(TREE) == tree

    house.press("vanphong", apply).join(PATIENCE)
    [(_units, _versions, state, links)] = house.ask(TREE)
    assert (state, links, house.ask(CLASSES)) == ("applied", 1, classes)
    with house.stopped_at("enrolment_followedreorganisation"):
        victim = house.worker()
        house.until_stopped_at("enrolment_followedreorganisation")
        kill(victim)
    assert house.ask(CLASSES) == classes

    house.worker()
    until(lambda: house.ask(CLASSES) != classes)
    [(where, closed, followed)] = house.ask(CLASSES)
    assert '(3B,"Trường THCS Ninh Khánh")' in where.replace('\\"', '"')
    assert (closed, followed) == (1, 1)


FIGURES = """
SELECT (SELECT array_agg((unit_id, measure, breakdown, day, numerator, denominator) ORDER BY unit_id, measure, breakdown, day)
          FROM indicators_snapshot)::text, (SELECT count(*) FROM indicators_measurerun)
"""


def test_roll_up_killed_leaves_the_figures_as_they_were_and_is_done_again(house: House):
    before = house.ask(FIGURES)
    house.run("job", "indicators.measure", "vanphong")

    with house.stopped_at("indicators_measurerun"):
        victim = house.worker()
        house.until_stopped_at("indicators_measurerun")
        kill(victim)
    assert house.ask(FIGURES) == before

    with house.stopped_at("indicators_measurerun"):
        house.worker()
        house.until_stopped_at("indicators_measurerun")
        house.kill_postmaster()
    assert house.ask(FIGURES) == before

    until(lambda: house.ask(FIGURES) != before)
    until(lambda: house.ask("SELECT state FROM jobs_job WHERE kind = 'indicators.measure'") == [("done",)])
    measures = {measure for (measure,) in house.ask("SELECT DISTINCT measure FROM indicators_snapshot")}
    assert "learners.unified_profile" in measures
