"""Every read of classes and learners."""

from .classes import class_keys, classes, school_codes
from .learners import MOST, as_rows, chosen, history, learner, learner_by_uid, learners, matching, note_reads, wrong_count
from .profile import LearnerView, open_transfer, undoable, view
from .reach import Reach, classes_in, reach, years
from .transfers import learner_by_number, may_decide, may_withdraw, steps_of, transfer, transfers, waiting_count

__all__ = [
    "MOST",
    "LearnerView",
    "Reach",
    "as_rows",
    "chosen",
    "class_keys",
    "classes",
    "classes_in",
    "history",
    "learner",
    "learner_by_number",
    "learner_by_uid",
    "learners",
    "matching",
    "may_decide",
    "may_withdraw",
    "note_reads",
    "open_transfer",
    "reach",
    "school_codes",
    "steps_of",
    "transfer",
    "transfers",
    "undoable",
    "view",
    "waiting_count",
    "wrong_count",
    "years",
]
