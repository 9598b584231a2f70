"""Forms of classes."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel.text import normalize
from khuevan.web.forms import Form, Section

from .. import queries
from ..rules import grades_taught
from ..types import NewClass, NextClass
from .fields import LONGEST_CLASS, LineField


class NewClassForm(Form):
    """One class or several of one grade, named with commas between."""

    layout: tuple[str | tuple[str, ...] | Section, ...] = ("school", "year", ("grade", "group"), "names")
    school: forms.ModelChoiceField = forms.ModelChoiceField(label=gettext_lazy("Trường"), queryset=None, empty_label=None)
    year = forms.ChoiceField(label=gettext_lazy("Năm học"))
    grade = forms.TypedChoiceField(label=gettext_lazy("Khối"), coerce=int)
    group = forms.ChoiceField(label=gettext_lazy("Nhóm tuổi (mầm non)"), required=False)
    names = LineField(
        label=gettext_lazy("Tên lớp"), help_text=gettext_lazy("Nhiều lớp thì cách nhau bằng dấu phẩy: 6A1, 6A2, 6A3.")
    )

    def __init__(self, *args: Any, schools: QuerySet, years: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = {year.code: year for year in years}
        self.fields["school"].queryset = schools
        grades = sorted({grade for school in schools for grade in grades_taught(school.levels)})
        self.fields["year"].choices = [(year.code, str(year)) for year in years]
        self.fields["grade"].choices = [(grade, queries.grade_in_words(grade)) for grade in grades]
        self.fields["group"].choices = [("", "—"), *queries.preschool_groups()]
        if 0 not in grades:
            del self.fields["group"]
        if len(schools) == 1:
            self.layout = tuple(item for item in self.layout if item != "school")
            self.fields["school"].widget = forms.HiddenInput()
            self.initial["school"] = schools[0].pk

    def clean_year(self) -> Any:
        return self.years[self.cleaned_data["year"]]

    def clean_names(self) -> list[str]:
        names = [normalize(name) for name in self.cleaned_data["names"].split(",")]
        too_long = next((name for name in names if len(name) > LONGEST_CLASS), "")
        if too_long:
            raise forms.ValidationError(
                _("Tên lớp «%(name)s» dài quá: nhiều nhất %(most)d ký tự.") % {"name": too_long, "most": LONGEST_CLASS}
            )
        return [name for name in names if name]

    def classes(self) -> list[NewClass]:
        data = self.cleaned_data
        group = data.get("group", "") if data["grade"] == 0 else ""
        return [NewClass(name=name, grade=data["grade"], group=group) for name in data["names"]]


class RenameForm(Form):
    name = LineField(label=gettext_lazy("Tên lớp"), max_length=LONGEST_CLASS)


class AdvanceForm(Form):
    """Which classes go up a grade, and whether those who learn there come along."""

    class_ids = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Lập các lớp"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    with_learners = forms.BooleanField(
        label=gettext_lazy("Đưa cả học sinh lên lớp mới"),
        help_text=gettext_lazy("Em nào không được lên lớp thì chuyển lớp lại sau."),
        required=False,
    )

    def __init__(self, *args: Any, lines: list[NextClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        new = [line for line in lines if not line.exists]
        self.fields["class_ids"].choices = [
            (
                line.class_id,
                _("%(before)s → %(after)s (%(count)d em)")
                % {"before": line.name, "after": line.next_name, "count": line.learners},
            )
            for line in new
        ]
        self.initial.setdefault("class_ids", [line.class_id for line in new])
