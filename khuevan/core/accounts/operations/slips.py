"""Printed slips with one-time passwords: sealed until their maker opens them, gone soon after."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from khuevan.core.audit import api as audit
from khuevan.kernel import clock, vault
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.operations import operation

from ..models import SlipBatch
from ..types import OpenedSlips, Slip, SlipsGone

KEPT = timedelta(hours=24)
# A printer jams, a line drops: for this long the same slips may be opened again.
AFTER_OPENING = timedelta(minutes=15)


@operation
def seal_slips(actor: Actor, *, title: str, slips: Sequence[Slip]) -> UUID:
    """Keep slips for printing; returns what `accounts:slips` needs. Only the actor opens them, within a day.

    Call it with what `open_accounts` or `reset_password` returned; the passwords are nowhere else. Raises NotAllowed for
    an actor without an account.
    """
    if actor.user_id is None:
        raise NotAllowed()
    now = clock.now()
    sealed = vault.seal(json.dumps([asdict(slip) for slip in slips], ensure_ascii=False))
    batch = SlipBatch.objects.create(
        made_by_id=actor.user_id, title=title, count=len(slips), sealed=sealed, made_at=now, expires_at=now + KEPT
    )
    audit.record(actor, "accounts.slips_sealed", changes={"slips": [None, len(slips)]})
    return batch.uid


@operation
def open_slips(actor: Actor, *, uid: UUID) -> OpenedSlips:
    """The slips to print. From the first opening on they are kept for 15 minutes more. Raises SlipsGone."""
    now = clock.now()
    batch = SlipBatch.objects.select_for_update().filter(made_by_id=actor.user_id, uid=uid, expires_at__gt=now).first()
    if batch is None:
        raise SlipsGone()
    if batch.opened_at is None:
        batch.opened_at, batch.expires_at = now, min(batch.expires_at, now + AFTER_OPENING)
        batch.save(update_fields=["opened_at", "expires_at"])
    audit.record(actor, "accounts.slips_opened", changes={"slips": [None, batch.count]})
    slips = tuple(Slip(**fields) for fields in json.loads(vault.unseal(batch.sealed)))
    return OpenedSlips(batch.title, slips, batch.expires_at)
