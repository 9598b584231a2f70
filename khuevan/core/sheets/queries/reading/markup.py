"""What the reader of cells does not tell of an .xlsx sheet, found in its markup in one streaming pass.

Error cells (#REF!) and formulas that were never calculated come out of the reader as empty cells; hidden rows and columns
look like any other.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import IO, NamedTuple
from xml.etree import ElementTree

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CHUNK = 1 << 20
_OVERLAP = 4096

_INTERESTING = re.compile(
    rb'<row [^>]*?hidden="(?:1|true)"[^>]*>'
    rb'|<col [^>]*?hidden="(?:1|true)"[^>]*>'
    rb'|<c [^>]*?t="e"[^>]*>(?:<f[^>]*?(?:/>|>[^<]*</f>))?<v>[^<]*</v>'
    rb"|<c (?:[^>/]|/(?!>))*><f[^>]*?(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>"
)
# Most chunks have none of these, and looking for them is ten times as fast as the expression.
_HINTS = (b"<f", b't="e"', b"hidden=")
_ROW = re.compile(rb'\br="(\d+)"')
_SPAN = re.compile(rb'\b(min|max)="(\d+)"')
_ADDRESS = re.compile(rb'\br="([A-Z]+)(\d+)"')
_VALUE = re.compile(rb"<v>([^<]*)</v>")
MOST_HIDDEN_COLUMNS = 256


class Trouble(NamedTuple):
    """A cell without a value: `shown` is what the sheet shows (#REF!), "" for a formula that was never calculated."""

    row_no: int
    column: int
    shown: str


def scan_xlsx_sheet(file: IO[bytes], name: str) -> tuple[tuple[int, ...], tuple[int, ...], tuple[Trouble, ...]]:
    """Numbers of the hidden rows (from 1), indexes of the hidden columns (from 0), and the cells without a value."""
    rows: list[int] = []
    columns: list[int] = []
    troubles: list[Trouble] = []
    for found in _matches(file, name):
        if found.startswith(b"<row"):
            rows += [int(number) for number in _ROW.findall(found)[:1]]
        elif found.startswith(b"<col"):
            span = dict(_SPAN.findall(found))
            columns += range(int(span[b"min"]) - 1, min(int(span[b"max"]), MOST_HIDDEN_COLUMNS))
        else:
            troubles += _trouble(found)
    file.seek(0)
    return tuple(rows), tuple(columns), tuple(troubles)


def _trouble(found: bytes) -> list[Trouble]:
    address = _ADDRESS.search(found)
    if address is None:
        return []
    value = _VALUE.search(found)
    return [Trouble(int(address[2]), _index(address[1].decode()), value[1].decode() if value else "")]


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _matches(file: IO[bytes], name: str) -> Iterator[bytes]:
    """Every interesting piece of markup, each once, though the text is read in chunks."""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        part = _part_of(archive, name)
        if part is None:
            return
        with archive.open(part) as markup:
            rest = b""
            while chunk := markup.read(_CHUNK):
                text, end = rest + chunk, 0
                for found in _INTERESTING.finditer(text) if any(hint in text for hint in _HINTS) else ():
                    yield found[0]
                    end = found.end()
                rest = text[max(end, len(text) - _OVERLAP) :]


def _part_of(archive: zipfile.ZipFile, name: str) -> str | None:
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - sizes were checked, entities do nothing
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    wanted = next(
        (sheet.get(_RELATION) for sheet in book.iter() if sheet.tag.endswith("}sheet") and sheet.get("name") == name), None
    )
    target = next((rel.get("Target") for rel in relations if rel.get("Id") == wanted), None)
    if target is None:
        return None
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return part if part in archive.namelist() else None
