"""Forms of a reorganisation: its decision, and one form for each kind of step. Units are named in words (`queries.lookup`)."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.errors import Refusal
from khuevan.web.forms import DateField, Form, Section, VersionField

from .. import queries
from ..types import (
    Abolish,
    Abolition,
    Affiliation,
    Area,
    CodeSystem,
    Create,
    Level,
    MappingRow,
    Merge,
    NewUnit,
    Ownership,
    Recode,
    Ref,
    Rename,
    Split,
    Step,
    StepKind,
    UnitKind,
)
from .picking import Naming, UnitField, UnitsField
from .units import LISTED_KINDS, NO_CHOICE

LIST = forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})
LONG_LIST = forms.Textarea(attrs={"rows": 12, "spellcheck": "false"})
ONE_UNIT = _("Gõ mã hoặc một phần tên, không cần dấu, rồi chọn. Đơn vị mới của các bước trước cũng tìm được.")
ONE_A_LINE = _("Tìm rồi đánh dấu, hoặc dán danh sách mã hay tên đầy đủ, mỗi dòng một đơn vị.")
TWO_COLUMNS = _("Mỗi dòng: đơn vị, rồi nơi chuyển đến, cách nhau bằng dấu chấm phẩy hoặc dán từ hai cột Excel.")
MOST_PROBLEMS = 10


class DecisionForm(Form):
    layout = ("title", ("decision_number", "decision_date", "effective_on"))
    title = forms.CharField(label=_("Tên phương án"), max_length=250)
    decision_number = forms.CharField(label=_("Số quyết định"), max_length=80)
    decision_date = DateField(label=_("Ngày quyết định"))
    effective_on = DateField(label=_("Có hiệu lực từ ngày"))


class ChangedDecisionForm(DecisionForm):
    version = VersionField()


class _Told(Exception):
    """What was wrong has been told on its field."""


class StepForm(Form):
    """Base: `build` makes the step from what was typed; wrong lines are told on their field."""

    def __init__(self, *args: Any, actor: Any, draft: Any, choices_at: Callable[[str], str], **kwargs: Any) -> None:
        """`choices_at` gives the address where the units for a field are searched."""
        super().__init__(*args, **kwargs)
        self.actor, self.draft = actor, draft
        for name, field in self.fields.items():
            if isinstance(field, UnitField):
                field.widget.find = lambda words: queries.units_meant(actor, words, draft=draft)
                field.widget.name_of = lambda refs: queries.units_chosen(actor, refs, draft=draft)
                field.widget.address = choices_at(name)

    def build(self) -> Step:
        raise NotImplementedError

    def clean(self) -> None:
        super().clean()
        self.step: Step | None = None
        if not self.errors:
            try:
                self.step = self.build()
            except Refusal as refusal:
                self.add_error(None, str(refusal.message))
            except _Told:
                pass

    def one(self, name: str) -> Ref:
        """The unit that a field of one unit names."""
        naming: Naming = self.cleaned_data[name]
        if naming.chosen:
            return self.chosen(name)[0]
        rows = queries.find_units(self.actor, naming.text, draft=self.draft)
        if rows and rows[0].unit is not None:
            return rows[0].unit
        problem = rows[0].problem if rows else _now("chưa ghi đơn vị nào")
        if queries.units_meant(self.actor, naming.text, draft=self.draft):
            problem = _now("%(problem)s. Chọn trong các đơn vị tìm thấy") % {"problem": problem}
        self.add_error(name, f"{problem[:1].upper()}{problem[1:]}.")
        raise _Told

    def many(self, name: str) -> tuple[Ref, ...]:
        """The units that a field names: ticked, or one a line."""
        naming: Naming = self.cleaned_data[name]
        rows = queries.find_units(self.actor, naming.text, draft=self.draft)
        self.tell(name, rows)
        refs = tuple(dict.fromkeys([*self.chosen(name), *(row.unit for row in rows if row.unit is not None)]))
        if naming.searched and not refs:
            self.add_error(name, _now("Đánh dấu các đơn vị tìm thấy, hoặc xóa ô tìm."))
            raise _Told
        return refs

    def chosen(self, name: str) -> tuple[Ref, ...]:
        """The units that were chosen, as far as the actor may."""
        refs = self.cleaned_data[name].chosen
        known = {choice.ref for choice in queries.units_chosen(self.actor, refs, draft=self.draft)}
        if set(refs) - known:
            self.add_error(name, _now("Đơn vị đã chọn không còn trong phạm vi của bạn. Chọn lại."))
            raise _Told
        return refs

    def pairs(self, name: str, read: Callable[[str], Iterable[MappingRow]] | None = None) -> list[MappingRow]:
        """The lines of a two-column field."""
        text = self.cleaned_data[name]
        rows = list(read(text) if read else queries.read_mapping(self.actor, text, draft=self.draft))
        self.tell(name, rows)
        return rows

    def tell(self, name: str, rows: Iterable[MappingRow]) -> None:
        """Put what is wrong with lines on their field."""
        problems = [
            _now("Dòng %(line)d: %(problem)s.") % {"line": row.line, "problem": row.problem} for row in rows if row.problem
        ]
        if problems:
            self.add_error(name, problems[:MOST_PROBLEMS])
            raise _Told


class CreateForm(StepForm):
    layout = (
        ("kind", "parent"),
        "units",
        Section(_("Với cơ sở giáo dục")),
        "levels",
        ("ownership", "affiliation", "area"),
    )
    kind = forms.ChoiceField(label=_("Loại"), choices=LISTED_KINDS)
    parent = UnitField(label=_("Đặt dưới"), help_text=ONE_UNIT)
    units = forms.CharField(
        label=_("Đơn vị mới"),
        widget=LIST,
        help_text=_(
            "Mỗi dòng: tên, rồi mã nếu có, cách nhau bằng dấu chấm phẩy. Tỉnh, xã ghi mã hành chính; trường ghi mã trường."
        ),
    )
    levels = forms.MultipleChoiceField(
        label=_("Cấp học"), choices=Level.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    ownership = forms.ChoiceField(label=_("Loại hình"), choices=[*NO_CHOICE, *Ownership.choices], required=False)
    affiliation = forms.ChoiceField(label=_("Trực thuộc"), choices=[*NO_CHOICE, *Affiliation.choices], required=False)
    area = forms.ChoiceField(label=_("Khu vực"), choices=Area.choices, initial=Area.NORMAL)

    def build(self) -> Step:
        parent = self.one("parent")
        taken = len(queries.drafted_units(self.draft))
        lines = [line for line in self.cleaned_data["units"].splitlines() if line.strip()]
        return Create(tuple(self._unit(line, parent, f"moi-{taken + place}") for place, line in enumerate(lines, 1)))

    def _unit(self, line: str, parent: Ref, key: str) -> NewUnit:
        name, _separator, code = (part.strip() for part in line.replace("\t", ";").partition(";"))
        given = self.cleaned_data
        system = CodeSystem.MOET if given["kind"] == UnitKind.SCHOOL else CodeSystem.ADMINISTRATIVE
        return NewUnit(
            kind=given["kind"],
            name=name,
            parent=parent,
            key=key,
            levels=tuple(given["levels"]),
            ownership=given["ownership"],
            affiliation=given["affiliation"],
            area=given["area"],
            codes=((str(system), code),) if code else (),
        )


class MergeForm(StepForm):
    units = UnitsField(label=_("Các đơn vị kết thúc"), help_text=ONE_A_LINE)
    into = UnitField(label=_("Thành đơn vị"), help_text=ONE_UNIT)

    def build(self) -> Step:
        return Merge(self.many("units"), self.one("into"))


class SplitForm(StepForm):
    unit = UnitField(label=_("Đơn vị được chia, tách"), help_text=ONE_UNIT)
    into = UnitsField(label=_("Thành các đơn vị"), help_text=ONE_A_LINE)
    ends = forms.ChoiceField(
        label=_("Đơn vị cũ"),
        choices=[("yes", _("kết thúc (chia)")), ("no", _("vẫn hoạt động (tách)"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    children = forms.CharField(label=_("Đơn vị bên trong về đâu"), widget=LIST, required=False, help_text=TWO_COLUMNS)

    def build(self) -> Step:
        unit, into = self.one("unit"), self.many("into")
        children = tuple((row.unit, row.target) for row in self.pairs("children") if row.unit and row.target)
        return Split(unit, into, self.cleaned_data["ends"] == "yes", children)


class MoveForm(StepForm):
    layout = (
        Section(_("Chuyển những đơn vị nào")),
        "source",
        ("kind", "level", "affiliation"),
        Section(_("Về đâu"), _("Ghi một nơi cho tất cả, hoặc một danh sách cho từng đơn vị.")),
        "to",
        "mapping",
        "new_affiliation",
    )
    source = UnitField(label=_("Đang ở dưới"), help_text=ONE_UNIT)
    kind = forms.ChoiceField(label=_("Loại"), choices=LISTED_KINDS, initial=UnitKind.SCHOOL)
    level = forms.ChoiceField(label=_("Cấp học"), choices=[("", _("mọi cấp")), *Level.choices], required=False)
    affiliation = forms.ChoiceField(
        label=_("Đang trực thuộc"), choices=[("", _("mọi cấp quản lý")), *Affiliation.choices], required=False
    )
    to = UnitField(label=_("Tất cả về"), required=False, help_text=ONE_UNIT)
    mapping = forms.CharField(label=_("Từng đơn vị về"), widget=LONG_LIST, required=False, help_text=TWO_COLUMNS)
    new_affiliation = forms.ChoiceField(
        label=_("Từ nay trực thuộc"), choices=[("", _("giữ nguyên")), *Affiliation.choices], required=False
    )

    def clean(self) -> None:
        if bool(self.cleaned_data.get("to")) == bool(self.cleaned_data.get("mapping")):
            self.add_error("to", _now("Ghi một nơi cho tất cả, hoặc danh sách ở ô dưới; không ghi cả hai."))
        super().clean()

    def build(self) -> Step:
        given = self.cleaned_data
        source = self._source()
        choice = {name: given[name] for name in ("kind", "level", "affiliation", "new_affiliation")}
        if given["to"]:
            return queries.bulk_move(self.actor, source=source, to=self.one("to"), **choice)
        mapping = self.pairs("mapping", lambda text: self._read(text, source))
        return queries.bulk_move(self.actor, source=source, mapping=mapping, **choice)

    def _source(self) -> Any:
        found = self.one("source")
        if isinstance(found, str):
            self.add_error("source", _now("Đơn vị mới chưa có gì bên trong."))
            raise _Told
        return queries.unit(self.actor, int(found))

    def _read(self, text: str, source: Any) -> Iterable[MappingRow]:
        return queries.read_mapping(self.actor, text, source=source, kind=self.cleaned_data["kind"], draft=self.draft)


class RenameForm(StepForm):
    layout = ("unit", ("name", "short_name"))
    unit = UnitField(label=_("Đơn vị"), help_text=ONE_UNIT)
    name = forms.CharField(label=_("Tên mới"), max_length=200)
    short_name = forms.CharField(label=_("Tên ngắn mới"), max_length=80, required=False)

    def build(self) -> Step:
        return Rename(self.one("unit"), self.cleaned_data["name"], self.cleaned_data["short_name"])


class RecodeForm(StepForm):
    below = UnitField(label=_("Trong phạm vi"), help_text=ONE_UNIT)
    codes = forms.CharField(
        label=_("Bảng chuyển mã"),
        widget=LONG_LIST,
        help_text=_("Mỗi dòng: mã xã cũ, rồi mã xã mới, cách nhau bằng dấu chấm phẩy."),
    )

    def build(self) -> Step:
        lines = [line.replace("\t", ";").partition(";") for line in self.cleaned_data["codes"].splitlines() if line.strip()]
        rows = [MappingRow(number, old.strip(), new.strip()) for number, (old, _separator, new) in enumerate(lines, 1)]
        bad = [row for row in rows if not (_is_code(row.unit_text) and _is_code(row.target_text))]
        self.tell("codes", [MappingRow(row.line, "", problem=_now("cần hai mã 5 chữ số")) for row in bad])
        return Recode(self.one("below"), tuple((row.unit_text, row.target_text) for row in rows))


class AbolishForm(StepForm):
    units = UnitsField(label=_("Các đơn vị giải thể"), help_text=ONE_A_LINE)
    successors = UnitsField(
        label=_("Đơn vị tiếp nhận nhiệm vụ"),
        required=False,
        help_text=_("Mỗi dòng một đơn vị; áp dụng cho mọi đơn vị ở trên."),
    )

    def build(self) -> Step:
        units, successors = self.many("units"), self.many("successors")
        return Abolish(tuple(Abolition(unit, successors) for unit in units))


def _is_code(text: str) -> bool:
    return len(text) == 5 and text.isascii() and text.isdigit()


STEP_FORMS: dict[str, type[StepForm]] = {
    StepKind.CREATE: CreateForm,
    StepKind.MERGE: MergeForm,
    StepKind.SPLIT: SplitForm,
    StepKind.MOVE: MoveForm,
    StepKind.RENAME: RenameForm,
    StepKind.RECODE: RecodeForm,
    StepKind.ABOLISH: AbolishForm,
}
