"""Which column of a file is which column of an importer, judged by the words of its heading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from khuevan.kernel.text import search_key

from ..types import Column

#: A heading less alike than this is not guessed at all.
LEAST_ALIKE = 0.86
CONTAINED = 0.9
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_ASIDE = re.compile(r"[*:]+")


@dataclass(frozen=True)
class Guess:
    """Column `index` of the file (from 0) is the importer's `code`; `score` 1.0 when the heading is a known one."""

    index: int
    code: str
    score: float


def guess_columns(titles: Sequence[str], columns: Sequence[Column]) -> list[Guess]:
    """The best assignment: every column of the file and every code at most once, surest first; ties go to the left."""
    known = _known_headings(columns)
    found = [
        Guess(index, code, score)
        for index, title in enumerate(titles)
        for code, score in _scores(heading_key(title), known).items()
    ]
    chosen: dict[int, Guess] = {}
    taken: set[str] = set()
    for guess in sorted(found, key=lambda guess: (-guess.score, guess.index)):
        if guess.index not in chosen and guess.code not in taken:
            chosen[guess.index] = guess
            taken.add(guess.code)
    return [chosen[index] for index in sorted(chosen)]


def known_titles(titles: Sequence[str], columns: Sequence[Column]) -> int:
    """How many of the titles are headings that the columns name, to the letter."""
    known = _known_headings(columns)
    return sum(heading_key(title) in known for title in titles if title)


def _known_headings(columns: Sequence[Column]) -> dict[str, str]:
    return _known(tuple((column.code, column.headings) for column in columns))


def heading_key(title: str) -> str:
    """A heading without diacritics, stars, colons and what stands in brackets: «Ngày sinh (*) (dd/mm/yyyy)» -> «ngay sinh».

    When everything stands in brackets, they count.
    """
    plain = _ASIDE.sub(" ", title)
    return search_key(_BRACKETS.sub(" ", plain)) or search_key(plain)


@lru_cache(maxsize=64)
def _known(named: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    """Key of a heading -> code. The first code that claims a heading keeps it."""
    known: dict[str, str] = {}
    for code, headings in named:
        for heading in headings:
            known.setdefault(heading_key(heading), code)
    return known


def _scores(key: str, known: dict[str, str]) -> dict[str, float]:
    if not key:
        return {}
    if key in known:
        return {known[key]: 1.0}
    best: dict[str, float] = {}
    for heading, code in known.items():
        score = _alike(key, heading)
        if score >= LEAST_ALIKE and score > best.get(code, 0.0):
            best[code] = score
    return best


def _alike(key: str, heading: str) -> float:
    """A heading whose words, two at least, all stand in the key is nearly sure; otherwise how alike the letters are."""
    if " " in heading and f" {heading} " in f" {key} " and key.count(" ") <= heading.count(" ") + 2:
        return CONTAINED
    if abs(len(key) - len(heading)) > 3:
        return 0.0
    matcher = SequenceMatcher(None, key, heading, autojunk=False)
    return matcher.ratio() * 0.99 if matcher.quick_ratio() >= LEAST_ALIKE else 0.0
