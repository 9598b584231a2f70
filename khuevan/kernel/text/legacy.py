"""Text typed in the fonts of before Unicode: TCVN3 (ABC, «.VnTime») and VNI-Windows («VNI-Times»).

Such a cell reaches us as Latin-1 characters that only look right in their font: «NguyÔn V¨n A», «Nguyeãn Vaên A». Convert
before `normalize`, which removes the soft hyphen that TCVN3 uses as «ư».
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from .letters import LETTER_AND_TONE, TONE_MARKS, VIETNAMESE_LETTERS
from .syllables import is_syllable


class Encoding(StrEnum):
    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI_WINDOWS = "vni_windows"
    UNKNOWN = "unknown"


_TONED: Final = {pair: char for char, pair in LETTER_AND_TONE.items()}

# The five toned forms of each vowel, in the order huyền, hỏi, ngã, sắc, nặng.
_TCVN3_TONED: Final = {
    "a": "µ¶·¸¹",
    "ă": "»¼½¾Æ",
    "â": "ÇÈÉÊË",
    "e": "ÌÎÏÐÑ",
    "ê": "ÒÓÔÕÖ",
    "i": "×ØÜÝÞ",
    "o": "ßáâãä",
    "ô": "åæçèé",
    "ơ": "êëìíî",
    "u": "ïñòóô",
    "ư": "õö÷øù",
    "y": "úûüýþ",
}
_TCVN3: Final = dict(zip("¡¢£¤¥¦§¨©ª«¬\xad®", "ĂÂÊÔƠƯĐăâêôơưđ", strict=True)) | {
    code: _TONED[vowel, tone] for vowel, codes in _TCVN3_TONED.items() for tone, code in enumerate(codes, start=1)
}

_VNI_TONES: Final = "øûõùï"
_VNI_PAIRS: Final = {  # what stands before the mark -> (the vowel, its five marks)
    "a": ("a", _VNI_TONES),
    "e": ("e", _VNI_TONES),
    "o": ("o", _VNI_TONES),
    "u": ("u", _VNI_TONES),
    "y": ("y", _VNI_TONES),
    "ô": ("ơ", _VNI_TONES),
    "ö": ("ư", _VNI_TONES),
}
_VNI_CIRCUMFLEX: Final = {"a": "â", "e": "ê", "o": "ô"}
_VNI_CIRCUMFLEX_MARKS: Final = "âàåãáä"
_VNI_BREVE_MARKS: Final = "êèúüéë"
_VNI_SINGLE: Final = dict(zip("ôöñîìæóíò", "ơưđỵìỉĩíị", strict=True))


def _vni_table() -> dict[str, str]:
    lower = dict(_VNI_SINGLE)
    for before, (vowel, marks) in _VNI_PAIRS.items():
        lower |= {before + mark: _TONED[vowel, tone] for tone, mark in enumerate(marks, start=1)}
    for before, vowel in _VNI_CIRCUMFLEX.items():
        lower |= {before + mark: _TONED[vowel, tone] for tone, mark in enumerate(_VNI_CIRCUMFLEX_MARKS)}
    lower |= {"a" + mark: _TONED["ă", tone] for tone, mark in enumerate(_VNI_BREVE_MARKS)}
    table = dict(lower)
    for code, char in lower.items():  # a capital may carry the mark in either case
        table[code.upper()] = char.upper()
        table[code[0].upper() + code[1:]] = char.upper()
    return table


_VNI: Final = _vni_table()
_TCVN3_PATTERN: Final = re.compile("[" + "".join(_TCVN3) + "]")
_VNI_PATTERN: Final = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))
_TABLES: Final = {Encoding.TCVN3: (_TCVN3_PATTERN, _TCVN3), Encoding.VNI_WINDOWS: (_VNI_PATTERN, _VNI)}

_WORDS: Final = re.compile("[A-Za-z\xa1-\xff]+")
_ASCII_CAPITALS: Final = re.compile("[^a-z]*[A-Z][^a-z]*[A-Z][^a-z]*")
# Signs that stand inside a word only when their code means a letter in TCVN3 (guillemets do stand beside words).
_NOT_LETTERS: Final = re.compile("[A-Za-zÀ-ÿ][§¨¬\xad®¶·¸¹¼½¾×÷]|[§¨¬\xad®¶·¸¹¼½¾×÷][A-Za-zÀ-ÿ]")
_UNICODE_ONLY: Final = re.compile(
    "["
    + "".join(sorted({form for char in VIETNAMESE_LETTERS for form in (char, char.upper()) if form > "\xff"}))
    + "".join(filter(None, TONE_MARKS))
    + "]"
)
# In a long text a few abbreviations or foreign words must not hide the encoding of the rest.
_LONG_TEXT_WORDS: Final = 5
_LONG_TEXT_SHARE: Final = 0.8
_COLUMN_SHARE: Final = 0.8


def detect(text: str) -> Encoding:
    """The encoding of one cell. Correct Unicode is never taken for a legacy font.

    A short cell that is right in both readings («Hoà» is «Hồ» in VNI) counts as Unicode: ask `detect_column`.
    UNKNOWN: the text is broken, but neither reading mends it.
    """
    if text.isascii() or _UNICODE_ONLY.search(text):
        return Encoding.UNICODE
    words = [word for word in _WORDS.findall(text) if not word.isascii()]
    if all(_is_word(word) for word in words):
        return Encoding.UNICODE
    readings = [encoding for encoding in _TABLES if _mends(words, encoding)]
    if len(readings) == 1:
        return readings[0]
    return Encoding.UNKNOWN if readings or _NOT_LETTERS.search(text) else Encoding.UNICODE


def detect_column(values: Iterable[object]) -> Encoding:
    """The encoding of a whole column of cells, which settles the cells that could be either.

    UNKNOWN: the column mixes encodings; then each cell has to be detected by itself.
    """
    counts = dict.fromkeys((Encoding.UNICODE, Encoding.TCVN3, Encoding.VNI_WINDOWS), 0)
    for value in values:
        if isinstance(value, str) and not value.isascii():
            found = detect(value)
            if found in _TABLES or _UNICODE_ONLY.search(value):
                counts[found] += 1
    total = sum(counts.values())
    best = max(counts, key=lambda encoding: counts[encoding])
    if total == 0:
        return Encoding.UNICODE
    return best if counts[best] >= _COLUMN_SHARE * total else Encoding.UNKNOWN


def to_unicode(text: str, encoding: Encoding) -> str:
    """Convert one cell; text that already has Vietnamese Unicode letters, or is not TCVN3 or VNI, comes back as it is.

    A word whose plain letters are all capitals becomes capital throughout: TCVN3 has no capitals with a tone.
    """
    if encoding not in _TABLES or text.isascii() or _UNICODE_ONLY.search(text):
        return text
    return _WORDS.sub(lambda word: _convert_word(word[0], encoding), text)


def _convert_word(word: str, encoding: Encoding) -> str:
    pattern, table = _TABLES[encoding]
    converted = pattern.sub(lambda code: table[code[0]], word)
    return converted.upper() if _ASCII_CAPITALS.fullmatch(word) else converted


def _mends(words: list[str], encoding: Encoding) -> bool:
    converted = [_convert_word(word, encoding) for word in words]
    right = sum(_is_word(word) for word in converted)
    if len(words) >= _LONG_TEXT_WORDS:
        return right >= _LONG_TEXT_SHARE * len(words) and right > sum(_is_word(word) for word in words)
    return right == len(words)


def _is_word(word: str) -> bool:
    """Right as it stands: a Vietnamese syllable, written in small letters, in capitals or with a first capital."""
    return (word.islower() or word.isupper() or word[1:].islower()) and is_syllable(word.lower())
