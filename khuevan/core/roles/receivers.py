"""What follows from what others announce."""

from khuevan.core.org.events import ReorganisationApplied, ReorganisationReversed
from khuevan.kernel.events import receives

from . import operations, queries
from .types import Permission

KEEPER = "Sắp xếp đơn vị"


@receives(ReorganisationApplied)
def move_posts(event: ReorganisationApplied) -> None:
    operations.follow_reorganisation(
        queries.system_actor(KEEPER, permissions=[Permission.ASSIGN]),
        reorganisation_id=event.reorganisation_id,
        effective_on=event.effective_on,
        ended=event.ended,
        successions=event.successions,
    )


@receives(ReorganisationReversed)
def move_posts_back(event: ReorganisationReversed) -> None:
    actor = queries.system_actor(KEEPER, permissions=[Permission.ASSIGN])
    operations.undo_reorganisation(actor, reorganisation_id=event.reorganisation_id)
