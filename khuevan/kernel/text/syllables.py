"""Is this a syllable that Vietnamese spelling allows? Used to tell text in a legacy font from Unicode text.

The check is about spelling (onset, rime, place of the tone, tones before a final stop), not about meaning.
"""

from functools import lru_cache
from typing import Final

from .letters import LETTER_AND_TONE

_CONSONANTS: Final = "b c d đ g h k l m n p r s t v x ch gh gi kh ng ngh nh ph qu th tr"
_ONSETS: Final = frozenset(["", *_CONSONANTS.split()])
_STOPS: Final = ("c", "k", "p", "t", "ch")
_STOP_TONES: Final = (4, 5)

# Nucleus (with its glide) -> (place of the tone, final sounds); "-" is no final sound.
_NUCLEI: Final = {
    "a": (0, "- c ch i m n ng nh o p t u y"),
    "ă": (0, "c k m n ng p t"),
    "â": (0, "c m n ng p t u y"),
    "e": (0, "- c m n ng o p t"),
    "ê": (0, "- ch m n nh p t u"),
    "i": (0, "- ch m n nh p t u"),
    "o": (0, "- c i m n ng p t"),
    "ô": (0, "- c i m n ng p t"),
    "ơ": (0, "- i m n p t"),
    "u": (0, "- c i m n ng p t"),
    "ư": (0, "- c i m n ng t u"),
    "y": (0, "- ch n nh p t"),
    "ia": (0, "-"),
    "iê": (1, "c m n ng p t u"),
    "yê": (1, "m n ng t u"),
    "ua": (0, "-"),
    "uô": (1, "c i m n ng t"),
    "ưa": (0, "-"),
    "ươ": (1, "c i m n ng p t u"),
    "oa": (1, "c ch i m n ng nh o p t y"),
    "oă": (1, "c m n ng t"),
    "oe": (1, "m n o t"),
    "oo": (1, "c ng"),
    "uâ": (1, "n ng t y"),
    "uê": (1, "- ch nh"),
    "uơ": (1, "-"),
    "uy": (1, "ch n nh p t u"),
    "uya": (1, "-"),
    "uyê": (2, "n t"),
}
# Both places are in use: «hòa» and «hoà», «thúy» and «thuý».
_TWO_PLACES: Final = ("oa", "oe", "uy")

#: Rime -> the places where its tone may stand.
_RIMES: Final = {
    nucleus + final.strip("-"): (place,) for nucleus, (place, finals) in _NUCLEI.items() for final in finals.split()
} | dict.fromkeys(_TWO_PLACES, (0, 1))


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether one lower-case word in NFC is a possible Vietnamese syllable with its tone where it belongs."""
    if not all(char in LETTER_AND_TONE for char in word):
        return False
    pairs = [LETTER_AND_TONE[char] for char in word]
    toned = [(place, tone) for place, (_, tone) in enumerate(pairs) if tone]
    if len(toned) > 1:
        return False
    letters = "".join(letter for letter, _ in pairs)
    place, tone = toned[0] if toned else (-1, 0)
    return any(
        letters[:cut] in _ONSETS and _rime_allows(letters[cut:], place - cut, tone) for cut in range(min(4, len(letters)))
    )


def _rime_allows(rime: str, place: int, tone: int) -> bool:
    places = _RIMES.get(rime)
    if places is None:
        return False
    if rime.endswith(_STOPS):
        return tone in _STOP_TONES and place in places
    return not tone or place in places
