"""Posts at units that end: they follow to the one successor, or wait for a person to decide among several."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation

from .. import queries
from ..events import PostsLeftBehind
from ..models import ReorganisedPost, RoleAssignment
from ..types import Permission


@operation
def follow_reorganisation(
    actor: Actor, *, reorganisation_id: int, effective_on: date, ended: Iterable[int], successions: Iterable[Sequence[int]]
) -> None:
    """End the posts of units that ended; where a unit has one successor they go on there, where it has several or none
    they are announced as left behind. Being run twice changes nothing. Raises NotAllowed.
    """
    access.require(actor, Permission.ASSIGN)
    successors = defaultdict(list)
    for predecessor, successor in successions:
        successors[predecessor].append(successor)
    for unit_id in ended:
        posts = list(queries.in_force(effective_on).filter(unit_id=unit_id, starts_on__lt=effective_on).select_for_update())
        only = successors[unit_id][0] if len(successors[unit_id]) == 1 else None
        for post in posts:
            _end(post, reorganisation_id, effective_on, only)
        if posts:
            _tell(actor, unit_id, reorganisation_id, posts, only)


@operation
def undo_reorganisation(actor: Actor, *, reorganisation_id: int) -> None:
    """Posts are held again as before the reorganisation. Being run twice changes nothing. Raises NotAllowed."""
    access.require(actor, Permission.ASSIGN)
    for kept in ReorganisedPost.objects.filter(reorganisation_id=reorganisation_id).select_related("post", "continued_by"):
        if kept.continued_by:
            kept.continued_by.delete()
        kept.post.ends_on = kept.former_end
        kept.post.save(update_fields=["ends_on"])
        kept.delete()
    audit.record(actor, "roles.reorganisation_undone", changes={"reorganisation": [reorganisation_id, None]})


def _end(post: RoleAssignment, reorganisation_id: int, effective_on: date, successor_id: int | None) -> None:
    former_end, post.ends_on = post.ends_on, effective_on - timedelta(days=1)
    post.save(update_fields=["ends_on"])
    continued = _continue(post, effective_on, former_end, successor_id) if successor_id else None
    ReorganisedPost.objects.create(
        reorganisation_id=reorganisation_id, post=post, former_end=former_end, continued_by=continued
    )


def _continue(post: RoleAssignment, starts_on: date, ends_on: date | None, unit_id: int) -> RoleAssignment | None:
    """The same post at the successor; None when the person holds it there already."""
    if queries.in_force(starts_on).filter(person_id=post.person_id, role=post.role, unit_id=unit_id).exists():
        return None
    return RoleAssignment.objects.create(
        person_id=post.person_id, role=post.role, unit_id=unit_id, starts_on=starts_on, ends_on=ends_on,
        basis=post.basis, assigned_by_id=post.assigned_by_id,
    )  # fmt: skip


def _tell(actor: Actor, unit_id: int, reorganisation_id: int, posts: list[RoleAssignment], successor_id: int | None) -> None:
    changes = {"unit": [unit_id, successor_id], "posts": [len(posts), len(posts) if successor_id else 0]}
    audit.record(actor, "roles.posts_moved" if successor_id else "roles.posts_left_behind", changes=changes)
    if successor_id is None:
        publish(PostsLeftBehind(unit_id, reorganisation_id, tuple(sorted({post.person_id for post in posts}))))
