"""What a file is and whether it may come in, told from its bytes alone."""

import re
import unicodedata
import zipfile
import zlib
from typing import IO

import filetype

from .types import Damaged, DangerousArchive, Encrypted, HasMacros, MediaType

HEAD_BYTES = 8192
TEXT_SAMPLE_BYTES = 65536
MOST_ENTRIES = 10_000
MOST_UNPACKED_BYTES = 600 * 1024 * 1024
MOST_RATIO = 200
RATIO_COUNTS_FROM_BYTES = 20 * 1024 * 1024
MOST_INDEX_BYTES = 4 * 1024 * 1024
CHUNK = 1024 * 1024

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BIFF_START = bytes.fromhex("0908100000060500")
_BIFF_START_LENGTH, _FILEPASS = 20, bytes.fromhex("2f00")
_CONTENT_TYPE = re.compile(rb"""ContentType\s*=\s*["']([^"']+)""")
_OFFICE_MAIN = re.compile(rb"\.(sheet|document|presentation)\.main\+xml$")
_OFFICE_KINDS = {b"sheet": MediaType.XLSX, b"document": MediaType.DOCX, b"presentation": MediaType.PPTX}
_MACRO_PART = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml)$|(^|/)macrosheets/|^basic/|^scripts/", re.IGNORECASE)
_CONTROL = bytes(set(range(32)) - {0x09, 0x0A, 0x0C, 0x0D})
_MARKUP = re.compile(rb"\s*(<!doctype html|<html|<table|<head|<\?xml)", re.IGNORECASE)
_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
_ODF = {kind.value: kind for kind in (MediaType.ODS, MediaType.ODT, MediaType.ODP)}
_PLAIN = {kind.value: kind for kind in (MediaType.PDF, MediaType.JPEG, MediaType.PNG, MediaType.WEBP)}


def media_type(stream: IO[bytes], name: str) -> MediaType:
    """The type by content; the name only tells a CSV from other text. Raises Damaged, DangerousArchive, Encrypted, HasMacros.

    Archives are read through once: their sizes, checksums and parts are what they claim.
    """
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    if head.startswith(b"PK"):
        return _archive_type(stream)
    if head.startswith(_OLE):
        return _ole_type(stream)
    guessed = filetype.guess_mime(head)  # two letters are enough for some of its guesses, so text goes first
    return _text_type(stream, name) or _PLAIN.get(guessed, MediaType.UNKNOWN)


def clean_name(name: str) -> str:
    """A file name without folders and control characters, at most 200 characters, its suffix kept."""
    bare = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    shown = "".join(letter for letter in bare if unicodedata.category(letter)[0] != "C").strip() or "tep"
    stem, dot, suffix = shown.rpartition(".")
    return shown if len(shown) <= 200 else f"{stem[: 199 - len(suffix)]}{dot}{suffix}"[:200]


def ascii_name(name: str) -> str:
    """The name for clients that know ASCII only: «Điểm lớp.xlsx» → "Diem lop.xlsx"."""
    flat = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9 ._()-]", "_", flat).strip() or "tep"


def _archive_type(stream: IO[bytes]) -> MediaType:
    try:
        with zipfile.ZipFile(stream) as archive:
            _check_claimed_sizes(archive)
            kind = _kind_of_archive(archive)
            _check_parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise Damaged() from error
    except RuntimeError as error:  # zipfile: "password required for extraction"
        raise Encrypted() from error
    return kind


def _check_claimed_sizes(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MOST_ENTRIES or unpacked > MOST_UNPACKED_BYTES:
        raise DangerousArchive()
    if unpacked > RATIO_COUNTS_FROM_BYTES and unpacked // packed > MOST_RATIO:
        raise DangerousArchive()


def _kind_of_archive(archive: zipfile.ZipFile) -> MediaType:
    names = set(archive.namelist())
    if any(_MACRO_PART.search(name) for name in names) and names & {"[Content_Types].xml", "mimetype"}:
        raise HasMacros()
    if "[Content_Types].xml" in names:
        return _office_kind(_small_part(archive, "[Content_Types].xml"))
    if "mimetype" in names:
        return _odf_kind(archive)
    return MediaType.ZIP


def _office_kind(content_types: bytes) -> MediaType:
    declared = _CONTENT_TYPE.findall(content_types)
    if any(b"macroEnabled" in one for one in declared):
        raise HasMacros()
    mains = (_OFFICE_MAIN.search(one) for one in declared)
    return next((_OFFICE_KINDS[main[1]] for main in mains if main), MediaType.UNKNOWN)


def _odf_kind(archive: zipfile.ZipFile) -> MediaType:
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in _small_part(archive, "META-INF/manifest.xml"):
        raise Encrypted()
    return _ODF.get(_small_part(archive, "mimetype").decode("ascii", "replace").strip(), MediaType.UNKNOWN)


def _small_part(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > MOST_INDEX_BYTES:
        raise DangerousArchive()
    return archive.read(name)


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Read every part to its end: a size or checksum that lies raises BadZipFile."""
    for part in archive.infolist():
        with archive.open(part) as content:
            while content.read(CHUNK):
                pass


def _ole_type(stream: IO[bytes]) -> MediaType:
    """Office files before 2007, and encrypted ones of any year, are OLE containers: told by the names of their streams."""
    stream.seek(0)
    content = stream.read()
    if _named(content, "EncryptedPackage"):
        raise Encrypted()
    if _named(content, "_VBA_PROJECT"):
        raise HasMacros()
    if _named(content, "Workbook") or _named(content, "Book"):
        start = content.find(_BIFF_START)
        if start >= 0 and content[start + _BIFF_START_LENGTH :].startswith(_FILEPASS):
            raise Encrypted()
        return MediaType.XLS
    if _named(content, "WordDocument"):
        return MediaType.DOC
    return MediaType.PPT if _named(content, "PowerPoint Document") else MediaType.UNKNOWN


def _named(content: bytes, name: str) -> bool:
    return (name + "\0").encode("utf-16-le") in content


def _text_type(stream: IO[bytes], name: str) -> MediaType | None:
    """The type of a text; None when it is none, or a text nobody asked for."""
    stream.seek(0)
    sample = stream.read(TEXT_SAMPLE_BYTES)
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        sample = sample[: len(sample) // 2 * 2].decode("utf-16", "replace").encode()
    if sample.translate(None, _CONTROL) != sample:
        return None
    markup = _MARKUP.match(sample.removeprefix(b"\xef\xbb\xbf"))
    if markup:
        return MediaType.XML if markup[1].lower() == b"<?xml" else MediaType.HTML
    return MediaType.CSV if name.lower().endswith(_TEXT_SUFFIXES) else None
