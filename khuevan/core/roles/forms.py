"""Forms of roles."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.core.org.types import UnitKind
from khuevan.kernel.errors import Refusal
from khuevan.web.filters import ChoiceFilter, FilterSet, TextFilter
from khuevan.web.forms import DateField, Form, IntegerField

from .types import SYSTEM_ROLES, PersonLine, Role

POSTS = [(role.value, role.label) for role in Role]


class PostFilter(FilterSet):
    q = TextFilter(fields=("person__search_key",), label=_("Tìm theo tên"))
    unit = TextFilter(fields=("unit__search_key",), label=_("Đơn vị, lớp"))
    role = ChoiceFilter(label=_("Vai trò"), choices=POSTS)


class UnitFilter(FilterSet):
    q = TextFilter(label=_("Tìm đơn vị"))
    kind = ChoiceFilter(label=_("Loại"), choices=UnitKind.choices)


class PersonForm(Form):
    """Whom: by the name he signs in with, or by his own name; people of one name are told apart before one is chosen.

    `find` raises a Refusal for a sign-in name that nobody has, `look_up` gives the people of a name. Cleans to `person`.
    """

    login = forms.CharField(
        label=_("Người được phân"),
        help_text=_("Họ tên (không cần dấu), tên đăng nhập, thư điện tử hoặc số điện thoại."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    person = forms.ChoiceField(
        label=_("Chọn người"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Không ai đăng nhập bằng tên đó. Chọn đúng người ở đây rồi bấm tiếp.")},
    )

    def __init__(
        self, *args: Any, find: Callable[[str], Any], look_up: Callable[[str], list[PersonLine]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        text = str(self.data.get("login", "")).strip()
        self.found: dict[str, PersonLine] = {}
        try:
            self.known = find(text) if text else None
        except Refusal as refusal:
            self.known, self.unknown = None, str(refusal.message)
            self.found = {str(one.pk): one for one in look_up(text)}
        self.fields["person"].choices = [(pk, f"{one.full_name} · {one.caption}") for pk, one in self.found.items()]
        if not self.found:
            del self.fields["person"]

    def clean(self) -> None:
        super().clean()
        if "login" not in self.cleaned_data:
            return
        if self.known is None and not self.found:
            self.add_error("login", self.unknown)
        self.cleaned_data["person"] = self.known or self.found.get(self.cleaned_data.get("person", ""))


class AssignForm(Form):
    """Which role where. `roles` and `units` are what the actor may choose from."""

    layout = (("unit", "role"), ("starts_on", "ends_on"), "basis")
    unit: Any = forms.ModelChoiceField(label=_("Tại"), queryset=None, empty_label=None)
    role = forms.ChoiceField(label=_("Vai trò"))
    starts_on = DateField(label=_("Từ ngày"))
    ends_on = DateField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống khi chưa biết."))
    basis = forms.CharField(
        label=_("Căn cứ"), max_length=200, required=False, help_text=_("Số, ngày quyết định bổ nhiệm hoặc phân công.")
    )

    def __init__(self, *args: Any, roles: list[Role], units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, roles=roles, units=units)


class EndForm(Form):
    last_day = DateField(label=_("Ngày làm cuối cùng"))
    reason = forms.CharField(label=_("Lý do"), max_length=200, help_text=_("Ví dụ: chuyển công tác, nghỉ hưu, số quyết định."))


class ReasonForm(Form):
    reason = forms.CharField(label=_("Lý do"), max_length=250, help_text=_("Được ghi vào nhật ký."))


class SupportForm(Form):
    layout = (("role", "hours"), "reason")
    role = forms.ChoiceField(label=_("Làm việc với vai trò"))
    hours = IntegerField(label=_("Trong (giờ)"), min_value=1, max_value=4, initial=1)
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lãnh đạo đơn vị đọc được lý do này."),
    )

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, roles=roles)


class ClientPostForm(Form):
    unit: Any = forms.ModelChoiceField(label=_("Đơn vị"), queryset=None)
    role = forms.ChoiceField(label=_("Như vai trò"), choices=[pair for pair in POSTS if pair[0] not in SYSTEM_ROLES])
    basis = forms.CharField(
        label=_("Căn cứ"), max_length=200, help_text=_("Văn bản của đơn vị cho phép phần mềm dùng dữ liệu.")
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, units=units)


def offer(form: Form, *, roles: list[Role] | None = None, units: Any = None) -> None:
    """Fill the choices of a form's `role` and `unit`."""
    fields: dict[str, Any] = form.fields
    if roles is not None:
        fields["role"].choices = [(role.value, role.label) for role in roles]
    if units is not None:
        fields["unit"].queryset = units
