"""Cards of the home page: what a provider named in a manifest (`HomeCard.provider`) returns."""

from dataclasses import dataclass

from khuevan.kernel.manifest import Text

from .types import Tone


@dataclass(frozen=True)
class CardRow:
    """A line of a card: what, how much, and where it leads. `waits` is work that waits for the reader."""

    label: Text
    value: Text = ""
    url: str = ""
    tone: Tone = Tone.MUTE
    waits: bool = False


@dataclass(frozen=True)
class Card:
    """One card. `figure` is written already (see `numbers`), out of `of`; `caption` says when it was measured.

    A figure with a tone is work that waits for the reader: the home page names it first, among what is to be done.
    """

    title: Text
    figure: Text = ""
    of: Text = ""
    caption: Text = ""
    url: str = ""
    tone: Tone = Tone.MUTE
    rows: tuple[CardRow, ...] = ()

    @property
    def waits(self) -> bool:
        return self.tone != Tone.MUTE and bool(self.url)
