"""Every write of classes and enrolments."""

from .classes import advance_classes, create_classes, rename_class
from .exporting import export_learners
from .learners import add_learner
from .merging import drop_double_stay, settle_merged
from .moves import end_stays, move_learners, return_learner, undo_last
from .reorganising import follow_reorganisation, undo_reorganisation
from .transfers import accept_transfer, ask_for, hand_over, refuse_transfer, withdraw_transfer

__all__ = [
    "accept_transfer",
    "add_learner",
    "advance_classes",
    "ask_for",
    "create_classes",
    "drop_double_stay",
    "end_stays",
    "export_learners",
    "follow_reorganisation",
    "hand_over",
    "move_learners",
    "refuse_transfer",
    "rename_class",
    "return_learner",
    "settle_merged",
    "undo_last",
    "undo_reorganisation",
    "withdraw_transfer",
]
