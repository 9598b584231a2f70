"""Naming units in a form: typed in words, or chosen from what was found.

With htmx the units found appear while typing. Without a script a text that names no one unit comes back with those that it may
mean, to choose from: the same boxes, the same names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..types import Ref, UnitChoice

#: What is added to the name of a field: its chosen units, and the search box of a field of many.
CHOSEN, SEARCHED = "_ref", "_q"


@dataclass(frozen=True)
class Naming:
    """What a field holds: `text` as typed, `chosen` units, and of a field of many the words that were `searched`."""

    text: str = ""
    chosen: tuple[Ref, ...] = ()
    searched: str = ""

    @classmethod
    def read(cls, data: Any, name: str) -> "Naming":
        chosen = data.getlist(name + CHOSEN) if hasattr(data, "getlist") else data.get(name + CHOSEN, ())
        refs = tuple(dict.fromkeys(int(ref) if str(ref).isdecimal() else str(ref) for ref in chosen))
        return cls(data.get(name, "").strip(), refs, data.get(name + SEARCHED, "").strip())

    def __bool__(self) -> bool:
        return bool(self.text or self.chosen or self.searched)


class UnitBox(forms.TextInput):
    """`find(words)` gives the units that words may mean, `name_of(refs)` those that were chosen; a form sets both, and
    `address`, where htmx asks while somebody types.
    """

    template_name = "org/widgets/unit_box.html"
    many = False
    find: Callable[[str], list[UnitChoice]]
    name_of: Callable[[tuple[Ref, ...]], list[UnitChoice]]
    address = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Naming:
        return Naming.read(data, name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not Naming.read(data, name)

    def format_value(self, value: Any) -> str:
        return value.text if isinstance(value, Naming) else value or ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        naming = value if isinstance(value, Naming) else Naming(value or "")
        context |= choices_context(name, naming, self.name_of(naming.chosen), self.found(naming), many=self.many)
        context |= {"address": self.address, "searched": naming.searched, "search_name": name + SEARCHED}
        return context

    def found(self, naming: Naming) -> list[UnitChoice]:
        words = naming.searched if self.many else naming.text
        return self.find(words) if words and (self.many or not naming.chosen) else []


class UnitsBox(UnitBox):
    """Several units: one a line, or searched for and ticked."""

    many = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 4, "spellcheck": "false", **(attrs or {})})


class UnitField(forms.Field):
    """One unit. Cleans to a Naming; the form finds out what it names (`StepForm.one`, `StepForm.many`)."""

    widget: Any = UnitBox

    def clean(self, value: Any) -> Naming:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        return value


class UnitsField(UnitField):
    widget = UnitsBox


def choices_context(
    name: str, naming: Naming, chosen: list[UnitChoice], found: list[UnitChoice], *, many: bool
) -> dict[str, Any]:
    """What the list of choices is drawn from: the chosen ones first, then what else was found."""
    refs = {choice.ref for choice in chosen}
    return {
        "choices": [*((one, True) for one in chosen), *((one, False) for one in found if one.ref not in refs)],
        "choice_name": name + CHOSEN,
        "choice_type": "checkbox" if many else "radio",
        "nothing_found": bool(naming.searched if many else naming.text) and not chosen and not found,
    }
