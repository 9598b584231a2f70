"""Forms about single units, and the filters of their list."""

from typing import Any

from django import forms
from django.db.models import Choices, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock
from khuevan.web.filters import ChoiceFilter, FilterSet, ModelChoiceFilter, TextFilter
from khuevan.web.forms import DateField, DecimalField, Form, Section, VersionField

from .. import queries, rules
from ..types import Affiliation, Area, CodeSystem, Level, NewUnit, Ownership, UnitFlag, UnitKind

NO_CHOICE = [("", "—")]
LISTED_KINDS = [(kind.value, kind.label) for kind in UnitKind if kind != UnitKind.CLASS]
SINCE_HELP = _("Để trống nếu chỉ sửa thông tin ghi sai; ghi ngày nếu thông tin thật sự thay đổi từ ngày đó.")


class UnitFilter(FilterSet):
    q = TextFilter(exact=("moet_code",), label=_("Tìm theo tên, mã trường"))
    kind = ChoiceFilter(label=_("Loại"), choices=LISTED_KINDS)
    level = ChoiceFilter(label=_("Cấp học"), choices=Level.choices, method="of_level")
    ownership = ChoiceFilter(label=_("Loại hình"), choices=Ownership.choices)
    affiliation = ChoiceFilter(label=_("Trực thuộc"), choices=Affiliation.choices)
    area = ChoiceFilter(label=_("Khu vực"), choices=Area.choices)
    commune = ModelChoiceFilter(
        label=_("Xã, phường"),
        queryset=lambda request: (
            queries.in_force(queries.directory(request.actor)).filter(kind=UnitKind.COMMUNE).order_by("sort_key")
        ),
        method="in_commune",
    )

    def of_level(self, rows: QuerySet, name: str, level: str) -> QuerySet:
        return rows.filter(levels__contains=[level])

    def in_commune(self, rows: QuerySet, name: str, commune: Any) -> QuerySet:
        """Below the commune, or standing in it whoever manages it."""
        codes = [code.code for code in queries.codes(self.request.actor, commune) if code.system == CodeSystem.ADMINISTRATIVE]
        return rows.filter(Q(path__startswith=commune.path) | Q(commune_code__in=codes))


class DayForm(Form):
    """The day of the tree, and what to look for in it."""

    ngay = DateField(label=_("Cây của ngày"), required=False)
    q = forms.CharField(
        label=_("Tìm trong cây"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"aria-label": field.label, "placeholder": field.label}


def _many(label: Any, choices: type[Choices]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices.choices, required=False, widget=forms.CheckboxSelectMultiple)


def _one(label: Any, choices: type[Choices]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[*NO_CHOICE, *choices.choices], required=False)


class NewUnitForm(Form):
    """A unit below a known parent."""

    layout = (
        ("kind", "on"),
        ("name", "short_name"),
        Section(_("Với cơ sở giáo dục")),
        "levels",
        ("ownership", "affiliation", "area"),
        "flags",
        Section(_("Mã và địa chỉ")),
        ("moet_code", "commune_code"),
        "address",
    )
    kind = forms.ChoiceField(label=_("Loại"))
    on = DateField(label=_("Từ ngày"))
    name = forms.CharField(label=_("Tên"), max_length=200)
    short_name = forms.CharField(
        label=_("Tên ngắn"), max_length=80, required=False, help_text=_("Cho chỗ hẹp, ví dụ: THCS Ninh Khánh")
    )
    levels = _many(_("Cấp học"), Level)
    ownership = _one(_("Loại hình"), Ownership)
    affiliation = _one(_("Trực thuộc"), Affiliation)
    area = forms.ChoiceField(label=_("Khu vực"), choices=Area.choices, initial=Area.NORMAL)
    flags = _many(_("Đặc điểm"), UnitFlag)
    moet_code = forms.CharField(label=CodeSystem.MOET.label, max_length=20, required=False)
    commune_code = forms.RegexField(
        r"^\d{5}$",
        label=_("Mã xã, phường nơi đặt trụ sở"),
        required=False,
        help_text=_("5 chữ số. Trường đặt dưới xã, phường thì tự lấy mã."),
    )
    address = forms.CharField(label=_("Địa chỉ"), max_length=250, required=False)

    def __init__(self, *args: Any, parent_kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = [kind for kind in UnitKind if kind != UnitKind.CLASS and rules.may_stand_below(kind, parent_kind)]
        kind: Any = self.fields["kind"]
        kind.choices = [(kind.value, kind.label) for kind in fitting]

    def unit(self) -> NewUnit:
        given = self.cleaned_data
        code = given["moet_code"].strip()
        return NewUnit(
            **{
                name: given[name]
                for name in ("kind", "name", "short_name", "ownership", "affiliation", "area", "commune_code", "address")
            },
            levels=tuple(given["levels"]),
            flags=tuple(given["flags"]),
            codes=((CodeSystem.MOET, code),) if code else (),
        )


CONTACT_LAYOUT = ("address", ("phone", "email"), ("latitude", "longitude"))


class AttributesForm(Form):
    """Only the fields that the reader may change are drawn."""

    layout = (
        Section(_("Thông tin có lịch sử")),
        "levels",
        ("ownership", "affiliation", "area"),
        "flags",
        "commune_code",
        "on",
        Section(_("Liên hệ")),
        *CONTACT_LAYOUT,
    )
    levels = _many(_("Cấp học"), Level)
    ownership = _one(_("Loại hình"), Ownership)
    affiliation = _one(_("Trực thuộc"), Affiliation)
    area = forms.ChoiceField(label=_("Khu vực"), choices=Area.choices)
    flags = _many(_("Đặc điểm"), UnitFlag)
    commune_code = forms.RegexField(r"^\d{5}$", label=_("Mã xã, phường nơi đặt trụ sở"), required=False)
    on = DateField(label=_("Thay đổi có hiệu lực từ ngày"), required=False, help_text=SINCE_HELP)
    address = forms.CharField(label=_("Địa chỉ"), max_length=250, required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=16, required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    latitude = DecimalField(label=_("Vĩ độ"), required=False, max_digits=8, decimal_places=5, min_value=-90, max_value=90)
    longitude = DecimalField(label=_("Kinh độ"), required=False, max_digits=8, decimal_places=5, min_value=-180, max_value=180)
    version = VersionField()

    def __init__(self, *args: Any, open_fields: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has_history = bool(open_fields & rules.VERSIONED_FIELDS)
        for name in set(self.fields) - open_fields - {"version"} - ({"on"} if has_history else set()):
            del self.fields[name]
        if not has_history:
            self.layout = CONTACT_LAYOUT  # type: ignore[misc, assignment]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("on", "version")}


class RenameForm(Form):
    layout = (("name", "short_name"), "on")
    name = forms.CharField(label=_("Tên mới"), max_length=200)
    short_name = forms.CharField(label=_("Tên ngắn"), max_length=80, required=False)
    on = DateField(label=_("Tên mới dùng từ ngày"), required=False, help_text=SINCE_HELP)
    version = VersionField()


class MoveForm(Form):
    layout = ("parent", ("on", "affiliation"))
    parent: Any = forms.ModelChoiceField(label=_("Chuyển về"), queryset=None)
    on = DateField(label=_("Từ ngày"))
    affiliation = _one(_("Trực thuộc"), Affiliation)
    version = VersionField()

    def __init__(self, *args: Any, parents: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset = parents


class CodeForm(Form):
    layout = ("system", ("code", "since"))
    system = forms.ChoiceField(label=_("Hệ thống"), choices=CodeSystem.choices)
    code = forms.CharField(label=_("Mã"), max_length=30, required=False, help_text=_("Để trống để kết thúc mã đang dùng."))
    since = DateField(label=_("Từ ngày"))


class AbolishForm(Form):
    last_day = DateField(label=_("Ngày hoạt động cuối cùng"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = clock.today()
