"""Rules of accounts as pure functions: names, passwords, waiting times, names of devices."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from khuevan.kernel.text import search_key

LEAST_LENGTH = 12
OWN_REST = 8
LONGEST_STEM = 16
SHORTEST_STEM = 3

# No letter or digit that is mistaken for another on paper: without i, l, o, 0, 1.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 3

DEVICES = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
           ("CrOS", "Chromebook"), ("Mac OS X", "macOS"), ("Linux", "Linux"))  # fmt: skip
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("coc_coc", "Cốc Cốc"), ("SamsungBrowser", "Samsung Internet"),
            ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"),
            ("Safari", "Safari"))  # fmt: skip


@dataclass(frozen=True)
class Patience:
    """After how many failures in a row one has to wait, how long at first, and at most. Each further failure doubles it."""

    failures: int
    first: timedelta
    longest: timedelta

    @classmethod
    def of(cls, failures: int, first_seconds: int, longest_seconds: int) -> "Patience":
        return cls(failures, timedelta(seconds=first_seconds), timedelta(seconds=longest_seconds))


def wait(failures: int, patience: Patience) -> timedelta:
    """How long nobody is listened to after so many failures in a row."""
    beyond = failures - patience.failures
    if beyond < 0:
        return timedelta(0)
    return min(patience.first * 2 ** min(beyond, 30), patience.longest)


def username_stem(full_name: str) -> str:
    """Given name, then the initials of the other words: «Nguyễn Thị Ánh Nguyệt» -> «nguyetnta». 3 to 16 letters."""
    words = [letters for word in search_key(full_name).split() if (letters := re.sub(r"[^a-z]", "", word))]
    if not words:
        return "taikhoan"
    stem = words[-1] + "".join(word[0] for word in words[:-1])
    return stem[:LONGEST_STEM].ljust(SHORTEST_STEM, "x")


def number_usernames(stems: Iterable[str], taken: dict[str, int]) -> list[str]:
    """A free user name for each stem, in order. `taken` maps a stem to its highest number in use (1 for the bare stem)."""
    highest = dict(taken)
    names = []
    for stem in stems:
        highest[stem] = number = highest.get(stem, 0) + 1
        names.append(stem if number == 1 else f"{stem}{number}")
    return names


def one_time_password(choose: Callable[[str], str]) -> str:
    """Four groups of three: «k7m-pq4-xtz-8hd», 59 bits. `choose` picks a letter of a string at random (secrets.choice)."""
    groups = ("".join(choose(READABLE) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def is_common(password: str) -> bool:
    """Whether the letters are nothing but words that everybody tries, whatever digits and signs stand between them."""
    letters = re.sub(r"[^a-z]", "", search_key(password))
    return _made_of(letters, common_words())


def is_like_owner(password: str, own_words: Iterable[str]) -> bool:
    """Whether too little is left of a password once the owner's own words (names, user name, phone, e-mail) are taken out."""
    rest = re.sub(r"[^a-z0-9]", "", search_key(password))
    before = rest
    for word in sorted(_parts(own_words), key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != before and len(rest) < OWN_REST


def is_expired(set_at: datetime | None, days: int, now: datetime) -> bool:
    """Whether a password set then must be changed now. 0 days: never."""
    return bool(days) and (set_at is None or set_at + timedelta(days=days) <= now)


def device_name(user_agent: str) -> str:
    """Words for a list of sessions: «Chrome, Windows»; "" when the browser names nothing known."""
    browser = _first_named(BROWSERS, user_agent)
    device = _first_named(DEVICES, user_agent)
    return ", ".join(part for part in (browser, device) if part)


@cache
def common_words() -> frozenset[str]:
    """Words of `data/common-words.txt`, without diacritics."""
    lines = (Path(__file__).parent / "data/common-words.txt").read_text().splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _made_of(letters: str, words: frozenset[str]) -> bool:
    """Whether a string can be cut into words without a rest; the empty string can."""
    longest = max(map(len, words))
    reachable = [True] + [False] * len(letters)
    for end in range(1, len(letters) + 1):
        reachable[end] = any(reachable[start] and letters[start:end] in words for start in range(max(0, end - longest), end))
    return reachable[-1]


def _parts(own_words: Iterable[str]) -> set[str]:
    parts = set()
    for text in own_words:
        parts.update(re.findall(r"[a-z0-9]{2,}", search_key(text)))
    return parts


def _first_named(names: Sequence[tuple[str, str]], user_agent: str) -> str:
    return next((name for mark, name in names if mark in user_agent), "")
