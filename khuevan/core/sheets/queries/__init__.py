"""Reading import runs, their files, and the kinds of imports there are."""

from .importers import importer_of, importers, register
from .runs import job_at_work, may_import_into, run_for_job, run_of, runs, staged_rows
from .sources import samples, sheet_names
from .workbooks import write_problems, write_template

__all__ = [
    "importer_of",
    "importers",
    "job_at_work",
    "may_import_into",
    "register",
    "run_for_job",
    "run_of",
    "runs",
    "samples",
    "sheet_names",
    "staged_rows",
    "write_problems",
    "write_template",
]
