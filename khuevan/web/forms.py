"""Forms of the whole platform: one renderer, Vietnamese messages that say what to do, fields laid out in the class.

A form checks and cleans; it never saves and never decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.template import loader
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.errors import Refusal
from khuevan.kernel.manifest import Text

from .fields import DateField, DecimalField, IntegerField, MoneyField
from .widgets import DRAWN

__all__ = ["DateField", "DecimalField", "Form", "IntegerField", "ModelForm", "MoneyField", "Section", "VersionField"]

CONTROL_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.RadioSelect, "kv-choices"),
    (forms.CheckboxSelectMultiple, "kv-choices"),
    (forms.Select, "form-select"),
    (forms.HiddenInput, ""),
    (forms.Widget, "form-control"),
)


class HouseRenderer(DjangoTemplates):
    """Widgets are Django's, the commonest of them drawn faster; forms, fields and errors are ours."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("web/"):
            return loader.get_template(template_name)
        return super().get_template(template_name)

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)


# One for all forms: a renderer of its own would look for every template tag of the site again.
RENDERER = HouseRenderer()


@dataclass(frozen=True)
class Section:
    """A heading inside a form's `layout`, with a line of explanation."""

    title: Text
    text: Text = ""


@dataclass(frozen=True)
class Row:
    """One line of a form as drawn: a heading, or up to three fields side by side."""

    fields: tuple[BoundField, ...] = ()
    section: Section | None = None


class HouseForm(forms.BaseForm):
    """What `Form` and `ModelForm` share. `layout` lists field names, tuples of names (side by side) and Sections."""

    #: Of any kind: a form knows which of its fields have a `queryset` or `choices`.
    fields: dict[str, Any]
    layout: tuple[str | tuple[str, ...] | Section, ...] = ()
    default_renderer: BaseRenderer | type[BaseRenderer] | None = RENDERER
    refusal: Refusal | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def __getitem__(self, name: str) -> BoundField:
        """A field that a form adds after it was made is dressed when it is first asked for."""
        if name in self.fields:
            dress(self.fields[name])
        return super().__getitem__(name)

    def rows(self) -> Iterator[Row]:
        """The visible fields in the order of `layout`, then those that it does not name."""
        drawn: set[str] = set()
        for item in self.layout:
            if isinstance(item, Section):
                yield Row(section=item)
                continue
            names = [name for name in ((item,) if isinstance(item, str) else item) if name in self.fields]
            drawn.update(names)
            if names:
                yield Row(fields=tuple(self[name] for name in names))
        for bound in self.visible_fields():
            if bound.name not in drawn:
                yield Row(fields=(bound,))

    def problems(self) -> list[tuple[BoundField, str]]:
        """Every wrong field with its first message, for the summary that links to them."""
        return [(self[name], str(messages[0])) for name, messages in self.errors.items() if name in self.fields]


class Form(HouseForm, forms.Form):
    """Base of every form."""


class ModelForm(HouseForm, forms.ModelForm):
    """A form that takes its fields and checks from a model. It refuses to save: operations do."""

    def save(self, commit: bool = True) -> Any:
        raise TypeError("A form does not save; hand `cleaned_data` to an operation.")


class VersionField(forms.IntegerField):
    """The hidden `version` of the record as it was opened, for `Entity.save_if_unchanged`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, min_value=1, **kwargs)


def new_key() -> str:
    """A key for one filling-in of a form (see `idempotency`)."""
    return str(uuid4())


def dress(field: forms.Field) -> None:
    """Give a field the look and the words of the house."""
    if isinstance(field.widget, forms.FileInput):
        field.widget.attrs.setdefault("hx-preserve", "true")  # a chosen file is not lost when the form comes back with errors
    css = next(css for kind, css in CONTROL_CLASSES if isinstance(field.widget, kind))
    classes = field.widget.attrs.get("class", "")
    if css and css not in classes:
        field.widget.attrs["class"] = f"{classes} {css}".strip()
    field.error_messages.update({code: text for code, text in _messages(field).items() if code not in _own_messages(field)})


def _own_messages(field: forms.Field) -> set[str]:
    """Codes whose wording the form's author chose, or which our own field classes word."""
    if type(field).__module__.startswith("khuevan."):
        return set(field.error_messages) - {"required"}
    defaults: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        defaults.update(getattr(kind, "default_error_messages", {}))
    return {code for code, text in field.error_messages.items() if defaults.get(code) is not text}


def _messages(field: forms.Field) -> dict[str, Any]:
    chosen = isinstance(field, (forms.ChoiceField, forms.ModelChoiceField))
    if isinstance(field, forms.FileField):
        required = _("Chọn tệp.")
    elif isinstance(field, forms.BooleanField):
        required = _("Đánh dấu ô này để tiếp tục.")
    else:
        required = _("Chọn một mục.") if chosen else _("Ô này chưa có gì. Nhập rồi gửi lại.")
    return {
        "required": required,
        "invalid_choice": _("Mục này không còn chọn được. Chọn mục khác."),
        "max_length": _("Dài quá: nhiều nhất %(limit_value)d ký tự, đang có %(show_value)d. Rút ngắn lại."),
        "min_length": _("Ngắn quá: ít nhất %(limit_value)d ký tự, đang có %(show_value)d."),
        "max_value": _("Lớn quá: nhiều nhất %(limit_value)s."),
        "min_value": _("Nhỏ quá: ít nhất %(limit_value)s."),
    } | ({"invalid": _("Địa chỉ thư chưa đúng. Ví dụ: ten@truong.edu.vn")} if isinstance(field, forms.EmailField) else {})
