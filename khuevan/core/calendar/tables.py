"""Tables of the calendar."""

from django.utils.translation import gettext_lazy as _

from khuevan.web import tables
from khuevan.web.types import Status, Tone

KINDS = {True: Status(_("Làm bù"), Tone.WARN, "briefcase"), False: Status(_("Nghỉ"), Tone.INFO, "beach")}


class YearTable(tables.Table):
    """School years, newest first."""

    caption = _("Năm học")
    code = tables.Link(_("Năm học"), to="calendar:year", key="code")
    starts_on = tables.Date(_("Tựu trường"))
    opening_on = tables.Date(_("Khai giảng"))
    first_semester_starts_on = tables.Date(_("Học kỳ I từ"))
    first_semester_ends_on = tables.Date(_("đến"))
    second_semester_starts_on = tables.Date(_("Học kỳ II từ"))
    second_semester_ends_on = tables.Date(_("đến"))
    ends_on = tables.Date(_("Kết thúc"))

    def render_code(self, record) -> str:
        return str(record)


class DayTable(tables.Table):
    """Days that differ from the ordinary week."""

    caption = _("Ngày nghỉ, ngày làm bù")
    day = tables.Date(_("Ngày"))
    is_working = tables.Chip(_("Loại"), statuses=KINDS)
    name = tables.Text(_("Tên"), caption="basis", width=50)
