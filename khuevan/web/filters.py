"""Filters of lists: one line above the table, their state in the address."""

from collections.abc import Callable, Iterable
from copy import copy
from functools import partial, reduce
from operator import and_, or_
from typing import Any, ClassVar, Protocol

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_filters import filters as base

from khuevan.kernel.manifest import Text
from khuevan.kernel.text import search_key

from .fields import DateField
from .forms import HouseForm, dress

__all__ = [
    "ChoiceFilter", "DateFromFilter", "DateUntilFilter", "FilterSet", "Filtering", "ModelChoiceFilter", "RowFilter",
    "TextFilter", "ToggleFilter", "words_field",
]  # fmt: skip

SEARCH, FROM, UNTIL = _("Tìm"), _("Từ ngày"), _("Đến ngày")


class FilterForm(HouseForm, forms.Form):
    """The line of filters. Wrong input filters nothing and is said so."""

    def __init__(self, *args: Any, fields: dict[str, forms.Field] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in (fields or {}).items():
            dress(field)
            self.fields[name] = field
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("aria-label", field.label or name)

    def chosen(self) -> list[tuple[str, str]]:
        """(label, value) of the filters in use, as words for the head of an exported sheet."""
        used = [(self[name], value) for name, value in self.cleaned_data.items() if value not in (None, "", [], False)]
        return [(str(bound.label), _words(bound, value)) for bound, value in used]


class Filtering(Protocol):
    """What a list asks of its filters: a FilterSet, or a class with the same face where the rows are no queryset."""

    def __init__(self, data: QueryDict | None, *, queryset: Any, request: HttpRequest) -> None: ...

    @property
    def form(self) -> FilterForm: ...

    @property
    def qs(self) -> QuerySet | list:
        """The rows that stay."""

    @property
    def in_use(self) -> bool: ...


class FilterSet(django_filters.FilterSet):
    """Base of every set of filters. Declare filters as attributes; the queryset is already scoped."""

    def get_form_class(self) -> Callable[..., FilterForm]:
        """No class of its own: making one for every request takes longer than all the rest of the form."""
        return partial(FilterForm, fields={name: found.field for name, found in self.filters.items()})

    @property
    def in_use(self) -> bool:
        return self.form.is_valid() and bool(self.form.chosen())


class RowFilter:
    """Stands where a list page has a FilterSet, for rows that are worked out. Subclasses give `form_class` and say which stay."""

    form_class: ClassVar[type[FilterForm]]

    def __init__(self, data: QueryDict | None, *, queryset: Iterable[Any], request: HttpRequest) -> None:
        self.form = self.form_class(data or {})
        self.rows = list(queryset)

    @property
    def qs(self) -> list[Any]:
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        return [row for row in self.rows if self.keeps(row, chosen)]

    @property
    def in_use(self) -> bool:
        return self.form.is_valid() and bool(self.form.chosen())

    def keeps(self, row: Any, chosen: dict[str, Any]) -> bool:
        raise NotImplementedError


def words_field(label: Text) -> forms.CharField:
    """The box for words of a `RowFilter`'s form."""
    widget = forms.TextInput(attrs={"type": "search", "placeholder": label, "autocomplete": "off", "maxlength": 100})
    return forms.CharField(label=label, required=False, max_length=100, widget=widget)


class Shared:
    """A set of filters copies each for every request. Nothing below a filter changes, so the filter alone is copied."""

    def __deepcopy__(self, memo: dict) -> "Shared":
        twin: Any = copy(self)
        twin.method = twin.method  # by its name it is looked up in the set of the copy
        return twin


class TextFilter(Shared, base.CharFilter):
    """Words in any order, ignoring diacritics. `fields` hold search keys (`search_key`); `exact` are compared as typed."""

    def __init__(
        self, *, fields: tuple[str, ...] = ("search_key",), exact: tuple[str, ...] = (), label: Text = SEARCH, **kwargs: Any
    ) -> None:
        self.keyed, self.exact = fields, exact
        widget = forms.TextInput(attrs={"type": "search", "placeholder": label, "autocomplete": "off", "maxlength": 100})
        super().__init__(label=label, widget=widget, max_length=100, **kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        words = search_key(value).split() if value else []
        if not words:
            return qs
        every_word = reduce(and_, (reduce(or_, (Q(**{f"{name}__contains": word}) for name in self.keyed)) for word in words))
        return qs.filter(reduce(or_, (Q(**{name: value.strip()}) for name in self.exact), every_word))


class ChoiceFilter(Shared, base.ChoiceFilter):
    """One of some choices. `label` stands as the empty choice: «Khối: tất cả»."""

    def __init__(self, *, label: Text, **kwargs: Any) -> None:
        super().__init__(label=label, empty_label=_all_of(label), **kwargs)


class ModelChoiceFilter(Shared, base.ModelChoiceFilter):
    """One row of a scoped queryset."""

    def __init__(self, *, label: Text, **kwargs: Any) -> None:
        super().__init__(label=label, empty_label=_all_of(label), **kwargs)


class ToggleFilter(Shared, base.Filter):
    """A button that is pressed or not: «Cần sửa». `condition` is a Q."""

    field_class = forms.BooleanField

    def __init__(self, *, label: Text, condition: Q, **kwargs: Any) -> None:
        self.condition = condition
        super().__init__(label=label, widget=forms.CheckboxInput(attrs={"class": "kv-toggle-input"}), **kwargs)

    def filter(self, qs: QuerySet, value: bool) -> QuerySet:
        return qs.filter(self.condition) if value else qs


class DateFromFilter(Shared, base.Filter):
    """From a day on."""

    field_class = DateField

    def __init__(self, *, label: Text = FROM, **kwargs: Any) -> None:
        super().__init__(label=label, lookup_expr="gte", **kwargs)


class DateUntilFilter(Shared, base.Filter):
    """Up to and including a day."""

    field_class = DateField

    def __init__(self, *, label: Text = UNTIL, **kwargs: Any) -> None:
        super().__init__(label=label, lookup_expr="lte", **kwargs)


def _all_of(label: Text) -> Text:
    return format_lazy("{label}: {all}", label=label, all=_("tất cả"))


def _words(bound: Any, value: Any) -> str:
    if value is True:
        return str(_("có"))
    choices = dict(getattr(bound.field, "choices", ()))
    return str(choices.get(value, choices.get(str(value), value)))
