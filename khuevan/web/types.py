"""What pages hand to templates: frozen dataclasses, no behaviour beyond wording."""

from dataclasses import dataclass
from enum import StrEnum

from khuevan.kernel.manifest import Text


class Tone(StrEnum):
    """How much a thing wants a person. Colour comes third, after the word and the icon."""

    OK = "ok"
    INFO = "info"
    WARN = "warn"
    BAD = "bad"
    MUTE = "mute"


@dataclass(frozen=True)
class Action:
    """A button of a page head or a row. `kind`: primary, default, danger or quiet. `post` sends a form, not a link."""

    label: Text
    url: str
    icon: str = ""
    kind: str = "default"
    post: bool = False


@dataclass(frozen=True)
class Banner:
    """A line above every page while something out of the ordinary lasts."""

    title: Text
    text: Text = ""
    action: Action | None = None


@dataclass(frozen=True)
class Crumb:
    """One step of the way to a page; without `url` it is not pressed."""

    label: Text
    url: str = ""


@dataclass(frozen=True)
class Empty:
    """What a list says when it has no rows, and the next step it offers."""

    title: Text
    text: Text = ""
    icon: str = "inbox"
    action: Action | None = None


@dataclass(frozen=True)
class Status:
    """A status: a word, a tone and an icon (a Tabler name, "" for none)."""

    word: Text
    tone: Tone = Tone.MUTE
    icon: str = ""
