"""What a file really is, whatever its name says; files that must not be opened are refused here."""

import zipfile
from collections.abc import Iterable
from enum import StrEnum
from typing import IO

from ...types import BookTooLarge, BrokenBook, EncryptedBook, MacroBook, UnknownFormat

#: A workbook of 100,000 learners with 25 columns unpacks to some 170 MB.
MOST_UNPACKED = 1_000_000_000
MOST_RATIO = 200
SMALL = 10_000_000
MOST_BYTES = 50_000_000

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 8192
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


class BookKind(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


def inspect(file: IO[bytes]) -> BookKind:
    """The kind of a file by its content; leaves the file at its beginning.

    Raises UnknownFormat, EncryptedBook, MacroBook, BookTooLarge, BrokenBook.
    """
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if size > MOST_BYTES:
        raise BookTooLarge()
    if head.startswith(_ZIP):
        return _inspect_zip(file)
    if head.startswith(_COMPOUND):
        return _inspect_compound(file)
    if not head.strip():
        raise BrokenBook()
    if _looks_binary(head):
        raise UnknownFormat()
    return BookKind.CSV


def _inspect_zip(file: IO[bytes]) -> BookKind:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _refuse_bomb(entries)
            names = {entry.filename for entry in entries}
            mime = archive.read("mimetype") if "mimetype" in names else b""
            encrypted = mime == _ODS and b"encryption-data" in archive.read("META-INF/manifest.xml")
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError) as error:
        raise BrokenBook() from error
    finally:
        file.seek(0)
    if encrypted:
        raise EncryptedBook()
    if any(name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in names):
        raise MacroBook()
    if mime == _ODS:
        return BookKind.ODS
    if "xl/workbook.xml" in names:
        return BookKind.XLSX
    raise UnknownFormat()


def _refuse_bomb(entries: Iterable[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if entry.flag_bits & 1:
            raise EncryptedBook()
        if entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise BookTooLarge()
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise BookTooLarge()


def _inspect_compound(file: IO[bytes]) -> BookKind:
    """A compound file is an old workbook, or the wrapping of an encrypted new one. Directory names are UTF-16."""
    content = file.read()
    file.seek(0)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise EncryptedBook()
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise MacroBook()
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return BookKind.XLS
    raise UnknownFormat()


def _looks_binary(head: bytes) -> bool:
    """Text has no NUL (UTF-16 text apart, which has a mark or every second byte small) and few control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    if b"\0" in head:
        return head.count(b"\0") < len(head) // 4
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return controls > len(head) // 100 or head.startswith((b"%PDF", b"\x89PNG", b"GIF8", b"{\\rtf", b"<!DOC", b"<html"))
