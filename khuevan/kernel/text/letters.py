"""The Vietnamese alphabet as tables: every letter with its rank, its base letter and its tone.

Built once at import; the functions of this package only look things up.
"""

import unicodedata
from typing import Final

#: The 29 letters of the alphabet with f, j, w, z in their Latin places.
ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

VOWELS: Final = "aăâeêioôơuưy"

#: Combining marks in the order of tones: ngang (none), huyền, hỏi, ngã, sắc, nặng.
TONE_MARKS: Final = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")

#: Combining circumflex, breve and horn belong to the letter, not to the tone.
_QUALITY_MARKS: Final = ("\u0302", "\u0306", "\u031b")


def _with_tone(letter: str, tone: int) -> str:
    return unicodedata.normalize("NFC", letter + TONE_MARKS[tone])


# Letters with a stroke, which Unicode does not decompose.
_STROKED: Final = {"đ": "d", "ð": "d", "ø": "o", "ł": "l"}

#: Lower-case toned vowel -> (letter, tone 0..5); also holds the letters without tone.
LETTER_AND_TONE: Final[dict[str, tuple[str, int]]] = {letter: (letter, 0) for letter in ALPHABET} | {
    _with_tone(vowel, tone): (vowel, tone) for vowel in VOWELS for tone in range(1, 6)
}

#: Every lower-case letter that Vietnamese writes, with and without tone.
VIETNAMESE_LETTERS: Final = frozenset(LETTER_AND_TONE) - frozenset("fjwz")


def plain_letter(char: str) -> str:
    """The lower-case letters of a character without any diacritics: «Ẫ» -> «a», «Đ» -> «d», «ß» -> «ss»."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold()).casefold()
    return "".join(_STROKED.get(mark, mark) for mark in decomposed if not unicodedata.combining(mark))


def letter_and_tone(char: str) -> tuple[str, int]:
    """The letter and the tone (0..5) of one lower-case character; foreign diacritics fall away («ö» -> «o»)."""
    known = LETTER_AND_TONE.get(char)
    if known is not None:
        return known
    marks = unicodedata.normalize("NFD", char)
    tone = next((TONE_MARKS.index(mark) for mark in marks[1:] if mark in TONE_MARKS), 0)
    kept = marks[0] + "".join(mark for mark in marks[1:] if mark in _QUALITY_MARKS)
    letter = unicodedata.normalize("NFC", kept)
    return (letter if letter in LETTER_AND_TONE else plain_letter(char)), tone
