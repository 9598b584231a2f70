"""Rows drawn many at once say what django-tables2 says cell by cell; addresses and widgets made once are those of Django."""

import inspect
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

import django_tables2
import pytest
from django import forms
from django.db import models
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.test.utils import isolate_apps
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy
from django_tables2.rows import BoundRow

from khuevan.web import addresses, columns, rows, tables
from khuevan.web.forms import RENDERER
from khuevan.web.types import Action, Status, Tone

HOSTILE = "<script>alert('x')</script> & \"100%\""
LONG = "Công Tằng Tôn Nữ Nguyễn Thị Hoàng Khánh Phương " * 4
OK, BAD = Status(gettext_lazy("Đạt"), Tone.OK, "check"), Status(HOSTILE, Tone.BAD)


class Everything(tables.Table):
    """Every kind of column, with and without what is optional."""

    chosen = columns.Select(label="name")
    chosen_bare = columns.Select()
    stt = columns.RowNumber()
    name = columns.PersonName(to="sample:detail", caption="note")
    unpressed = columns.PersonName(accessor="name", caption="note")
    named = columns.PersonName(accessor="name")
    link = columns.Link("Liên kết", accessor="name", to=lambda record: f"/{record['pk']}/?a=1&b=2")
    text = columns.Text("Chữ", accessor="note", css='rt "%s" 100%')
    captioned = columns.Text("Chữ hai dòng", accessor="name", caption="note")
    filled = columns.Text("Ô trống", accessor="note", default="<trống>")
    number = columns.Number("Số")
    rounded = columns.Number("Số tròn", accessor="number", places=1)
    whole = columns.Number("Số nguyên", accessor="pk")
    percent = columns.Percent("Tỷ lệ", accessor="number")
    money = columns.Money("Tiền", accessor="number")
    born = columns.Date("Ngày sinh")
    moment = columns.Moment("Lúc")
    chip = columns.Chip("Trạng thái", accessor="code", statuses={"ok": OK, True: BAD})
    status = columns.Chip("Trạng thái sẵn")
    masked = columns.MaskedId("Số định danh", accessor="note")
    bar = columns.Bar("Thanh", accessor="number", target="goal", tone="tone")
    bare_bar = columns.Bar("Thanh trơn", accessor="number")
    beyond = columns.Text("Quan hệ", accessor="school__head__name")
    foreign = django_tables2.Column("Cột lạ", accessor="note")
    linked = columns.Column("Cột có liên kết", accessor="note", linkify=lambda record: f"/{record['pk']}/")
    actions = columns.RowActions(lambda record: [Action(HOSTILE, f"/{record['pk']}/", "plus"), Action("Xem", "/x/")])
    doubled = columns.Number("Gấp đôi", accessor="pk")
    shouted = columns.Text("Hét", accessor="note", empty_values=())
    all_of_it = columns.Text("Mọi thứ", accessor="note")
    impossible = columns.Text("Không gọi được", accessor="note")

    def render_doubled(self, value):
        return value * 2

    def render_shouted(self, value, record, bound_row, bound_column, column, table):
        return f"{value}{record['pk']}{bound_row.row_counter}{bound_column.name}{column.width}{table.caption}"

    def render_all_of_it(self, **everything):
        return sorted(everything)

    def render_impossible(self, value, weather):
        raise AssertionError(weather)


def record(pk, **given):
    usual = {
        "name": f"Nguyễn Thị Ánh {pk}", "note": "ghi chú", "number": Decimal("97.75"), "born": date(2013, 9, 12), "code": "ok",
        "moment": datetime(2026, 11, 22, 0, 42, tzinfo=UTC), "status": OK, "goal": 100, "tone": "warn",
        "school": {"head": {"name": "Đinh Văn Bảo"}},
    }  # fmt: skip
    return usual | {"pk": pk} | given


PAGES = {
    "ordinary": [record(pk) for pk in (1, 2, 3)],
    "hostile": [record(1, name=HOSTILE, note=HOSTILE, code=HOSTILE, status=BAD), record(2, note=mark_safe("<b>đậm</b>"))],
    "safe and unsafe twins": [record(1, note="<i>"), record(2, note=mark_safe("<i>")), record(3, note="<i>")],
    "long": [record(1, name=LONG, note=LONG)],
    "empty": [record(1, name="", note="", number=None, born=None, moment=None, code="", status=None, school=None)],
    "missing": [{"pk": 1, "name": "Y Bih"}, record(2, school={}), record(3, school={"head": None})],
    "equal but not alike": [record(pk, number=number, code=code) for pk, number, code in [
        (1, Decimal("1.0"), True), (2, Decimal("1.00"), 1), (3, 1, 1.0), (4, 2, "1"), (5, 1.0, Decimal(1)),
    ]],
    "words of the reader": [record(1, note=gettext_lazy("Lưu"), name=gettext_lazy("Đóng"))],
    "unhashable": [record(1, note=["a", "<b>"]), record(2, note={"x": 1})],
    "nothing": [],
}  # fmt: skip


def cell_by_cell(table) -> str:
    """What django-tables2 makes of the rows, with the cells of this house around it."""
    lines = []
    for row in table.paginated_rows:
        start = format_html("<tr {}>", row.attrs.as_html()) if table.row_attrs else "<tr>"
        cells = []
        for bound in table.columns:
            cell = row.get_cell(bound.name)
            css = bound.column.attrs.get("td", {}).get("class", "")
            css = f"{css} kv-none".strip() if cell == bound.default else css
            label = getattr(bound.column, "card_label", "")
            opening = format_html(
                "<td{}{}>",
                *(format_html(' {}="{}"', *pair) if pair[1] else "" for pair in (("class", css), ("data-label", label))),
            )
            cells.append(f"{opening}{conditional_escape(cell)}</td>")
        lines.append(f"\n{start}{''.join(cells)}</tr>")
    return "".join(lines)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_rows_at_once_are_those_cell_by_cell(page):
    assert Everything(page).body() == cell_by_cell(Everything(page))


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_values_at_once_are_those_cell_by_cell(page):
    table, slow = Everything(page), Everything(page)
    names = [bound.name for bound in table.columns if not bound.column.exclude_from_export and bound.name != "impossible"]

    expected = [tuple(row.get_cell_value(name) for name in names) for row in [BoundRow(one, slow) for one in page]]

    assert list(rows.as_values(table, names, page)) == expected


def test_every_kind_of_column_is_compared():
    house = {kind for _name, kind in inspect.getmembers(columns, inspect.isclass) if issubclass(kind, columns.Column)}

    assert {type(column) for column in Everything.base_columns.values()} >= house


def test_rows_are_safe_and_hostile_text_is_not():
    body = Everything(PAGES["hostile"]).body()

    assert (isinstance(body, SafeString), "<script" in body, "<b>đậm</b>" in body) == (True, False, True)


def test_attributes_of_rows_are_kept():
    options = {"row_attrs": {"data-id": lambda record: record["pk"], "class": "x"}}

    assert Everything(PAGES["ordinary"], **options).body() == cell_by_cell(Everything(PAGES["ordinary"], **options))


def test_answer_to_the_value_alone_is_asked_once_for_equal_values():
    asked = []

    class Words(tables.Table):
        word = columns.Text("Chữ")
        amount = columns.Number("Số")

        def render_word(self, value):
            asked.append(value)
            return value

        def render_amount(self, value):
            asked.append(value)
            return value

    Words(
        [{"word": "a", "amount": Decimal(1)}, {"word": "b", "amount": Decimal(1)}, {"word": "a", "amount": Decimal(1)}]
    ).body()

    assert sorted(asked, key=str) == [Decimal(1), Decimal(1), Decimal(1), "a", "b"]


@dataclass
class School:
    name: str
    head: SimpleNamespace | None = None

    @property
    def broken(self):
        raise ZeroDivisionError

    def shout(self):
        return self.name.upper()


class Records(tables.Table):
    name = columns.Text("Tên")
    head = columns.Text("Hiệu trưởng", accessor="head__name")
    shout = columns.Text("Hét")
    broken = columns.Text("Hỏng")
    absent = columns.Text("Không có")
    first = columns.Text("Chữ đầu", accessor="name__0")


def test_records_of_several_kinds_stand_side_by_side():
    page = [
        School("Ninh Khánh", SimpleNamespace(name="Hà")),
        School("Hoa Lư"),
        {"name": "Tam Điệp", "head": {"name": "Bảo"}, "shout": lambda: "!"},
        SimpleNamespace(name="Nho Quan", head=None, shout=None),
    ]

    assert Records(page).body() == cell_by_cell(Records(page))
    assert Records(page[::-1]).body() == cell_by_cell(Records(page[::-1]))


class Size(models.TextChoices):
    SMALL = "s", gettext_lazy("Nhỏ")
    LARGE = "l", gettext_lazy("Lớn")


@pytest.fixture
def thing_class():
    """A model with choices, with a relation, and with words of its own."""
    with isolate_apps("khuevan.web"):

        class Thing(models.Model):
            size = models.CharField(max_length=1, choices=Size, blank=True)
            own = models.CharField(max_length=1, choices=Size)
            whole = models.ForeignKey("self", models.CASCADE, null=True)

            class Meta:
                app_label = "web"

            def __str__(self):
                return self.size

            def get_own_display(self):
                return f"{self.own}{self.pk}"

            @property
            def size_display(self):
                return f"cỡ {self.size}"

        yield Thing


class Things(tables.Table):
    size = columns.Text("Cỡ")
    asked = columns.Text("Cỡ hỏi rõ", accessor="get_size_display")
    other = columns.Text("Cỡ khác", accessor="size_display")
    own = columns.Text("Chữ riêng")
    of_whole = columns.Text("Cỡ của cái lớn", accessor="whole__size")
    asked_of_whole = columns.Text("Cỡ của cái lớn, hỏi rõ", accessor="whole__get_size_display")


def things(thing_class) -> list:
    whole = thing_class(pk=1, size="l", own="l")
    odd = thing_class(pk=4, size="?", own="s", whole=whole)
    return [whole, thing_class(pk=2, size="s", own="s", whole=whole), thing_class(pk=3, own="l", whole=whole), odd]


def test_fields_with_choices_are_shown_in_words(thing_class):
    found = things(thing_class)

    assert Things(found).body() == cell_by_cell(Things(found))
    words = re.findall(r"<td[^>]*>([^<]*)</td>", Things(found).body())
    assert words[6:12] == ["Nhỏ", "Nhỏ", "cỡ s", "s2", "Lớn", "Lớn"]


def test_chip_of_a_field_with_choices_goes_by_the_code_and_a_sheet_has_words(thing_class):
    class Chips(tables.Table):
        size = columns.Chip("Cỡ", statuses={"s": Status("Bé", Tone.WARN)})

    found = things(thing_class)[:2]

    assert '<span class="kv-chip kv-warn">Bé</span>' in Chips(found).body()
    assert '<td class="kv-num" data-label="Cỡ">Lớn</td>' in Chips(found).body()
    assert list(rows.as_values(Chips(found), ["size"], found)) == [("Lớn",), ("Nhỏ",)]


@pytest.mark.parametrize("query", ["", "sort=name&page=3&q=a%26b", "sort=-name&sort=born"])
def test_headings_lead_to_the_order_that_follows(query):
    class Sortable(tables.Table):
        name = columns.Text('Tên "<b>"')
        born = columns.Date("Sinh", css="x y")
        fixed = columns.Text("Cố định", orderable=False)

    table = Sortable([], order_by=QueryDict(query).getlist("sort"))

    html = rows.headings(table, lambda order: f"?a=1&sort={order}")

    ordered = {"": ("", ""), "sort=name&page=3&q=a%26b": ("ascending", ""), "sort=-name&sort=born": ("descending", "ascending")}
    following = {"": ("name", "born"), "sort=name&page=3&q=a%26b": ("-name", "born"), "sort=-name&sort=born": ("name", "-born")}
    for number, name in enumerate(("name", "born")):
        order, to = ordered[query][number], following[query][number]
        heading = next(line for line in html.splitlines() if f'sort={to}"' in line)
        assert (f'aria-sort="{order}"' in heading) == bool(order), name
        assert f'href="?a=1&amp;sort={to}" hx-get="?a=1&amp;sort={to}"' in heading
    assert "Tên &quot;&lt;b&gt;&quot;" in html
    assert html.endswith('<th scope="col">Cố định</th>')


@pytest.mark.parametrize("key", [0, 7, 2**62, -1, "7", True, UUID("7f2c9d3e-51b8-4a06-9c47-e18d2b60a5f3"), None, "a/b"])
def test_address_about_a_thing_is_the_one_of_django(key):
    def tried(make):
        try:
            return make()
        except NoReverseMatch:
            return None

    expected = tried(lambda: reverse("sample:detail", args=[key]))

    assert tried(lambda: addresses.addresses_about("sample:detail")(key)) == expected


def test_addresses_follow_the_site_and_its_prefix(settings):
    from django.urls import set_script_prefix

    before = addresses.address("sample:list")
    set_script_prefix("/truong/")
    below = (addresses.address("sample:list"), addresses.addresses_about("sample:detail")(7))
    set_script_prefix("/")
    settings.ROOT_URLCONF = "khuevan.web.urls"

    assert (before, below, addresses.address("sample:list")) == (
        "/danh-sach/",
        ("/truong/danh-sach/", "/truong/danh-sach/7/"),
        "",
    )


CHOICES = [("", "Chọn"), ("a", 'A "<b>" & co'), ("Nhóm <1>", [("b", "B"), (3, gettext_lazy("Lưu"))]), (None, "—")]
WIDGETS = {
    "text": forms.TextInput(attrs={"placeholder": gettext_lazy("Lưu"), "required": True, "hidden": False, "maxlength": 9}),
    "search": forms.TextInput(attrs={"type": "search"}),
    "number": forms.NumberInput(),
    "email": forms.EmailInput(),
    "url": forms.URLInput(),
    "password": forms.PasswordInput(),
    "hidden": forms.HiddenInput(),
    "date": forms.DateInput(),
    "datetime": forms.DateTimeInput(),
    "time": forms.TimeInput(),
    "checkbox": forms.CheckboxInput(),
    "file": forms.FileInput(),
    "select": forms.Select(choices=CHOICES),
    "several": forms.SelectMultiple(choices=CHOICES, attrs={"size": 4}),
    "textarea": forms.Textarea(),
    "radio": forms.RadioSelect(choices=CHOICES),
}
VALUES = [None, "", "a", 3, True, False, HOSTILE, mark_safe("&amp;"), date(2026, 11, 22), Decimal("1234.50"), ["a", "3"]]


@pytest.mark.parametrize("value", VALUES, ids=str)
@pytest.mark.parametrize("widget", WIDGETS.values(), ids=WIDGETS)
def test_widgets_are_drawn_as_django_draws_them(widget, value):
    attrs = {"id": "id_<x>", "class": "form-control", "aria-invalid": "true", "disabled": False, "autofocus": True}

    ours = widget.render("tên", value, attrs, renderer=RENDERER)

    assert ours == widget.render("tên", value, attrs, renderer=DjangoTemplates())
    assert isinstance(ours, SafeString)
