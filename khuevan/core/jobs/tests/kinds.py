"""Kinds of jobs and a subscriber that exist only for the tests; a worker started by a test imports this module."""

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from khuevan.core.audit import api as audit
from khuevan.core.jobs.api import Cancelled, JobResult, JobRun, Transient, job
from khuevan.kernel.actor import Actor, SensitiveRead
from khuevan.kernel.errors import Refusal
from khuevan.kernel.events import receives

SYSTEM_ONLY = "jobs.manage"


class BadSheet(Refusal):
    code = "bad_sheet"
    message = "Cột «Ngày sinh» thiếu ở dòng 7."


@dataclass(frozen=True)
class Happened:
    number: int
    day: date
    uid: UUID
    parts: tuple[int, ...]


received: list[object] = []


def mark(run: JobRun, verb: str) -> None:
    """Something written by the work, so that a test sees whether it stands."""
    audit.record(run.actor, f"test.{verb}")


@job("test.write")
def write(run: JobRun, **arguments) -> JobResult:
    mark(run, "written")
    run.progress(1, 2, "Đang ghi")
    return JobResult({"Số dòng": 2, "Tham số": str(sorted(arguments.items()))}, link="/ket-qua/")


@job("test.guarded", permission=SYSTEM_ONLY)
def guarded(run: JobRun) -> None:
    mark(run, "guarded")


@job("test.refuse")
def refuse(run: JobRun) -> None:
    mark(run, "refused")
    raise BadSheet()


@job("test.break")
def break_down(run: JobRun) -> None:
    mark(run, "broken")
    run.actor.reads.append(SensitiveRead(7, ("personal_id",), "thử"))
    raise ValueError("bí mật kỹ thuật")


@job("test.flaky")
def flaky(run: JobRun) -> None:
    mark(run, "flaky")
    raise Transient("máy chủ thư không trả lời")


@job("test.obedient")
def obedient(run: JobRun) -> None:
    mark(run, "obedient")
    if run.cancelled():
        raise Cancelled()


@job("test.slow")
def slow(run: JobRun, marker: str, seconds: float = 60) -> JobResult:
    """Slow at the first try, quick when the marker file is there already."""
    mark(run, "slow")
    if not Path(marker).exists():
        Path(marker).touch()
        _wait(run, seconds)
    return JobResult({"Lần": "xong"})


def _wait(run: JobRun, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        run.progress(3, 10, "Đang làm dòng 3")
        if run.cancelled():
            raise Cancelled()
        time.sleep(0.05)


@receives(Happened)
def hear(event: Happened) -> None:
    received.append(event)


class Unhappy(Exception):
    """The subscriber's own trouble."""


@dataclass(frozen=True)
class Spoilt:
    number: int


@receives(Spoilt)
def choke(event: Spoilt) -> None:
    raise Unhappy(event.number)


def tick(actor, timestamp) -> None:
    received.append((actor.name, actor.holds(SYSTEM_ONLY), timestamp))


@dataclass(frozen=True)
class Noted:
    text: str


@receives(Noted)
def note(event: Noted) -> None:
    audit.record(Actor(name="Thử"), "test.noted", changes={"text": ["", event.text]})
