"""Every read of classes and learners."""

from .classes import class_keys, school_codes
from .learners import MOST, as_rows, chosen, history, learner, learners, matching, note_reads, wrong_count
from .profile import LearnerView, open_transfer, undoable, view
from .reach import Reach, classes_in, reach, years

__all__ = [
    "MOST",
    "LearnerView",
    "Reach",
    "as_rows",
    "chosen",
    "class_keys",
    "classes_in",
    "history",
    "learner",
    "learners",
    "matching",
    "note_reads",
    "open_transfer",
    "reach",
    "school_codes",
    "undoable",
    "view",
    "wrong_count",
    "years",
]
