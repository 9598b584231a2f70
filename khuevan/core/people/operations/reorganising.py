"""Profiles kept by a unit that ends in a reorganisation: its one successor keeps them from then on.

Learners are kept by their class, which goes on; this is about staff, and guardians kept by a school. A unit with several
successors, or none, leaves its people where they are: whoever gives them their next post chooses (`core.roles`).
"""

from collections.abc import Iterable, Sequence

from django.db.models import F, QuerySet

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from ..models import FollowedKeeper, Person
from ..types import Permission


@operation
def follow_reorganisation(
    actor: Actor, *, reorganisation_id: int, ended: Iterable[int], successions: Iterable[Sequence[int]]
) -> None:
    """Give the profiles of units that ended to their one successor. Run twice, it changes nothing. Raises NotAllowed."""
    access.require(actor, Permission.EDIT)
    successors: dict[int, list[int]] = {}
    for unit, successor in successions:
        successors.setdefault(unit, []).append(successor)
    done = set(FollowedKeeper.objects.filter(reorganisation_id=reorganisation_id).values_list("former_id", flat=True))
    for unit in set(ended) - done:
        if len(successors.get(unit, ())) == 1:
            _hand_over(actor, reorganisation_id, unit, successors[unit][0])


@operation
def undo_reorganisation(actor: Actor, *, reorganisation_id: int) -> None:
    """Give back the profiles that the successors still keep. Run twice, it changes nothing. Raises NotAllowed."""
    access.require(actor, Permission.EDIT)
    for kept in FollowedKeeper.objects.filter(reorganisation_id=reorganisation_id):
        _keep(Person.objects.filter(pk__in=kept.persons, keeper=kept.successor_id), kept.former_id)
        kept.delete()


def _hand_over(actor: Actor, reorganisation_id: int, former: int, successor: int) -> None:
    rows = Person.objects.filter(keeper=former)
    persons = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    if not persons:
        return
    _keep(rows, successor)
    FollowedKeeper.objects.create(
        reorganisation_id=reorganisation_id, former_id=former, successor_id=successor, persons=persons
    )
    audit.record(actor, "people.keepers_followed", changes={"keeper": [former, successor], "persons": [0, len(persons)]})


def _keep(rows: QuerySet[Person], unit: int) -> None:
    rows.update(keeper=unit, version=F("version") + 1, updated_at=clock.now())
