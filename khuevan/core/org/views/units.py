"""The list of units, the page of one, and its changes."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import clock
from khuevan.kernel.errors import NotFound
from khuevan.kernel.manifest import Text
from khuevan.web.pages import ConfirmPage, DetailPage, FormPage, ListPage, Page
from khuevan.web.types import Action, Crumb, Empty

from .. import forms, operations, queries, rules, tables
from ..types import Level, Permission, UnitFlag, UnitKind


class UnitList(ListPage):
    permission = Permission.VIEW
    title = gettext_lazy("Đơn vị, trường học")
    help = gettext_lazy("Mỗi dòng là một đơn vị đang hoạt động. Muốn xem đơn vị của một ngày trong quá khứ, mở Cây tổ chức.")
    table_class, filterset_class = tables.UnitTable, forms.UnitFilter
    file_name = "don-vi"

    def queryset(self) -> QuerySet:
        return queries.listing(self.actor)

    def actions(self) -> list[Action]:
        return [Action(_("Cây tổ chức"), reverse("org:tree"), "sitemap")]

    def empty(self) -> Empty:
        return Empty(_("Chưa có đơn vị nào"), _("Nhập cây tổ chức bằng lệnh cài đặt ban đầu."), "building-community")


class UnitPage(DetailPage):
    permission = Permission.VIEW
    template_name = "org/unit.html"
    nav = "org:units"
    help = gettext_lazy(
        "Thông tin hôm nay của đơn vị, người giữ vai trò và các đơn vị trước, sau khi sắp xếp. Lịch sử ở "
        "cuối trang cho biết tên, nơi trực thuộc từng thời kỳ."
    )

    def get_object(self) -> Any:
        return queries.unit(self.actor, self.kwargs["pk"])

    def subtitle(self) -> Text:
        unit = self.object
        kind = (
            rules.institution_type(unit.levels, unit.flags).label if unit.kind == UnitKind.SCHOOL else unit.get_kind_display()
        )
        return kind if not unit.parent else _("%(kind)s · %(parent)s") % {"kind": kind, "parent": unit.parent.name}

    def crumbs(self) -> list[Crumb]:
        return [Crumb(unit.label, reverse("org:unit", args=[unit.pk])) for unit in queries.ancestors(self.actor, self.object)]

    def context(self) -> dict[str, Any]:
        unit = self.object
        return super().context() | {
            "ended": unit.valid_to is not None and unit.valid_to < clock.today(),
            "today_units": queries.successors(self.actor, [unit]),
            "levels": [Level(level).label for level in unit.levels],
            "flags": [UnitFlag(flag).label for flag in unit.flags],
            "codes": queries.codes(self.actor, unit),
            "spans": queries.spans(self.actor, unit),
            "came_from": queries.came_from(self.actor, unit),
            "became": queries.became(self.actor, unit),
            "counts": [(kind.label, count) for kind, count in queries.counts_below(self.actor, unit).items()],
        }

    def actions(self) -> list[Action]:
        unit = self.object
        if unit.valid_to is not None and unit.valid_to < clock.today():
            return []
        found = (
            [Action(_("Sửa thông tin"), _to("org:unit_edit", unit), "edit")]
            if queries.editable_fields(self.actor, unit)
            else []
        )
        if not queries.may_edit(self.actor, unit):
            return found
        inner = (
            [Action(_("Thêm đơn vị bên trong"), _to("org:unit_new", unit), "plus")] if rules.may_have_inside(unit.kind) else []
        )
        return [
            *found,
            Action(_("Đổi tên"), _to("org:unit_rename", unit), "pencil"),
            Action(_("Chuyển"), _to("org:unit_move", unit), "arrow-right"),
            Action(_("Ghi mã"), _to("org:unit_code", unit), "id"),
            *inner,
            Action(_("Giải thể"), _to("org:unit_abolish", unit), "x"),
        ]


class UnitChange(Page):
    """What the changes of a unit share: which unit, and where to go afterwards."""

    permission = Permission.EDIT
    nav = "org:units"

    def load(self) -> None:
        self.unit = queries.unit(self.actor, self.kwargs["pk"])
        self.back_url = _to("org:unit", self.unit)
        if not self.may():
            raise NotFound()

    def may(self) -> bool:
        return queries.may_edit(self.actor, self.unit)

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.unit.name, self.back_url)]

    def success_url(self, result: Any) -> str:
        return self.back_url


class NewUnitPage(UnitChange, FormPage):
    title, submit_label = gettext_lazy("Thêm đơn vị"), gettext_lazy("Thêm đơn vị")
    form_class = forms.NewUnitForm

    def subtitle(self) -> Text:
        return _("Đặt dưới %(parent)s") % {"parent": self.unit.name}

    def form_options(self) -> dict[str, Any]:
        return {"parent_kind": self.unit.kind, "initial": {"on": clock.today(), "commune_code": self.unit.commune_code}}

    def perform(self, form: Any) -> Any:
        return operations.create_unit(self.actor, parent=self.unit, unit=form.unit(), on=form.cleaned_data["on"])

    def success_url(self, result: Any) -> str:
        return _to("org:unit", result)


class EditUnit(UnitChange, FormPage):
    permission = Permission.VIEW
    title = gettext_lazy("Sửa thông tin")
    form_class = forms.AttributesForm

    def may(self) -> bool:
        self.open_fields = queries.editable_fields(self.actor, self.unit)
        return bool(self.open_fields)

    def form_options(self) -> dict[str, Any]:
        values = {name: getattr(self.unit, name) for name in self.open_fields}
        return {"open_fields": self.open_fields, "initial": values | {"version": self.unit.version}}

    def perform(self, form: Any) -> Any:
        return operations.change_attributes(
            self.actor,
            unit=self.unit,
            values=form.values(),
            expected_version=form.cleaned_data["version"],
            on=form.cleaned_data.get("on"),
        )


class RenameUnit(UnitChange, FormPage):
    title, submit_label = gettext_lazy("Đổi tên"), gettext_lazy("Đổi tên")
    form_class = forms.RenameForm

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"name": self.unit.name, "short_name": self.unit.short_name, "version": self.unit.version}}

    def perform(self, form: Any) -> Any:
        given = form.cleaned_data
        return operations.rename_unit(
            self.actor,
            unit=self.unit,
            name=given["name"],
            short_name=given["short_name"],
            expected_version=given["version"],
            on=given["on"],
        )


class MoveUnit(UnitChange, FormPage):
    title, submit_label = gettext_lazy("Chuyển đơn vị"), gettext_lazy("Chuyển")
    form_class = forms.MoveForm

    def subtitle(self) -> Text:
        return self.unit.name

    def form_options(self) -> dict[str, Any]:
        parents = queries.possible_parents(self.actor, self.unit)
        initial = {"on": clock.today(), "affiliation": self.unit.affiliation, "version": self.unit.version}
        return {"parents": parents, "initial": initial}

    def perform(self, form: Any) -> Any:
        given = form.cleaned_data
        return operations.move_unit(
            self.actor,
            unit=self.unit,
            parent=given["parent"],
            on=given["on"],
            affiliation=given["affiliation"],
            expected_version=given["version"],
        )


class SetCode(UnitChange, FormPage):
    title, submit_label = gettext_lazy("Ghi mã"), gettext_lazy("Ghi mã")
    form_class = forms.CodeForm

    def subtitle(self) -> Text:
        return self.unit.name

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"since": clock.today()}}

    def perform(self, form: Any) -> Any:
        return operations.set_code(self.actor, unit=self.unit, **form.cleaned_data)


class AbolishUnit(UnitChange, ConfirmPage):
    title, submit_label = gettext_lazy("Giải thể đơn vị"), gettext_lazy("Giải thể")
    form_class = forms.AbolishForm
    danger = True

    def question(self) -> Text:
        return _("Giải thể %(unit)s?") % {"unit": self.unit.name}

    def consequences(self) -> list[Text]:
        return [
            _("Đơn vị và các mã của nó kết thúc sau ngày này; hồ sơ và số liệu cũ vẫn tra cứu được."),
            _("Nếu có đơn vị khác tiếp nhận, hãy soạn một phương án sắp xếp để ghi rõ."),
        ]

    def perform(self, form: Any) -> Any:
        return operations.abolish_unit(self.actor, unit=self.unit, last_day=form.cleaned_data["last_day"])


def _to(name: str, unit: Any) -> str:
    return reverse(name, args=[unit.pk])
