"""What follows from what others announce, and what roles give the floor below."""

from khuevan.core.org.events import ReorganisationApplied, ReorganisationReversed
from khuevan.core.people.api import offer_part, use_staff
from khuevan.kernel.events import receives

from . import operations, queries
from .queries import profiles
from .types import Permission

KEEPER = "Sắp xếp đơn vị"

use_staff(profiles.staff_ids)
offer_part("roles.homeroom", order=10)(profiles.homeroom_part)
offer_part("roles.posts", order=20)(profiles.posts_part)


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
