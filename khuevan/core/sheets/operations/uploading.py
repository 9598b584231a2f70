"""The first two steps: a file comes in, and its columns are told apart."""

from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.core.files import api as files
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from ..models import ImportRun, RememberedMapping
from ..queries import importer_of
from ..queries.layout import Layout, lay_out, layout_of
from ..queries.reading import Book
from ..queries.sources import ROLE, opened
from ..rules import fingerprint
from ..types import ColumnsMissing, ColumnTwice, Importer, NoRows, NotAtThisStep, State
from . import sources

CHANGEABLE = (State.UPLOADED, State.PREVIEWED)


@operation
def upload(actor: Actor, *, kind: str, unit: Any, file: File) -> ImportRun:
    """Keep a file and guess its sheet, its heading and its columns; nothing else is read yet.

    Raises NotAllowed, NotFound (no such kind), BrokenBook, FileRefused (macros, passwords, wrong types, … of `files`).
    """
    importer = importer_of(kind)
    access.require(actor, importer.permission, unit)
    stored = sources.take_in(actor, file)
    with files.open_content(stored) as content:
        layout = lay_out(Book(content, stored.media_type), importer)
    run = ImportRun(
        kind=kind,
        unit=unit,
        started_by_id=actor.user_id,
        file_name=stored.name,
        file_digest=stored.sha256,
        options={option.code: option.initial() for option in importer.options},
    )
    _take(run, layout, _remembered(run, layout) or layout.mapping)
    run.save()
    files.link(actor, stored, owner=run, role=ROLE)
    audit.record(actor, "sheets.file_uploaded", run, changes={"digest": [None, run.file_digest]})
    return run


@operation
def choose_columns(
    actor: Actor,
    *,
    run: ImportRun,
    sheet: str,
    header_row: int | None,
    mapping: Mapping[str, str] | None,
    options: Mapping[str, Any],
) -> ImportRun:
    """Set which sheet is read, where its heading is, which column is which; the mapping is remembered for the unit.

    `header_row` and `mapping` None: guess again. A mapping made for another sheet or heading is guessed again too.
    Raises NotAllowed, NotAtThisStep, FileGone, NoHeading, NoRows, ColumnTwice, ColumnsMissing.
    """
    importer = importer_of(run.kind)
    access.require(actor, importer.permission, run)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in CHANGEABLE:
        raise NotAtThisStep()
    before = (run.sheet, run.header_first, run.headings)
    with opened(run) as book:
        layout = layout_of(book, importer, sheet, header_row)
    same = before == (layout.sheet, layout.first, layout.titles)
    chosen = mapping if mapping is not None and same else None
    _take(run, layout, chosen or _remembered(run, layout) or layout.mapping)
    run.options = {option.code: options.get(option.code, option.initial()) for option in importer.options}
    run.state = State.UPLOADED
    run.save()
    if chosen is not None:
        _refuse_unfit(importer, run)
        _remember(run)
    return run


def _take(run: ImportRun, layout: Layout, mapping: Mapping[str, str]) -> None:
    run.sheet, run.header_first, run.header_last = layout.sheet, layout.first, layout.last
    run.headings, run.preamble, run.row_count = layout.titles, layout.preamble, layout.rows
    run.mapping = {index: code for index, code in mapping.items() if code and int(index) < len(layout.titles)}


def _refuse_unfit(importer: Importer, run: ImportRun) -> None:
    codes = list(run.mapping.values())
    for code in codes:
        if codes.count(code) > 1:
            raise ColumnTwice(label=importer.column(code).label)
    missing = [str(column.label) for column in importer.columns if column.required and column.code not in codes]
    missing += [
        _(" hoặc ").join(str(importer.column(code).label) for code in group)
        for group in importer.one_of
        if not set(group) & set(codes)
    ]
    if missing:
        raise ColumnsMissing(columns=", ".join(missing))
    if not run.row_count:
        raise NoRows()


def _remembered(run: ImportRun, layout: Layout) -> dict[str, str] | None:
    known = {column.code for column in importer_of(run.kind).columns}
    row = RememberedMapping.objects.filter(unit_id=run.unit_id, kind=run.kind, fingerprint=fingerprint(layout.titles)).first()
    return {index: code for index, code in row.mapping.items() if code in known} if row else None


def _remember(run: ImportRun) -> None:
    RememberedMapping.objects.update_or_create(
        unit_id=run.unit_id,
        kind=run.kind,
        fingerprint=fingerprint(run.headings),
        defaults={"mapping": run.mapping, "used_at": Now()},
    )
