"""Every reading of the tree."""

from .history import (
    became,
    came_from,
    children_as_of,
    first_day,
    institutions,
    line_as_of,
    predecessors,
    spans,
    successors,
    tree_as_of,
    unit_as_of,
)
from .mapping import bulk_move, movable, read_mapping
from .references import affected, uses
from .reorganisations import preview, reorganisation, reorganisations, steps
from .search import search
from .units import (
    ancestors,
    children,
    codes,
    counts_below,
    descendants,
    directory,
    editable_fields,
    in_force,
    listing,
    possible_parents,
    unit,
    units,
)

__all__ = [
    "affected",
    "ancestors",
    "became",
    "bulk_move",
    "came_from",
    "children",
    "children_as_of",
    "codes",
    "counts_below",
    "descendants",
    "directory",
    "editable_fields",
    "first_day",
    "in_force",
    "institutions",
    "line_as_of",
    "listing",
    "movable",
    "possible_parents",
    "predecessors",
    "preview",
    "read_mapping",
    "reorganisation",
    "reorganisations",
    "search",
    "spans",
    "steps",
    "successors",
    "tree_as_of",
    "unit",
    "unit_as_of",
    "units",
    "uses",
]
