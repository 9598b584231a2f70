"""What rooms above add to a profile (posts, study, health): they offer it, this room only shows it."""

from collections.abc import Callable, Mapping, Sequence

from khuevan.kernel.actor import Actor

from ..models import Person
from ..types import Part

PartProvider = Callable[[Actor, Sequence[Person]], Mapping[int, Part]]

_providers: dict[str, tuple[int, PartProvider]] = {}


def offer_part(code: str, *, order: int = 100) -> Callable[[PartProvider], PartProvider]:
    """Register `provider(actor, people)` -> {person id: Part}, asked once for all people of a page.

    The people were found in the actor's reach; what the provider shows beyond them it scopes itself.
    """

    def register(provider: PartProvider) -> PartProvider:
        _providers[code] = (order, provider)
        return provider

    return register


def parts_of(actor: Actor, people: Sequence[Person], *, on_card: bool = False) -> dict[int, list[Part]]:
    """Parts of each person in order; with `on_card` only those made for a child's card."""
    found: dict[int, list[Part]] = {person.pk: [] for person in people}
    for _order, provider in sorted(_providers.values(), key=lambda entry: entry[0]):
        for person_id, part in provider(actor, people).items():
            if part.on_card or not on_card:
                found[person_id].append(part)
    return found
