"""Parts and letter case of people's names, the names of ethnic minorities included."""

import re

from .letters import LETTER_AND_TONE
from .normal import normalize

_PIECES = re.compile(r"([^'’‘ʼ`\-./\s]+)")


def given_name(full_name: str) -> str:
    """The last word, as every register in Viet Nam sorts: «Nguyễn Thị Minh Anh» -> «Anh», «H'Hen Niê» -> «Niê»."""
    return normalize(full_name).rpartition(" ")[2]


def initials(full_name: str) -> str:
    """First letters of the surname and the given name for an avatar, without tone: «Đặng Thị Ứng» -> «ĐƯ»."""
    words = normalize(full_name).split()
    chosen = [words[0], words[-1]] if len(words) > 1 else words
    firsts = [next((char for char in word.lower() if char.isalnum()), "") for word in chosen]
    return "".join(LETTER_AND_TONE.get(first, (first, 0))[0] for first in firsts).upper()


def title_case_name(full_name: str) -> str:
    """«NGUYỄN VĂN A» -> «Nguyễn Văn A», «H'HEN NIÊ» -> «H'Hen Niê»; a word of mixed case is kept as typed."""
    return " ".join(_title_case_word(word) for word in normalize(full_name).split(" "))


def _title_case_word(word: str) -> str:
    if word != word.upper() and word != word.lower():
        return word
    return _PIECES.sub(lambda piece: piece[1][0].upper() + piece[1][1:].lower(), word)
