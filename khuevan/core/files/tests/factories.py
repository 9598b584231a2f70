"""Files as people send them, made in memory."""

import io
import zipfile
from datetime import datetime

import xlsxwriter
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.core.files.models import StoredFile
from khuevan.core.files.operations import link, put
from khuevan.core.files.types import SHEETS

OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MEGABYTE = 1024 * 1024


def workbook(rows: int = 3) -> bytes:
    """A real .xlsx."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.set_properties({"created": datetime(2026, 9, 5)})  # the same bytes every time
        sheet = book.add_worksheet("Học sinh")
        for row in range(rows):
            sheet.write_row(row, 0, [row, "Nguyễn Thị Ánh Nguyệt"])
    return buffer.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return buffer.getvalue()


def office(kind: str = "sheet", **parts: bytes) -> bytes:
    """The least that is an Office Open XML file; `parts` are added, "__" in a name stands for "/" and "_d_" for "."."""
    named = {name.replace("__", "/").replace("_d_", "."): content for name, content in parts.items()}
    content_type = f'<Types><Override PartName="/main.xml" ContentType="{OFFICE}.{kind}.main+xml"/></Types>'
    return archive({"[Content_Types].xml": content_type.encode(), **named})


def ole(*streams: str, body: bytes = b"") -> bytes:
    """The least that looks like an OLE container with streams of these names."""
    names = b"".join((name + "\0").encode("utf-16-le").ljust(64, b"\0") for name in streams)
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + body + names


def upload(content: bytes, name: str = "danh-sach.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def stored(
    actor, owner=None, *, content: bytes | None = None, name: str = "danh-sach.xlsx", role: str = "result"
) -> StoredFile:
    """A file in the store, tied to an owner when there is one."""
    file = put(
        actor,
        ContentFile(content or workbook(), name),
        purpose="test",
        allowed_types=SHEETS,
        max_bytes=5 * MEGABYTE,
    )
    if owner is not None:
        link(actor, file, owner=owner, role=role)
    return file
