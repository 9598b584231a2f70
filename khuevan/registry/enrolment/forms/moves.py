"""Forms of moves, changes of status and transfers. What may be done is decided by the operations."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock
from khuevan.web.forms import DateField, Form

from ..types import ENDINGS
from .fields import LONGEST_DECISION, LONGEST_NAME, ChosenField, ClassField, LineField, SchoolField

TODAY_AT_LATEST = _("Muộn nhất là hôm nay.")


class MoveForm(Form):
    """Into which class, from which day."""

    layout = (("to_class", "on"), "reason", "decision")
    to_class = ClassField(label=_("Sang lớp"))
    on = DateField(label=_("Học ở lớp mới từ ngày"), help_text=TODAY_AT_LATEST)
    reason = LineField(label=_("Lý do"), required=False)
    decision = LineField(label=_("Quyết định, đơn"), max_length=LONGEST_DECISION, required=False)
    chosen: ChosenField | None = ChosenField()

    def __init__(self, *args: Any, classes: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_class"].queryset = classes
        self.initial.setdefault("on", clock.today())


class ReturnForm(MoveForm):
    """Coming back after a pause."""

    on = DateField(label=_("Học lại từ ngày"), help_text=TODAY_AT_LATEST)
    chosen = None


class EndForm(Form):
    """How a stay ends, after which day, by which decision."""

    layout = ("status", "last_day", "reason", "decision")
    status = forms.ChoiceField(
        label=_("Trạng thái mới"), choices=[(one.value, one.label) for one in ENDINGS], widget=forms.RadioSelect
    )
    last_day = DateField(label=_("Ngày học cuối cùng"), help_text=TODAY_AT_LATEST)
    reason = LineField(label=_("Lý do"))
    decision = LineField(label=_("Quyết định, đơn"), max_length=LONGEST_DECISION, required=False)
    chosen = ChosenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("last_day", clock.today())
        words = {"transferred": _("Đã chuyển đi ngoài tỉnh")}
        self.fields["status"].choices = [(one.value, words.get(one.value, one.label)) for one in ENDINGS]


class HandOverForm(Form):
    """To which school of the province, and why."""

    layout = ("to_school", "school", "starts_on", "reason")
    to_school = SchoolField(label=_("Trường nhận"), help_text=_("Một phần tên, không cần dấu, hoặc mã trường trong tỉnh."))
    school = forms.ChoiceField(
        label=_("Chọn trường"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Có nhiều trường như vậy. Chọn một trường ở đây, hoặc ghi rõ hơn ở trên.")},
    )
    starts_on = DateField(label=_("Dự kiến vào trường mới từ ngày"))
    reason = LineField(label=_("Lý do"), help_text=_("Ví dụ: theo cha mẹ chuyển nơi ở."))

    def __init__(self, *args: Any, find: Callable[[str], list[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.data.get("to_school", "").strip()
        found = find(text) if text else []
        self.fields["to_school"].find = lambda _text: found
        self.fields["to_school"].chosen = self.data.get("school", "")
        if len(found) > 1:
            self.fields["school"].choices = [(str(one.pk), _named(one)) for one in found]
        else:
            del self.fields["school"]
        self.initial.setdefault("starts_on", clock.today())

    def clean(self) -> None:
        super().clean()
        self.cleaned_data.pop("school", None)


def _named(school: Any) -> str:
    return f"{school.name} · {school.parent.label}" if school.parent else school.name


class AskForm(Form):
    """Whom the school asks for, by exact number and name, and where he will learn."""

    layout = (("number", "full_name"), ("to_class", "starts_on"), "reason")
    number = LineField(
        label=_("Mã định danh Bộ GDĐT hoặc số định danh"),
        max_length=20,
        help_text=_("Đủ 10 hoặc 12 chữ số, trên giấy tờ của em."),
    )
    full_name = LineField(label=_("Họ và tên"), max_length=LONGEST_NAME, help_text=_("Như trong giấy khai sinh."))
    to_class = ClassField(label=_("Vào lớp"), with_school=True)
    starts_on = DateField(label=_("Dự kiến vào học từ ngày"))
    reason = LineField(label=_("Lý do"), help_text=_("Ví dụ: theo cha mẹ chuyển nơi ở."))

    def __init__(self, *args: Any, classes: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_class"].queryset = classes
        self.initial.setdefault("starts_on", clock.today())


class AcceptForm(Form):
    """The first day at the new school; the receiving school also chooses the class."""

    layout = (("to_class", "starts_on"), "note")
    to_class = ClassField(label=_("Vào lớp"))
    starts_on = DateField(label=_("Vào trường mới từ ngày"), help_text=TODAY_AT_LATEST)
    note = LineField(label=_("Lời nhắn"), max_length=500, required=False)

    def __init__(self, *args: Any, classes: QuerySet | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if classes is None:
            del self.fields["to_class"]
        else:
            self.fields["to_class"].queryset = classes


class RefuseForm(Form):
    note = LineField(label=_("Lý do từ chối"), max_length=500, help_text=_("Trường bạn đọc được lý do này."))
