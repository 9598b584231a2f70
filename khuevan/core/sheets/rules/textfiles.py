"""Text files: which encoding, which separator. Old Vietnamese programs wrote Windows-1258, TCVN3 and VNI."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from khuevan.kernel.text import legacy, normalize
from khuevan.kernel.text.syllables import is_syllable

SEPARATORS = ";,\t|"
SAMPLE_LINES = 60
SAMPLE_BYTES = 200_000
_WORDS = re.compile(r"[^\W\d_]+")


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16, Windows-1258, or Latin-1 as the carrier of the old fonts."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if content[:400].count(b"\0") > len(content[:400]) // 4:
        little = content[1:400:2].count(b"\0") > content[0:400:2].count(b"\0")
        return content.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return max(_readings(content), key=lambda text: _vietnamese_share(text[:SAMPLE_BYTES]))


def _readings(content: bytes) -> Iterator[str]:
    yield normalize_lines(content.decode("cp1258", errors="replace"))
    yield content.decode("latin-1")


def normalize_lines(text: str) -> str:
    """Windows-1258 writes tones as combining marks: compose them, line by line."""
    return "\n".join(
        normalize(line) if "\t" not in line else "\t".join(map(normalize, line.split("\t"))) for line in text.splitlines()
    )


def _vietnamese_share(text: str) -> float:
    """How many of the words that are not plain ASCII are Vietnamese syllables, read as they stand or as an old font."""
    words = [word for word in _WORDS.findall(text) if not word.isascii()][:3000]
    if not words:
        return 0.0
    right = sum(is_syllable(word.lower()) for word in words)
    for encoding in (legacy.Encoding.TCVN3, legacy.Encoding.VNI_WINDOWS):
        mended = _WORDS.findall(legacy.to_unicode(text[:20_000], encoding))
        mended = [word for word in mended if not word.isascii()][:3000]
        right = max(right, len(words) * sum(is_syllable(word.lower()) for word in mended) // max(len(mended), 1))
    return right / len(words)


def separator_of(text: str) -> str:
    """The separator that cuts the sample's lines into the most columns most evenly."""
    lines = [line for line in text[:SAMPLE_BYTES].splitlines() if line.strip()][:SAMPLE_LINES]

    def evenness(separator: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator))
        width, times = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        return (times * (width > 1), width)

    return max(SEPARATORS, key=evenness)


def rows_of(text: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    return list(reader)
