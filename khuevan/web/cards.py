"""Cards of the home page: what a provider named in a manifest (`HomeCard.provider`) returns."""

from dataclasses import dataclass

from khuevan.kernel.manifest import Text

from .types import Tone


@dataclass(frozen=True)
class CardRow:
    """A line of a card: what, how much, and where it leads."""

    label: Text
    value: Text = ""
    url: str = ""
    tone: Tone = Tone.MUTE


@dataclass(frozen=True)
class Card:
    """One card. `figure` is written already (see `numbers`), out of `of`; `caption` says when it was measured."""

    title: Text
    figure: Text = ""
    of: Text = ""
    caption: Text = ""
    url: str = ""
    tone: Tone = Tone.MUTE
    rows: tuple[CardRow, ...] = ()
