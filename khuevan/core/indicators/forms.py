"""Filters of measures and of units that are silent; the form in which a unit reports."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.text import search_key
from khuevan.web.filters import FilterForm, RowFilter, words_field
from khuevan.web.forms import DateField, Form, IntegerField, VersionField

from .types import Duty, Reporting, ReportKind, Source


class CatalogueFilter(RowFilter):
    """Measures by words of their name, and by where their figures come from."""

    class form_class(FilterForm):
        q = words_field(_("Tìm chỉ tiêu"))
        source = forms.ChoiceField(
            label=_("Nguồn số liệu"), choices=[("", _("Nguồn: tất cả")), *Source.choices], required=False
        )

    def keeps(self, row: dict[str, Any], chosen: dict[str, Any]) -> bool:
        is_of_source = chosen.get("source") in (None, "", row["source"])
        return is_of_source and all(word in search_key(str(row["name"])) for word in search_key(chosen.get("q") or "").split())


class SilentFilter(RowFilter):
    """Silent units by words of their name."""

    class form_class(FilterForm):
        q = words_field(_("Tìm theo tên đơn vị"))

    def keeps(self, row: Duty, chosen: dict[str, Any]) -> bool:
        return all(word in row.unit.search_key for word in search_key(chosen.get("q") or "").split())


class ReportForm(Form):
    """What a unit says of itself: yes or no, two numbers, or one; as of which day; and what proves it."""

    layout = ("answer", "numerator", "denominator", "as_of", "note", "file")
    answer = forms.ChoiceField(label=_("Trả lời"), choices=(("1", _("Có")), ("0", _("Chưa có"))), widget=forms.RadioSelect)
    numerator = IntegerField(label=_("Số lượng"), min_value=0)
    denominator = IntegerField(label=_("Tổng số"), min_value=0)
    as_of = DateField(label=_("Tính đến ngày"))
    note = forms.CharField(label=_("Minh chứng"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(
        label=_("Tệp minh chứng"), required=False, help_text=_("Ảnh, PDF, văn bản hoặc bảng tính. Nhiều nhất 10 MB.")
    )
    version = VersionField(required=False)

    def __init__(self, *args: Any, reporting: Reporting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in UNASKED[reporting.kind]:
            del self.fields[name]
        if reporting.kind == ReportKind.SHARE:
            self.fields["numerator"].label, self.fields["denominator"].label = reporting.numerator, reporting.denominator
        elif reporting.kind == ReportKind.YES_NO:
            self.fields["answer"].label = reporting.question
        self.fields["note"].help_text = format_lazy(
            _("{example}. Ghi vài dòng hoặc gửi tệp; trả lời «Chưa có» thì không cần."), example=reporting.evidence
        )

    def figure(self) -> dict[str, Any]:
        """What the operations take: yes is 1 of 1, no is 0 of 1; a count has no denominator."""
        data = self.cleaned_data
        numerator, denominator = data.get("numerator"), data.get("denominator")
        if "answer" in data:
            numerator, denominator = int(data["answer"]), 1
        return {
            "numerator": numerator,
            "denominator": denominator,
            "as_of": data["as_of"],
            "note": data["note"].strip(),
            "evidence": data["file"],
        }


UNASKED = {
    ReportKind.YES_NO: ("numerator", "denominator"),
    ReportKind.SHARE: ("answer",),
    ReportKind.COUNT: ("answer", "denominator"),
}
