"""The form of a new learner."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from khuevan.core.people.types import Sex
from khuevan.core.reference import api as reference
from khuevan.kernel import clock
from khuevan.web.forms import DateField, Form, Section, dress

from .fields import LONGEST_NAME, ClassField, LineField, PersonalIdField

SECTOR_ID = r"^\d{10}$"


class NewLearnerForm(Form):
    """Who, and into which class. Whether it is somebody else is asked only once profiles like it were shown."""

    layout = (
        Section(_("Vào lớp")),
        ("to_class", "starts_on"),
        Section(
            _("Học sinh"), _("Ghi đúng như trong giấy khai sinh. Cha mẹ, quê quán và các mục khác thêm sau ở trang của em.")
        ),
        ("full_name", "birth_date"),
        ("sex", "ethnicity"),
        ("personal_id", "sector_id"),
        "birthplace",
        "residence",
        "is_somebody_else",
    )
    to_class = ClassField(label=_("Lớp"), with_school=True)
    starts_on = DateField(label=_("Vào lớp từ ngày"))
    full_name = LineField(label=_("Họ và tên"), max_length=LONGEST_NAME)
    birth_date = DateField(label=_("Ngày sinh"))
    sex = forms.ChoiceField(label=_("Giới tính"), choices=Sex.choices, widget=forms.RadioSelect)
    ethnicity = forms.ChoiceField(label=_("Dân tộc"), required=False)
    personal_id = PersonalIdField(label=_("Số định danh cá nhân"), required=False)
    sector_id = forms.RegexField(
        SECTOR_ID, label=_("Mã định danh Bộ GDĐT"), required=False, error_messages={"invalid": _("Mã có đúng 10 chữ số.")}
    )
    birthplace = LineField(label=_("Nơi sinh"), required=False)
    residence = LineField(label=_("Nơi thường trú"), required=False)
    is_somebody_else = forms.BooleanField(
        label=_("Tôi đã xem các hồ sơ gần giống, đây là em khác"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, classes: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_class"].queryset = classes
        self.fields["ethnicity"].choices = [("", "—"), *((item.code, item.name) for item in reference.ethnic_groups())]
        self.initial.setdefault("starts_on", clock.today())

    def ask_whether_somebody_else(self) -> None:
        field = self.fields["is_somebody_else"]
        field.widget = forms.CheckboxInput()
        field.widget.is_required = False
        dress(field)

    def profile(self) -> dict[str, Any]:
        """What of it belongs to the profile."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("to_class", "starts_on", "is_somebody_else")
        }


class ExportForm(Form):
    """Which part of the reach, and whether numbers are written in full."""

    layout = ("unit", "school_class", "in_full")
    unit = LineField(label=_("Xã, phường hoặc trường"), required=False, help_text=_("Để trống là cả phạm vi của bạn."))
    school_class = forms.TypedChoiceField(label=_("Lớp"), coerce=int, empty_value=None, required=False)
    in_full = forms.BooleanField(
        label=_("Ghi đủ số định danh và dân tộc"),
        required=False,
        help_text=_("Chỉ khi thật cần: việc xuất đủ số được ghi vào nhật ký, và người có hồ sơ thấy ai đã đọc."),
    )

    def __init__(self, *args: Any, reach: Any, sees_sensitive: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reach.one_school:
            del self.fields["unit"]
            self.fields["school_class"].choices = [("", _("Tất cả các lớp")), *((line.pk, line.name) for line in reach.classes)]
        else:
            del self.fields["school_class"]
            self.fields["unit"].required = not reach.is_narrow
        if not sees_sensitive:
            del self.fields["in_full"]
