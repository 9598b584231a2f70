"""The door of `enrolment`."""

from .operations import (
    accept_transfer,
    add_learner,
    ask_for,
    create_classes,
    end_stays,
    hand_over,
    move_learners,
    refuse_transfer,
    return_learner,
    undo_last,
    withdraw_transfer,
)
from .queries import learner, learners, reach, school_class, transfers
from .types import NewClass, Permission, Status, TransferSide, TransferState

__all__ = [
    "NewClass",
    "Permission",
    "Status",
    "TransferSide",
    "TransferState",
    "accept_transfer",
    "add_learner",
    "ask_for",
    "create_classes",
    "end_stays",
    "hand_over",
    "learner",
    "learners",
    "move_learners",
    "reach",
    "refuse_transfer",
    "return_learner",
    "school_class",
    "transfers",
    "undo_last",
    "withdraw_transfer",
]
