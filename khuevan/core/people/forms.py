"""Forms of people: they read what was typed; what may be done is decided by the operations."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock
from khuevan.kernel.text import InvalidText, normalize, normalize_phone, parse_personal_id
from khuevan.web.filters import ChoiceFilter, FilterSet, TextFilter, ToggleFilter
from khuevan.web.forms import DateField, Form, IntegerField, Section, VersionField, dress

from . import queries
from .types import SENSITIVE_FIELDS, AccountState, Choice, DuplicateReason, PersonKind, Relation, Sex, Side

LONGEST_NAME, LONGEST_LINE = 120, 250
NOTHING_CHOSEN = ("", "—")


class NameField(forms.CharField):
    """A person's name, as in the birth certificate."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Họ và tên"))
        super().__init__(max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)

    def to_python(self, value: Any) -> str:
        return normalize(super().to_python(value) or "")


class BirthField(DateField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Ngày sinh"))
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        self.latest = clock.today()
        super().validate(value)


class PhoneField(forms.CharField):
    """Kept as ten digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Số điện thoại"))
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return normalize_phone(text) if text else ""
        except InvalidText as error:
            raise ValidationError(error.message) from error


class PersonalIdField(forms.CharField):
    """Twelve digits; spaces are taken out."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Số định danh cá nhân"))
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 20})
        super().__init__(max_length=20, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return parse_personal_id(text).number if text else ""
        except InvalidText as error:
            raise ValidationError(error.message) from error


class SuggestInput(forms.TextInput):
    """Free text with suggestions of the browser (`datalist`); works without a script."""

    template_name = "people/widgets/suggest.html"
    suggestions: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_list"
        context["suggestions"] = self.suggestions
        return context


class PlaceField(forms.CharField):
    """A commune typed by its name, kept by its code. `before_2025` reads the communes of before 01/7/2025."""

    def __init__(self, *, before_2025: bool = False, **kwargs: Any) -> None:
        self.read = queries.read_place_before_2025 if before_2025 else queries.read_place
        self.shown_as = "residence_code_before_2025" if before_2025 else "residence_code"
        super().__init__(max_length=LONGEST_LINE, widget=SuggestInput(attrs={"autocomplete": "off"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return queries.shown(self.shown_as, value) if value and value.isdecimal() else value

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return self.read(text)
        except queries.UnreadPlace as error:
            raise ValidationError(_unread(text, error.candidates)) from error


class LineField(forms.CharField):
    """A line of free text with its spaces set right."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_LINE, **kwargs)

    def to_python(self, value: Any) -> str:
        return normalize(super().to_python(value) or "")


class PersonForm(Form):
    """The whole profile but its numbers. Without the permission to see them, sensitive fields are not there."""

    layout = (
        Section(_("Thông tin cá nhân"), _("Ghi đúng như trong giấy khai sinh.")),
        ("full_name", "birth_date"),
        ("sex", "nationality"),
        ("ethnicity", "religion"),
        Section(_("Nơi sinh, quê quán")),
        ("birthplace", "hometown_code"),
        Section(_("Nơi ở"), _("Xã, phường: gõ tên kèm tỉnh, ví dụ «Phường Hoa Lư, Ninh Bình».")),
        ("residence", "residence_code"),
        "residence_code_before_2025",
        "current_address",
        Section(_("Liên hệ")),
        ("phone", "email"),
        Section(_("Chính sách")),
        "policy_categories",
    )
    full_name = NameField()
    birth_date = BirthField(required=False)
    sex = forms.ChoiceField(label=_("Giới tính"), choices=Sex.choices, widget=forms.RadioSelect, required=False)
    nationality = forms.ChoiceField(label=_("Quốc tịch"), required=False)
    ethnicity = forms.ChoiceField(label=_("Dân tộc"), required=False)
    religion = forms.ChoiceField(label=_("Tôn giáo"), required=False)
    birthplace = LineField(label=_("Nơi sinh"), required=False)
    hometown_code = PlaceField(label=_("Quê quán"), required=False)
    residence = LineField(label=_("Số nhà, thôn, tổ nơi thường trú"), required=False)
    residence_code = PlaceField(label=_("Xã, phường thường trú"), required=False)
    residence_code_before_2025 = PlaceField(
        label=_("Xã, phường thường trú trước 01/7/2025"),
        before_2025=True,
        required=False,
        help_text=_("Theo giấy tờ cũ, ví dụ «Phường Ninh Khánh, Hoa Lư, Ninh Bình»."),
    )
    current_address = LineField(label=_("Chỗ ở hiện nay"), required=False)
    phone = PhoneField(required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    policy_categories = forms.MultipleChoiceField(
        label=_("Đối tượng chính sách"), widget=forms.CheckboxSelectMultiple, required=False
    )
    version = VersionField()

    def __init__(self, *args: Any, sees_sensitive: bool = True, province: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sees_sensitive:
            for name in SENSITIVE_FIELDS:
                del self.fields[name]
        _fill_lists(self.fields, province)


class NewProfileForm(Form):
    """A profile that may be there already. Whether it is somebody else is asked only once profiles like it were shown."""

    is_somebody_else = forms.BooleanField(
        label=_("Tôi đã xem các hồ sơ gần giống, đây là người khác"), required=False, widget=forms.HiddenInput
    )

    def ask_whether_somebody_else(self) -> None:
        field = self.fields["is_somebody_else"]
        field.widget = forms.CheckboxInput()
        field.widget.is_required = False
        dress(field)


class AddPersonForm(NewProfileForm):
    """Somebody new who is no pupil: pupils come in through their class."""

    layout = ("unit", ("full_name", "birth_date"), "sex", ("phone", "email"), ("personal_id", "sector_id"))
    unit: Any = forms.ModelChoiceField(label=_("Đơn vị quản lý hồ sơ"), queryset=None, empty_label=None)
    full_name = NameField()
    birth_date = BirthField(required=False)
    sex = forms.ChoiceField(label=_("Giới tính"), choices=Sex.choices, widget=forms.RadioSelect, required=False)
    phone = PhoneField(required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    personal_id = PersonalIdField(required=False)
    sector_id = forms.RegexField(
        r"^\d{10}$", label=_("Mã định danh Bộ GDĐT"), required=False, error_messages={"invalid": _("Mã có đúng 10 chữ số.")}
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = units


class GuardianshipForm(Form):
    """What somebody is to a child."""

    layout: tuple[Any, ...] = (("relation", "occupation"), "is_primary")
    relation = forms.ChoiceField(label=_("Quan hệ với em"), choices=Relation.choices)
    occupation = LineField(label=_("Nghề nghiệp"), required=False)
    is_primary = forms.BooleanField(label=_("Là người liên hệ chính"), required=False)


class AddGuardianForm(GuardianshipForm, NewProfileForm):
    """A guardian who has no profile yet."""

    layout = (
        ("full_name", "phone"),
        ("relation", "occupation"),
        ("birth_year", "personal_id"),
        "is_primary",
    )
    full_name = NameField()
    phone = PhoneField(required=False)
    birth_year = IntegerField(label=_("Năm sinh"), min_value=1900, max_value=2100, required=False)
    personal_id = PersonalIdField(required=False)


class EndGuardianshipForm(Form):
    last_day = DateField(
        label=_("Ngày cuối còn là người giám hộ"), help_text=_("Từ hôm sau người này không xem được hồ sơ của em.")
    )
    reason = LineField(label=_("Lý do, căn cứ"))


class NumbersForm(Form):
    """The two lifelong numbers of a person. An empty box leaves the number as it is."""

    layout = ("personal_id", "sector_id")
    personal_id = PersonalIdField(required=False)
    sector_id = forms.CharField(label=_("Mã định danh Bộ GDĐT"), max_length=20, required=False)
    version = VersionField()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("personal_id") and not cleaned.get("sector_id") and not self.errors:
            raise ValidationError(_("Nhập ít nhất một số."))
        return cleaned


class ReasonForm(Form):
    reason = LineField(label=_("Lý do"))


class ClearNumberForm(ReasonForm):
    version = VersionField()


class MergeForm(Form):
    """Which profile stays, and for each field on which the two differ, whose value. «left» is the one with the smaller id."""

    kept = forms.ChoiceField(label=_("Giữ lại hồ sơ"), widget=forms.RadioSelect)
    reason = LineField(label=_("Lý do gộp"), required=False)
    left_version = VersionField()
    right_version = VersionField()

    def __init__(self, *args: Any, choices: Sequence[Choice], names: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        fields: dict[str, Any] = self.fields
        fields["kept"].choices = list(zip(Side, names, strict=True))
        for choice in choices:
            sides = [(Side.KEEP, choice.keep), (Side.GONE, choice.gone)]
            box = forms.ChoiceField(label=choice.label, choices=sides, initial=choice.suggested, widget=forms.RadioSelect)
            self.fields[choice.field] = box
            dress(box)

    def differences(self) -> list[Any]:
        """A box for each difference, in the order in which they are compared."""
        return [self[choice.field] for choice in self.choices]

    def taken(self) -> dict[str, Side]:
        """Field → side, seen from the profile that stays."""
        kept = self.cleaned_data["kept"]
        chosen = {choice.field: self.cleaned_data[choice.field] for choice in self.choices}
        return {name: Side.KEEP if side == kept else Side.GONE for name, side in chosen.items()}


class CorrectionForm(Form):
    """One field, with the same box as in the profile; why; and a photograph of the paper that proves it."""

    layout = ("value", "reason", "file")
    reason = forms.CharField(label=_("Vì sao cần sửa"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(
        label=_("Ảnh hoặc tệp PDF của giấy tờ"), required=False, help_text=_("Ví dụ giấy khai sinh. Nhiều nhất 10 MB.")
    )

    def __init__(self, *args: Any, field: str, province: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = PersonalIdField() if field == "personal_id" else PersonForm(province=province).fields[field]
        box.required, box.label = True, _("Giá trị đúng")
        self.fields["value"] = box
        dress(box)


class DecisionForm(Form):
    """Accepting: the profile as it was seen. `note` goes to the requester."""

    note = forms.CharField(label=_("Lời nhắn cho người yêu cầu"), max_length=500, required=False)
    version = VersionField()


class RefusalForm(Form):
    note = forms.CharField(label=_("Lý do không sửa"), max_length=500, help_text=_("Người yêu cầu đọc được lý do này."))


class OpenAccountsForm(Form):
    """The ids of the people chosen in the list before, joined by commas; nothing is typed."""

    chosen = forms.CharField(widget=forms.HiddenInput)


class KindFilter(FilterSet):
    """By what people are. Filters stand in the order in which a class names them."""

    def of_kind(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(queries.of_kind(value))


class PersonFilter(KindFilter):
    q = TextFilter(exact=("sector_id",), label=_("Tìm theo tên, mã"))
    kind = ChoiceFilter(label=_("Là"), choices=PersonKind.choices, method="of_kind")
    no_number = ToggleFilter(label=_("Thiếu số định danh"), condition=Q(personal_id_hint=""))


class AccountFilter(KindFilter):
    q = TextFilter(exact=("account__username",), label=_("Tìm theo tên"))
    kind = ChoiceFilter(label=_("Là"), choices=PersonKind.choices, method="of_kind")
    unit = TextFilter(fields=("keeper__search_key",), label=_("Lớp, đơn vị"))
    state = ChoiceFilter(label=_("Tài khoản"), choices=AccountState.choices, field_name="account_state")


class GuardianFilter(FilterSet):
    q = TextFilter(exact=("phone",), label=_("Tìm theo tên, số điện thoại"))


class CorrectionFilter(FilterSet):
    q = TextFilter(fields=("person__search_key",), label=_("Tìm theo tên"))
    waiting = ToggleFilter(label=_("Đang chờ"), condition=Q(ended_at=None))


class DuplicateFilter(FilterSet):
    q = TextFilter(fields=("first__search_key", "second__search_key"), label=_("Tìm theo tên"))
    reason = ChoiceFilter(label=_("Vì"), choices=DuplicateReason.choices, method="because")

    def because(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(reasons__contains=[value])


def _fill_lists(fields: dict[str, Any], province: str) -> None:
    """Lists that come from data files, and suggestions of the communes of a province."""
    lists = {
        "nationality": queries.nationalities, "ethnicity": queries.ethnicities, "religion": queries.religions,
    }  # fmt: skip
    for name, items in lists.items():
        if name in fields:
            fields[name].choices = [NOTHING_CHOSEN, *items().items()]
    if "policy_categories" in fields:
        fields["policy_categories"].choices = list(queries.policy_categories().items())
    for name in ("residence_code", "hometown_code"):
        fields[name].widget.suggestions = queries.suggestions(province)


def _unread(text: str, candidates: tuple[str, ...]) -> str:
    if candidates:
        return _("«%(text)s» có nhiều nơi: %(places)s. Ghi rõ một nơi.") % {"text": text, "places": "; ".join(candidates)}
    return _("Không có xã, phường «%(text)s». Ghi tên xã, phường kèm tỉnh, ví dụ «Phường Hoa Lư, Ninh Bình».") % {"text": text}
