"""Every change of the tree."""

from .drafts import (
    add_step,
    change_draft,
    copy_reorganisation,
    discard_draft,
    draft_reorganisation,
    move_step_up,
    remove_step,
)
from .reorganising import apply_reorganisation, preview_reorganisation
from .reversing import reverse_reorganisation, undoes_reorganisation
from .two_levels import draft_two_levels
from .units import (
    abolish_unit,
    abolish_units,
    change_attributes,
    create_unit,
    create_units,
    move_unit,
    rename_unit,
    set_code,
)

__all__ = [
    "abolish_unit",
    "abolish_units",
    "add_step",
    "apply_reorganisation",
    "change_attributes",
    "change_draft",
    "copy_reorganisation",
    "create_unit",
    "create_units",
    "discard_draft",
    "draft_reorganisation",
    "draft_two_levels",
    "move_step_up",
    "move_unit",
    "preview_reorganisation",
    "remove_step",
    "rename_unit",
    "reverse_reorganisation",
    "set_code",
    "undoes_reorganisation",
]
