"""What people choose on the way of a file: unit and file, then sheet, heading, columns, options."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.web import filters, numbers
from khuevan.web.forms import Form, IntegerField, dress

from .rules import column_letter, guess_columns
from .types import Cell, Importer, Outcome, State

#: The value of the button that guesses the columns anew.
AGAIN = "again"


class UploadForm(Form):
    """`units`: where the actor may import; a single one is not asked for."""

    unit = forms.ChoiceField(label=_("Nhập vào"))
    file = forms.FileField(
        label=_("Tệp Excel"),
        help_text=_("Tệp .xlsx, .xls, .ods hoặc .csv. Chưa có gì được ghi cho đến khi bạn xem trước và xác nhận."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def __init__(self, *args: Any, units: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        offered(self.fields["unit"], [(key, unit.name) for key, unit in self.units.items()])
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0].pk

    def clean_unit(self) -> Any:
        return self.units[self.cleaned_data["unit"]]


class ColumnsForm(Form):
    """`column_<index>` says which column of the importer a column of the file is."""

    sheet = forms.ChoiceField(label=_("Trang tính"))
    header_row = IntegerField(label=_("Dòng tiêu đề"), min_value=1, required=False)

    def __init__(
        self, *args: Any, run: Any, importer: Importer, sheets: list[str], samples: list[list[Cell]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.run, self.importer, self.samples = run, importer, samples
        offered(self.fields["sheet"], [(name, name) for name in sheets])
        self.fields["sheet"].initial, self.fields["header_row"].initial = run.sheet, run.header_first or None
        choices = [("", _("— không nhập —")), *((column.code, column.label) for column in importer.columns)]
        for index, _title in enumerate(run.headings):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=column_letter(index), choices=choices, required=False, initial=run.mapping.get(str(index), "")
            )
        for option in importer.options:
            self.fields[f"option_{option.code}"] = _option_field(option, run.options)
        for field in self.fields.values():
            dress(field)

    @property
    def again(self) -> bool:
        return AGAIN in self.data

    def mapping(self) -> dict[str, str]:
        prefix = "column_"
        return {name.removeprefix(prefix): code for name, code in self.cleaned_data.items() if name.startswith(prefix) and code}

    def options(self) -> Mapping[str, Any]:
        prefix = "option_"
        return {name.removeprefix(prefix): value for name, value in self.cleaned_data.items() if name.startswith(prefix)}

    def drawn_columns(self) -> Iterator[dict[str, Any]]:
        """Letter, heading, sample cells and the choice of every column; whether the choice was guessed from a similar heading."""
        guesses = {
            guess.index: guess.code for guess in guess_columns(self.run.headings, self.importer.columns) if guess.score < 1
        }
        for index, title in enumerate(self.run.headings):
            code = self.run.mapping.get(str(index))
            covered = bool(code) and self.importer.column(code).sealed
            cells = [shown_cell(row[index], covered) for row in self.samples if index < len(row) and row[index] != ""]
            yield {
                "letter": column_letter(index),
                "title": title,
                "samples": cells,
                "field": self[f"column_{index}"],
                "is_guess": code is not None and guesses.get(index) == code,
            }

    def drawn_options(self) -> list[Any]:
        return [self[f"option_{option.code}"] for option in self.importer.options]

    def missing(self) -> list[str]:
        """Labels of the columns that are needed and not chosen yet."""
        codes = set(self.run.mapping.values())
        groups = [(column.code,) for column in self.importer.columns if column.required] + list(self.importer.one_of)
        return [str(self.importer.column(group[0]).label) for group in groups if not codes & set(group)]


def offered(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    """Give a field of choices what there is to choose from."""
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def shown_cell(cell: Cell, covered: bool) -> str:
    """A cell as a sheet shows it, shortened; personal numbers with their middle covered."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = numbers.day(cell) if isinstance(cell, date) else str(cell)
    return numbers.masked(text) if covered else text[:40]


def _option_field(option: Any, chosen: Mapping[str, Any]) -> forms.Field:
    initial = chosen.get(option.code, option.initial())
    if option.choices:
        return forms.ChoiceField(label=option.label, choices=option.choices(), initial=initial, help_text=option.help)
    return forms.BooleanField(label=option.label, required=False, initial=initial, help_text=option.help)


class RunFilter(filters.FilterSet):
    state = filters.ChoiceFilter(
        label=_("Tình trạng"), choices=[choice for choice in State.choices if choice[0] != "discarded"]
    )


class RowFilter(filters.FilterSet):
    outcome = filters.ChoiceFilter(label=_("Dòng"), choices=Outcome.choices)
