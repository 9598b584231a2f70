"""What a file is, by its bytes, and what is turned away."""

import io

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table

from khuevan.core.files import rules
from khuevan.core.files.types import Damaged, DangerousArchive, Encrypted, HasMacros, MediaType

from .factories import archive, office, ole, workbook

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(32)
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100") + bytes(64)
WORKBOOK = workbook()
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + bytes(32)


def xls() -> bytes:
    buffer = io.BytesIO()
    book = xlwt.Workbook()
    book.add_sheet("Lop 7A1").write(0, 0, "Họ và tên")
    book.save(buffer)
    return buffer.getvalue()


def ods() -> bytes:
    buffer = io.BytesIO()
    document = OpenDocumentSpreadsheet()
    document.spreadsheet.addElement(Table(name="Lop"))
    document.save(buffer)
    return buffer.getvalue()


def openpyxl_book() -> bytes:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


def type_of(content: bytes, name: str = "tep") -> MediaType:
    return rules.media_type(io.BytesIO(content), name)


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (workbook(), "a.xlsx", MediaType.XLSX),
        (openpyxl_book(), "a.pdf", MediaType.XLSX),
        (xls(), "a.xls", MediaType.XLS),
        (ods(), "a.ods", MediaType.ODS),
        (office("document"), "a.docx", MediaType.DOCX),
        (ole("WordDocument"), "a.doc", MediaType.DOC),
        (PDF, "a.xlsx", MediaType.PDF),
        (PNG, "a.png", MediaType.PNG),
        (JPEG, "a.jpg", MediaType.JPEG),
        ("Họ tên,Ngày sinh\nĐinh Văn Bảo,3/2/2014\n".encode(), "a.csv", MediaType.CSV),
        ("\ufeffHọ tên;Lớp\n".encode(), "a.csv", MediaType.CSV),
        ("Họ tên\tLớp\n".encode("utf-16"), "a.txt", MediaType.CSV),
        (b"BM,Ho ten\n1,An\n", "a.csv", MediaType.CSV),
        (b"Ho ten\n", "a.exe", MediaType.UNKNOWN),
        (b"<html><table><tr><td>An</td></tr></table></html>", "a.xls", MediaType.HTML),
        (b'\n<?xml version="1.0"?><Workbook/>', "a.xls", MediaType.XML),
        (b"MZ\x90\x00\x03" + bytes(64), "a.csv", MediaType.UNKNOWN),
        (archive({"a.txt": b"a"}), "a.xlsx", MediaType.ZIP),
    ],
)
def test_type_comes_from_content_not_from_name(content, name, expected):
    assert type_of(content, name) == expected


@pytest.mark.parametrize(
    "content",
    [
        office(xl__vbaProject_d_bin=b"x"),
        office(xl__VBAPROJECT_d_BIN=b"x"),
        office(xl__macrosheets__sheet1_d_xml=b"x"),
        archive({"[Content_Types].xml": b"<Default ContentType='application/vnd.ms-excel.sheet.macroEnabled.main+xml'/>"}),
        archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "Basic/Standard/Module1.xml": b"x"}),
        ole("Workbook", "_VBA_PROJECT"),
    ],
)
def test_macros_are_refused(content):
    with pytest.raises(HasMacros):
        type_of(content)


@pytest.mark.parametrize(
    "content",
    [
        ole("EncryptedPackage", "EncryptionInfo"),
        ole("Workbook", body=bytes.fromhex("0908100000060500") + bytes(12) + bytes.fromhex("2f003600")),
        archive(
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": b"<x:encryption-data/>"}
        ),
    ],
)
def test_encrypted_files_are_refused(content):
    with pytest.raises(Encrypted):
        type_of(content)


def test_bomb_is_refused_by_its_ratio():
    with pytest.raises(DangerousArchive):
        type_of(office(xl__sheet1_d_xml=bytes(30 * 1024 * 1024)))


def test_archive_of_too_many_parts_is_refused():
    with pytest.raises(DangerousArchive):
        type_of(archive({f"{number}": b"" for number in range(rules.MOST_ENTRIES + 1)}))


def test_index_too_big_to_read_is_refused():
    padding = b"<!--" + bytes(range(32, 127)) * 50_000 + b"-->"

    with pytest.raises(DangerousArchive):
        type_of(archive({"[Content_Types].xml": padding}))


def test_part_whose_size_lies_is_damaged():
    content = bytearray(office(xl__sheet1_d_xml=b"0123456789" * 100))
    directory = content.rfind(b"xl/sheet1.xml") - 46
    content[directory + 24 : directory + 28] = (10).to_bytes(4, "little")

    with pytest.raises(Damaged):
        type_of(bytes(content))


@settings(deadline=None)
@given(st.integers(0, 400))
def test_truncated_workbook_is_damaged(missing):
    with pytest.raises(Damaged):
        type_of(WORKBOOK[: len(WORKBOOK) - 30 - missing])


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "PK\x03\x04", "PK\x05\x06"]))
def test_any_bytes_have_a_type_or_a_refusal(content, head):
    try:
        found = type_of(head.encode() + content, "a.csv")
    except (Damaged, DangerousArchive, Encrypted, HasMacros):
        found = None

    assert found is None or found in MediaType


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\Users\\tuan\\Danh sách.xlsx", "Danh sách.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nb\u202ecod.xlsx", "abcod.xlsx"),
        ("", "tep"),
        ("Danh sa\u0301ch.csv", "Danh sách.csv"),
        ("x" * 300 + ".xlsx", "x" * 195 + ".xlsx"),
    ],
)
def test_names_lose_folders_and_tricks(given_name, kept):
    assert rules.clean_name(given_name) == kept


def test_ascii_name_reads_like_the_vietnamese_one():
    assert rules.ascii_name('Điểm "lớp" 7A1.xlsx') == "Diem _lop_ 7A1.xlsx"
