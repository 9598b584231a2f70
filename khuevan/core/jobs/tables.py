"""Lists of jobs and of failures."""

from django.utils.translation import gettext_lazy as _

from khuevan.web import tables
from khuevan.web.types import Status, Tone

from .types import JobState

STATES = {
    JobState.QUEUED: Status(JobState.QUEUED.label, Tone.MUTE, "clock"),
    JobState.RUNNING: Status(JobState.RUNNING.label, Tone.INFO, "loader-2"),
    JobState.DONE: Status(JobState.DONE.label, Tone.OK, "circle-check"),
    JobState.FAILED: Status(JobState.FAILED.label, Tone.BAD, "alert-circle"),
    JobState.CANCELLED: Status(JobState.CANCELLED.label, Tone.MUTE, "ban"),
}
SETTLEMENTS = {
    "": Status(_("Chờ xử lý"), Tone.BAD, "alert-circle"),
    "retried": Status(_("Đã cho chạy lại"), Tone.OK, "refresh"),
    "discarded": Status(_("Đã bỏ"), Tone.MUTE, "trash"),
}


class JobTable(tables.Table):
    caption = _("Việc nền của tôi")
    label = tables.Link(_("Công việc"), to="jobs:job", key="uid", orderable=False)
    state = tables.Chip(_("Tình trạng"), statuses=STATES)
    queued_at = tables.Moment(_("Yêu cầu lúc"))
    finished_at = tables.Moment(_("Kết thúc lúc"))


class DeadLetterTable(tables.Table):
    caption = _("Việc lỗi")
    label = tables.Link(_("Việc"), to="jobs:dead_letter", key="uid", orderable=False)
    settlement = tables.Chip(_("Xử lý"), statuses=SETTLEMENTS, empty_values=(None,))
    attempts = tables.Number(_("Số lần thử"))
    failed_at = tables.Moment(_("Lỗi lúc"))
