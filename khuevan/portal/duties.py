"""What the home page puts first: work that waits for the one who signed in."""

from dataclasses import dataclass

from khuevan.kernel.actor import Actor
from khuevan.kernel.manifest import Text
from khuevan.web.cards import Card
from khuevan.web.navigation import Item, menu
from khuevan.web.types import Tone

from .queries import home_cards


@dataclass(frozen=True)
class Duty:
    """One line of what is to be done: what, how many, where to do it."""

    title: Text
    text: Text
    figure: Text
    url: str
    tone: Tone


def home(actor: Actor) -> tuple[list[Duty], list[Card]]:
    """What waits for somebody, the urgent first, and the cards that only tell."""
    cards = home_cards(actor)
    duties = [Duty(card.title, card.caption, card.figure, card.url, card.tone) for card in cards if card.waits]
    rows = [(card, row) for card in cards for row in card.rows if row.waits]
    duties += [Duty(row.label, card.title, row.value, row.url, row.tone) for card, row in rows]
    return sorted(duties, key=lambda duty: duty.tone != Tone.BAD), [card for card in cards if not card.waits]


def shortcuts(actor: Actor) -> list[Item]:
    """The pages of the menu, but for the home page."""
    return [item for group in menu(actor) for item in group.items if item.url_name != "portal:home"]
