"""Forms and filters of learners and classes."""

from .classes import AdvanceForm, NewClassForm, RenameForm
from .filters import TransferFilter, class_filter, learner_filter
from .learners import ExportForm, NewLearnerForm
from .moves import AcceptForm, AskForm, EndForm, HandOverForm, MoveForm, RefuseForm, ReturnForm

__all__ = [
    "AcceptForm",
    "AdvanceForm",
    "AskForm",
    "EndForm",
    "ExportForm",
    "HandOverForm",
    "MoveForm",
    "NewClassForm",
    "NewLearnerForm",
    "RefuseForm",
    "RenameForm",
    "ReturnForm",
    "TransferFilter",
    "class_filter",
    "learner_filter",
]
