"""Screens of the organisation tree."""

from .reorganisations import (
    AddStep,
    ApplyReorganisation,
    CopyReorganisation,
    DiscardDraft,
    DraftTwoLevels,
    EditDraft,
    MakePreview,
    MoveStepUp,
    NewReorganisation,
    PreviewPage,
    RemoveStep,
    ReorganisationList,
    ReorganisationPage,
    ReverseReorganisation,
    UnitChoices,
)
from .tree import TreePage
from .units import AbolishUnit, EditUnit, MoveUnit, NewUnitPage, RenameUnit, SetCode, UnitList, UnitPage

__all__ = [
    "AbolishUnit",
    "AddStep",
    "ApplyReorganisation",
    "CopyReorganisation",
    "DiscardDraft",
    "DraftTwoLevels",
    "EditDraft",
    "EditUnit",
    "MakePreview",
    "MoveStepUp",
    "MoveUnit",
    "NewReorganisation",
    "NewUnitPage",
    "PreviewPage",
    "RemoveStep",
    "RenameUnit",
    "ReorganisationList",
    "ReorganisationPage",
    "ReverseReorganisation",
    "SetCode",
    "TreePage",
    "UnitChoices",
    "UnitList",
    "UnitPage",
]
