"""One spelling for one text: NFC, single spaces, nothing invisible; and the key that search uses."""

import re
import unicodedata

from .letters import plain_letter

# Soft hyphens, zero-width characters, direction marks, byte order marks and control characters.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")

# Old Vietnamese keyboards produce the Icelandic eth, which looks the same and never occurs in a Vietnamese text.
_ETH, _D_WITH_STROKE = "Ðð", "Đđ"

_APOSTROPHES = "'’‘ʼ`´ʹ"


class _Folding(dict[int, str]):
    """Character -> what stands for it in a search key; fills itself as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        parts = "" if char in _APOSTROPHES else plain_letter(char)
        folded = "".join(part if part.isalnum() else " " for part in parts if part not in _APOSTROPHES)
        self[code] = folded
        return folded


_FOLDING = _Folding()


def normalize(text: str) -> str:
    """NFC, whitespace (with no-break spaces) collapsed to single spaces, invisible characters removed.

    Text in a legacy font must be converted first (`legacy.to_unicode`): TCVN3 uses the soft hyphen as a letter.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = text.replace(_ETH[0], _D_WITH_STROKE[0]).replace(_ETH[1], _D_WITH_STROKE[1])
    return " ".join(_INVISIBLE.sub("", text).split())


def inside_sentence(words: object) -> str:
    """A label as it stands inside a sentence: «Mã định danh Bộ GDĐT» -> «mã định danh Bộ GDĐT». Only its first letter is small."""
    text = str(words)
    return text[:1].lower() + text[1:]


def search_key(text: str) -> str:
    """Lower-case letters without diacritics, digits and single spaces: «Đặng H'Hen, 1/10» -> «dang hhen 1 10»."""
    return " ".join(text.translate(_FOLDING).split())
