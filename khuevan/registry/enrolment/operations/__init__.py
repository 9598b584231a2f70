"""Every write of classes and enrolments."""

from .classes import advance_classes, create_classes, rename_class
from .exporting import export_learners
from .learners import add_learner
from .moves import end_stays, move_learners, return_learner, undo_last
from .transfers import accept_transfer, ask_for, hand_over, refuse_transfer, withdraw_transfer

__all__ = [
    "accept_transfer",
    "add_learner",
    "advance_classes",
    "ask_for",
    "create_classes",
    "end_stays",
    "export_learners",
    "hand_over",
    "move_learners",
    "refuse_transfer",
    "rename_class",
    "return_learner",
    "undo_last",
    "withdraw_transfer",
]
