"""Reading import runs, and the kinds of imports there are."""

from .importers import importer_of, importers, register
from .runs import run_for_job, run_of, runs, staged_rows

__all__ = ["importer_of", "importers", "register", "run_for_job", "run_of", "runs", "staged_rows"]
