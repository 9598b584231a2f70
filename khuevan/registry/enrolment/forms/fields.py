"""Form fields of this room: a class to enter, a school named in words, lines of text."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from khuevan.kernel.text import InvalidText, normalize, parse_personal_id

LONGEST_LINE, LONGEST_DECISION, LONGEST_NAME, LONGEST_CLASS = 250, 120, 120, 40


class LineField(forms.CharField):
    """A line of free text with its spaces set right."""

    def __init__(self, *, max_length: int = LONGEST_LINE, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return normalize(super().to_python(value) or "")


class ClassField(forms.ModelChoiceField):
    """A class to place learners in, with how many learn there; the queryset is set by the form."""

    def __init__(self, *, with_school: bool = False, **kwargs: Any) -> None:
        self.with_school = with_school
        super().__init__(queryset=None, empty_label=_lazy("Chọn lớp"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        name = f"{obj.name} ({obj.school_year})" if self.with_school else obj.name
        return _("%(name)s · %(count)d em") % {"name": name, "count": obj.learners}


class SchoolField(forms.CharField):
    """A school typed by its name or code. `find(text)` returns the schools that it may mean, at most a few.

    Of several the one that was `chosen`, by its number as a form sends it, is meant; None until one is.
    """

    find: Callable[[str], list[Any]]
    chosen = ""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = self.find(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("Không có trường nào tên «%s» trong tỉnh. Ghi tên hoặc mã trường.") % text)
        return next((one for one in found if str(one.pk) == self.chosen), None)


class PersonalIdField(forms.CharField):
    """Twelve digits; spaces are taken out."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 20})
        super().__init__(max_length=20, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return parse_personal_id(text).number if text else ""
        except InvalidText as error:
            raise ValidationError(error.message) from error


class ChosenField(forms.CharField):
    """The ids of learners chosen in a list, joined by commas; nothing is typed."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)
