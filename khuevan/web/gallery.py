"""Every component in every state, on invented data: look at it after any change of style."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.clock import VIETNAM
from khuevan.kernel.errors import Busy

from . import columns
from .cards import Card, CardRow
from .fields import DateField, DecimalField, MoneyField
from .forms import Form, Section
from .pages import Page
from .pages.submit import show_refusal
from .tables import Table
from .types import Action, Crumb, Empty, Status, Tone

TABS = (_("Thông tin"), _("Quá trình học tập"), _("Nhật ký"))
LONG_NAME = "Công Tằng Tôn Nữ Nguyễn Thị Hoàng Khánh Phương"
FULL = Status(_("Đủ"), Tone.OK, "check")
STATUSES = [
    Status(_("Đạt"), Tone.OK, "check"),
    Status(_("Đúng tiến độ"), Tone.INFO, "progress-check"),
    Status(_("Chậm"), Tone.WARN, "clock"),
    Status(_("Nguy cơ"), Tone.BAD, "alert-triangle"),
    Status(_("Chưa đo"), Tone.MUTE, "minus"),
    FULL,
    Status(_("Thiếu số định danh"), Tone.BAD),
    Status(_("Trùng với 1 hồ sơ"), Tone.WARN),
]
BARS = [
    (97.8, 100, "warn"),
    (68.1, 50, "ok"),
    (44.9, 100, "bad"),
    (88.2, 100, "info"),
    (None, 100, "mute"),
    (0.4, 80, "bad"),
    (100, 100, "ok"),
]
SAMPLE_FIELDS = ("pk", "name", "born", "group", "number", "status", "share", "target", "tone")
PEOPLE = [
    ("Nguyễn Thị Ánh Nguyệt", date(2013, 9, 12), "7A1", "037313004589", FULL),
    ("Đinh Văn Bảo", date(2013, 2, 3), "7A1", "037213005612", FULL),
    (LONG_NAME, date(2013, 11, 27), "7A1", "", Status(_("Thiếu số định danh"), Tone.BAD, "alert-circle")),
    ("Y Bih", date(2012, 1, 5), "7A1", "037212009945", Status(_("Thiếu nơi sinh"), Tone.WARN, "clock")),
]


class SampleTable(Table):
    """A table of invented pupils."""

    caption = _("Học sinh mẫu")

    chosen = columns.Select(label="name")
    stt = columns.RowNumber()
    name = columns.PersonName(to=lambda record: "#bang")
    born = columns.Date(_("Ngày sinh"))
    group = columns.Text(_("Lớp"))
    number = columns.MaskedId(_("Số định danh"))
    share = columns.Percent(_("Chuyên cần"))
    bar = columns.Bar(_("So với mục tiêu"), target="target", tone="tone", accessor="share")
    status = columns.Chip(_("Hồ sơ"), orderable=False)


class SampleForm(Form):
    """Every kind of field."""

    layout = (
        Section(_("Thông tin cá nhân"), _("Ghi đúng như trong giấy khai sinh.")),
        ("name", "born"),
        ("sex", "school"),
        Section(_("Khoản đóng góp")),
        ("amount", "rate"),
        "note",
        "file",
        "agree",
    )

    name = forms.CharField(label=_("Họ và tên"), max_length=60)
    born = DateField(label=_("Ngày sinh"), latest=date(2026, 11, 22))
    sex = forms.ChoiceField(label=_("Giới tính"), choices=[("f", _("Nữ")), ("m", _("Nam"))], widget=forms.RadioSelect)
    school = forms.ChoiceField(
        label=_("Trường"), choices=[("", _("Chọn trường")), ("1", "Trường THCS Ninh Khánh")], required=False
    )
    amount = MoneyField(label=_("Số tiền"), help_text=_("Đồng, không có số lẻ."))
    rate = DecimalField(label=_("Hệ số"), max_digits=5, decimal_places=2, required=False)
    note = forms.CharField(label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label=_("Tệp kèm"), required=False)
    agree = forms.BooleanField(label=_("Tôi đã kiểm tra lại thông tin"))


class GalleryPage(Page):
    """All components. Open to everybody: it holds no data."""

    public = True
    template_name = "web/gallery.html"
    title = _("Thành phần giao diện")
    help = _("Mọi màn hình được ghép từ các thành phần này. Sửa giao diện thì xem lại trang này trước.")

    def subtitle(self) -> Any:
        return _("Mực, giấy, sơn mài · dữ liệu trên trang này là bịa ra để xem thử")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Hệ thống"), "/")]

    def actions(self) -> list[Action]:
        return [Action(_("Nhập từ Excel"), "#bang", "upload"), Action(_("Thêm học sinh"), "#bieu-mau", "plus", "primary")]

    def context(self) -> dict[str, Any]:
        return {
            "statuses": STATUSES, "bars": BARS, "long_name": LONG_NAME, "table": sample_table(),
            "few_rows": Paginator(range(42), 10).page(1), "many_rows": Paginator(range(5000), 50).page(37),
            "fresh_form": fresh_form(), "one_form": SampleForm(auto_id="one_%s"),
            "wrong_form": wrong_form(), "busy_form": busy_form(), "card": sample_card(),
            "steps": [SimpleNamespace(label=label) for label in (_("Chọn trường"), _("Nhập thông tin"), _("Kiểm tra, gửi"))],
            "tabs": [SimpleNamespace(label=label, url=f"#the-{place}") for place, label in enumerate(TABS)],
            "facts": [(_("Họ và tên"), LONG_NAME), (_("Ngày sinh"), "12/09/2013"), (_("Nơi sinh"), None)],
            "moment": datetime(2026, 11, 22, 7, 42, 10, tzinfo=VIETNAM), "day": date(2026, 11, 22),
            "nothing": Empty(_("Chưa có học sinh"), _("Nhập danh sách từ tệp Excel, hoặc thêm từng em."), "users-group"),
        }  # fmt: skip


def sample_table() -> Table:
    rows = [
        dict(zip(SAMPLE_FIELDS, (place, *person, *measured), strict=True))
        for place, (person, measured) in enumerate(zip(PEOPLE, BARS, strict=False))
    ]
    return SampleTable(rows)


def fresh_form() -> SampleForm:
    return SampleForm(auto_id="fresh_%s", initial={"name": LONG_NAME, "born": date(2014, 9, 5), "amount": 660000})


def wrong_form() -> SampleForm:
    form = SampleForm({"name": "", "born": "31/02/2014", "amount": "sáu trăm", "school": "9"}, auto_id="wrong_%s")
    form.is_valid()
    return form


def busy_form() -> SampleForm:
    form = SampleForm(
        {"name": "Đinh Văn Bảo", "born": "3/2/2013", "sex": "m", "amount": "1", "agree": "on"}, {}, auto_id="busy_%s"
    )
    form.is_valid()
    show_refusal(form, Busy())
    return form


def sample_card() -> Card:
    return Card(
        _("Học bạ số"), "92,4 %", "100 %", _("đo lúc 05:30 hôm nay"), "#the", Tone.WARN,
        (CardRow(_("Trường chưa nộp"), "71", "#the", Tone.BAD), CardRow(_("Trường đã nộp đủ"), "858")),
    )  # fmt: skip
