"""The shape of what is typed about units."""

from .picking import Naming, UnitField, choices_context
from .reorganisations import STEP_FORMS, ChangedDecisionForm, DecisionForm, StepForm
from .units import AbolishForm, AttributesForm, CodeForm, DayForm, MoveForm, NewUnitForm, RenameForm, UnitFilter

__all__ = [
    "STEP_FORMS",
    "AbolishForm",
    "AttributesForm",
    "ChangedDecisionForm",
    "CodeForm",
    "DayForm",
    "DecisionForm",
    "MoveForm",
    "Naming",
    "NewUnitForm",
    "RenameForm",
    "StepForm",
    "UnitField",
    "UnitFilter",
    "choices_context",
]
