"""A small importer — the addresses of schools — and lists to import with it, so that the framework is tested without pupils."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import openpyxl
from django.core.files.base import File

from khuevan.core.sheets import operations
from khuevan.core.sheets.models import ImportRun
from khuevan.core.sheets.operations import Batch
from khuevan.core.sheets.queries import register
from khuevan.core.sheets.types import Cell, Column, Context, Importer, Noted, Option, Permission
from khuevan.kernel.actor import Actor
from khuevan.kernel.text import InvalidText, normalize

KIND = "sheets.addresses"
HEADINGS = ("STT", "Tên trường", "Địa chỉ")


def text(cell: Cell) -> str:
    return normalize(str(cell))


def address(cell: Cell) -> str | Noted:
    found = text(cell)
    if len(found) > 40:
        raise InvalidText("Địa chỉ dài quá 40 ký tự.")
    return Noted(found, ("Địa chỉ ngắn quá.",)) if len(found) < 5 else found


def prepare(actor: Actor, context: Context) -> Mapping[str, Any]:
    return {"path": context.unit_path}


def check(batch: Batch) -> None:
    batch.require("name", "address")


def compare(batch: Batch) -> None:
    batch.lock(KIND, [batch.context.unit_id])
    batch.execute(
        """UPDATE {rows} r SET target_id = u.id, outcome = CASE WHEN u.address = v.address THEN 'unchanged' ELSE 'changed' END,
                  changes = jsonb_build_object('address', jsonb_build_array(u.address, v.address))
             FROM {cells} v JOIN org_orgunit u ON u.name = v.name AND u.path LIKE %(path)s
            WHERE v.row_no = r.row_no AND r.outcome <> 'rejected'""",
        {"path": batch.context.facts["path"] + "%"},
    )
    batch.reject_where("r.target_id IS NULL", "name", "format(%(text)s, v.name)", {"text": "Không có trường «%s»."})


def apply(actor: Actor, batch: Batch) -> str:
    batch.execute(
        """UPDATE org_orgunit u SET address = v.address, version = version + 1
             FROM {rows} r JOIN {cells} v USING (row_no) WHERE u.id = r.target_id AND r.outcome = 'changed'"""
    )
    return """SELECT r.row_no, jsonb_build_object('unit', r.target_id, 'before', r.changes->'address'->>0) AS applied
                FROM import_rows r WHERE r.outcome = 'changed'"""


def undo(actor: Actor, batch: Batch) -> Mapping[int, str]:
    batch.execute(
        """UPDATE org_orgunit u SET address = r.applied->>'before', version = version + 1
             FROM {rows} r WHERE u.id = (r.applied->>'unit')::bigint"""
    )
    return {}


ADDRESSES = register(
    Importer(
        kind=KIND,
        label="Địa chỉ các trường",
        noun="trường",
        permission=Permission.IMPORT,
        columns=(
            Column("name", "Tên trường", text, ("trường", "đơn vị"), required=True, help="Tên đầy đủ.", example="Trường A"),
            Column("address", "Địa chỉ", address, ("nơi đặt trường",), required=True, raw_text=True),
            Column("area", "Khu vực", text, choices=("Bình thường", "Khó khăn")),
        ),
        identify="name",
        prepare=prepare,
        check=check,
        compare=compare,
        apply=apply,
        undo=undo,
        options=(Option("quick", "Nhanh"),),
    )
)


def workbook(rows: Iterable[Sequence[Any]], headings: Sequence[Any] = HEADINGS) -> io.BytesIO:
    book = openpyxl.Workbook()
    for line in (headings, *rows):
        book.active.append(list(line))
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def uploaded(world, rows: Iterable[Sequence[Any]] | None = None, *, headings: Sequence[Any] = HEADINGS) -> ImportRun:
    """A file of the school THCS Ninh Khánh, not checked yet."""
    school = world.units["lower_a"]
    lines = [[1, school.name, "Số 1 đường Lê Lợi"]] if rows is None else rows
    file = File(workbook(lines, headings), "dia-chi.xlsx")
    return operations.upload(world.actor("tuan"), kind=KIND, unit=school, file=file)


def previewed(world, rows: Iterable[Sequence[Any]] | None = None) -> ImportRun:
    return operations.check(world.actor("tuan"), run=uploaded(world, rows))


def applied(world) -> ImportRun:
    return operations.confirm(world.actor("tuan"), run=previewed(world))
