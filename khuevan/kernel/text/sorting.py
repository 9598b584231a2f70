"""Sort keys: strings whose byte order (`COLLATE "C"`) is the Vietnamese dictionary order.

A syllable becomes one ASCII character per letter, then one digit for the tone: letters decide, the tone breaks the tie
before the next syllable is looked at. A number becomes «6», two digits of length, and its digits, so 2 comes
before 10 and numbers before letters. A digit of tone is smaller than a number, a number smaller than a letter, so that
a shorter name comes first.
"""

import re
from functools import lru_cache
from string import ascii_letters, ascii_uppercase

from .letters import ALPHABET, letter_and_tone
from .normal import normalize

_RANK = dict(zip(ALPHABET, ascii_uppercase + ascii_letters[:7], strict=True))
_AFTER_ALL_LETTERS = "z"
_NUMBER = "6"
_BETWEEN_PARTS = " "
_RUNS = re.compile(r"[0-9]+|[^\W0-9_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´ʹ")


def _number_key(digits: str) -> str:
    significant = digits.lstrip("0") or "0"
    return f"{_NUMBER}{min(len(significant), 99):02d}{significant}"


def _letters_key(run: str) -> str:
    ranks, tone = [], 0
    for char in run:
        letter, char_tone = letter_and_tone(char)
        tone = tone or char_tone
        ranks += [_RANK.get(part) or f"{_AFTER_ALL_LETTERS}{ord(part):06X}" for part in letter]
    return "".join(ranks) + str(tone)


@lru_cache(maxsize=65536)
def _word_key(word: str) -> str:
    runs = _RUNS.findall(word.lower().translate(_APOSTROPHES))
    return "".join(_number_key(run) if run[0] <= "9" else _letters_key(run) for run in runs)


def sort_key(full_name: str) -> str:
    """Key of a person's name: given name first, then the middle names as written, then the surname."""
    *before, given = [_word_key(word) for word in normalize(full_name).split(" ")]
    surname = before[0] if before else ""
    return _BETWEEN_PARTS.join((given, "".join(before[1:]), surname)).rstrip()


def sort_key_plain(text: str) -> str:
    """Key of the name of a unit, read from left to right with numbers in natural order: «Lớp 2» before «Lớp 10»."""
    return "".join([_word_key(word) for word in normalize(text).split(" ")])
