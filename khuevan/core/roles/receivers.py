"""What follows from what others announce, and what roles give the floor below."""

from khuevan.core.org import api as org
from khuevan.core.org.events import ReorganisationApplied
from khuevan.core.people.api import offer_part, use_staff
from khuevan.kernel.actor import Actor
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
    """Not when the reorganisation was reversed before this job had its turn."""
    if not org.stands(event.reorganisation_id):
        return
    operations.follow_reorganisation(
        queries.system_actor(KEEPER, permissions=[Permission.ASSIGN]),
        reorganisation_id=event.reorganisation_id,
        effective_on=event.effective_on,
        ended=event.ended,
        successions=event.successions,
    )


@org.undoes_reorganisation
def move_posts_back(actor: Actor, reorganisation_id: int) -> None:
    """Within the reversal itself, so that posts at the new units do not stand in its way."""
    keeper = queries.system_actor(KEEPER, permissions=[Permission.ASSIGN])
    operations.undo_reorganisation(keeper, reorganisation_id=reorganisation_id)
