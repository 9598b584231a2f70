"""Lists of jobs and of failures."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Text
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


class Code(tables.Column):
    """The chip of a choice field's code, where Django hands tables the word."""

    def __init__(self, verbose_name: Text, *, statuses: Mapping[Any, Status], **kwargs: Any) -> None:
        super().__init__(verbose_name, **kwargs)
        self.chip = tables.Chip(verbose_name, statuses=statuses)

    def render(self, record: Any, bound_column: Any) -> SafeString:
        return self.chip.render(getattr(record, bound_column.name))

    def value(self, record: Any, bound_column: Any) -> str:
        return self.chip.value(getattr(record, bound_column.name))


class JobTable(tables.Table):
    caption = _("Việc nền của tôi")
    label = tables.Link(_("Công việc"), to="jobs:job", key="uid", orderable=False)
    state = Code(_("Tình trạng"), statuses=STATES)
    queued_at = tables.Moment(_("Yêu cầu lúc"))
    finished_at = tables.Moment(_("Kết thúc lúc"))


class DeadLetterTable(tables.Table):
    caption = _("Việc lỗi")
    label = tables.Link(_("Việc"), to="jobs:dead_letter", key="uid", orderable=False)
    settlement = Code(_("Xử lý"), statuses=SETTLEMENTS, empty_values=(None,))
    attempts = tables.Number(_("Số lần thử"))
    failed_at = tables.Moment(_("Lỗi lúc"))
