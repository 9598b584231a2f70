"""Sending what leaves the house: every notice at most once.

A dispatch is marked before it is tried. When a try ends without an answer (the worker died, the line broke), nobody knows
whether the notice arrived, and it is not sent again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from khuevan.core.jobs.api import JobResult, JobRun, Transient
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor

from ..models import Dispatch, Notice
from .channels import CHANNELS, Deliver, Later, Refused

KEEP = timedelta(days=365)
State = Dispatch.State


def send(run: JobRun, *, channel: str, dispatch_ids: Sequence[int]) -> JobResult:
    """Send the dispatches that still wait. Raises Transient when some of them must be tried again."""
    mine = Dispatch.objects.filter(pk__in=dispatch_ids)
    mine.filter(state=State.SENDING).update(state=State.UNSURE, changed_at=clock.now())  # an earlier try died here
    waiting = mine.filter(state=State.WAITING).select_related("notice__recipient").order_by("pk")
    if waiting.exists():
        with CHANNELS[channel].open() as deliver:
            for number, dispatch in enumerate(waiting, 1):
                _try(dispatch, deliver)
                run.progress(number, len(dispatch_ids))
    left = mine.filter(state=State.WAITING).count()
    if left:
        raise Transient(f"{left} notices not taken yet")
    return JobResult({str(State(state).label): mine.filter(state=state).count() for state in (State.SENT, State.REFUSED)})


def clean_up(actor: Actor, timestamp: datetime) -> None:
    """Nightly: forget notices older than a year."""
    Notice.objects.filter(at__lt=clock.now() - KEEP).delete()


def _try(dispatch: Dispatch, deliver: Deliver) -> None:
    if not _move(dispatch, State.WAITING, State.SENDING):
        return
    try:
        deliver(dispatch.notice)
    except Refused as error:
        _move(dispatch, State.SENDING, State.REFUSED, str(error))
    except Later as error:
        _move(dispatch, State.SENDING, State.WAITING, str(error))
    except Exception as error:
        _move(dispatch, State.SENDING, State.UNSURE, str(error))
        raise Transient("the line broke while a notice was on its way") from error
    else:
        _move(dispatch, State.SENDING, State.SENT)


def _move(dispatch: Dispatch, old: str, new: str, note: str = "") -> bool:
    rows = Dispatch.objects.filter(pk=dispatch.pk, state=old)
    return bool(rows.update(state=new, note=note[:300], changed_at=clock.now()))
