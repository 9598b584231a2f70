"""The file of an import, kept by `core.files` as long as the import may need it."""

from collections.abc import Iterator
from contextlib import contextmanager

from khuevan.core.files import api as files

from ..models import ImportRun
from ..types import Cell, FileGone
from .reading import Book

ROLE = "source"
#: Rows shown beside the headings, so that people see which column is which.
SAMPLES = 3


@contextmanager
def opened(run: ImportRun) -> Iterator[Book]:
    """The workbook of a run. Raises FileGone, BrokenBook."""
    file = files.files_of(run, ROLE).first()
    if file is None:
        raise FileGone()
    with files.open_content(file) as content:
        yield Book(content, file.media_type)


def sheet_names(run: ImportRun) -> list[str]:
    """Raises FileGone, BrokenBook."""
    with opened(run) as book:
        return [sheet.name for sheet in book.sheets]


def samples(run: ImportRun) -> list[list[Cell]]:
    """The first rows below the heading that are not empty. Raises FileGone, BrokenBook."""
    found: list[list[Cell]] = []
    with opened(run) as book:
        for cells in book.sheet(run.sheet).head(run.header_last + 20)[run.header_last :]:
            if len(found) < SAMPLES and any(cell != "" for cell in cells):
                found.append(cells)
    return found
