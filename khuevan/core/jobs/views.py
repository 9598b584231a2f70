"""Screens: one's own jobs, and what failed for the administrator."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel.manifest import Text
from khuevan.web import numbers
from khuevan.web.pages import ConfirmPage, DetailPage, ListPage
from khuevan.web.types import Action, Empty

from . import forms, operations, queries, tables
from .types import JobState, Permission


class JobList(ListPage):
    signed_in = True
    title = gettext_lazy("Việc nền của tôi")
    help = gettext_lazy("Việc lâu (nhập, xuất, tính toán) chạy ở đây. Bạn có thể rời trang rồi quay lại xem kết quả.")
    table_class, filterset_class = tables.JobTable, forms.JobFilter
    exportable = False

    def queryset(self) -> Any:
        return queries.own_jobs(self.actor)

    def empty(self) -> Empty:
        return Empty(_("Chưa có việc nền nào"), _("Khi bạn nhập hay xuất dữ liệu lớn, tiến độ hiện ở đây."), "loader-2")


class JobPage(DetailPage):
    """Asks for itself every two seconds until the job has ended."""

    signed_in = True
    template_name = "jobs/job.html"
    partials = ("state",)
    nav = "jobs:jobs"

    def get_object(self) -> Any:
        return queries.own_job(self.actor, self.kwargs["uid"])

    def context(self) -> dict[str, Any]:
        job = self.object
        return {
            **super().context(),
            "status": tables.STATES[JobState(job.state)],
            "results": [(label, _shown(value)) for label, value in job.result.items()],
            "files": queries.result_files(job) if job.has_ended else [],
            "can_cancel": not job.has_ended and job.cancel_requested_at is None,
        }


def _shown(value: Any) -> Any:
    return numbers.number(value) if isinstance(value, int) else value


class CancelJob(ConfirmPage):
    signed_in = True
    title, submit_label = gettext_lazy("Hủy việc nền"), gettext_lazy("Hủy việc này")
    danger = True
    nav = "jobs:jobs"

    def load(self) -> None:
        self.job = queries.own_job(self.actor, self.kwargs["uid"])
        self.back_url = reverse("jobs:job", args=[self.job.uid])

    def question(self) -> Text:
        return _("Hủy «%(job)s»?") % {"job": self.job.label}

    def consequences(self) -> list[Text]:
        return [_("Việc dừng ở bước gần nhất; mọi thay đổi nó đang làm được hoàn lại như chưa có gì.")]

    def perform(self, form: Any) -> Any:
        operations.cancel(self.actor, job=self.job)

    def success_url(self, result: Any) -> str:
        return self.back_url

    def done(self, result: Any) -> Text:
        return _("Đã yêu cầu hủy.")


class DeadLetterList(ListPage):
    permission = Permission.MANAGE
    title = gettext_lazy("Việc lỗi")
    help = gettext_lazy("Việc hệ thống đã thử nhiều lần mà không làm được. Xem lỗi, sửa nguyên nhân rồi cho chạy lại, hoặc bỏ.")
    table_class, filterset_class = tables.DeadLetterTable, forms.DeadLetterFilter
    file_name = "viec-loi"

    def queryset(self) -> Any:
        return queries.dead_letters(self.actor)

    def empty(self) -> Empty:
        return Empty(_("Không có việc lỗi"), _("Mọi việc nền đều chạy tốt."), "circle-check")


class DeadLetterPage(DetailPage):
    permission = Permission.MANAGE
    template_name = "jobs/dead_letter.html"
    nav = "jobs:dead_letters"

    def get_object(self) -> Any:
        return queries.dead_letter(self.actor, self.kwargs["uid"])

    def context(self) -> dict[str, Any]:
        return {**super().context(), "status": tables.SETTLEMENTS[self.object.settlement]}

    def actions(self) -> list[Action]:
        if self.object.settled_at is not None:
            return []
        uid = self.object.uid
        return [
            Action(_("Cho chạy lại"), reverse("jobs:retry", args=[uid]), "refresh", "primary"),
            Action(_("Bỏ"), reverse("jobs:discard", args=[uid]), "trash", "danger"),
        ]


class SettleLetter(ConfirmPage):
    """Base of the two ways out."""

    permission = Permission.MANAGE
    nav = "jobs:dead_letters"

    def load(self) -> None:
        self.letter = queries.dead_letter(self.actor, self.kwargs["uid"])
        self.back_url = reverse("jobs:dead_letter", args=[self.letter.uid])

    def success_url(self, result: Any) -> str:
        return reverse("jobs:dead_letters")


class RetryLetter(SettleLetter):
    title, submit_label = gettext_lazy("Cho chạy lại"), gettext_lazy("Cho chạy lại")

    def question(self) -> Text:
        return _("Cho «%(letter)s» chạy lại?") % {"letter": self.letter.label}

    def consequences(self) -> list[Text]:
        return [_("Việc vào hàng đợi ngay. Nếu nguyên nhân chưa được sửa, nó sẽ lỗi lại và trở về danh sách này.")]

    def perform(self, form: Any) -> Any:
        operations.retry(self.actor, letter=self.letter)

    def done(self, result: Any) -> Text:
        return _("Đã cho chạy lại.")


class DiscardLetter(SettleLetter):
    title, submit_label = gettext_lazy("Bỏ việc lỗi"), gettext_lazy("Bỏ việc này")
    danger = True

    def question(self) -> Text:
        return _("Bỏ «%(letter)s»?") % {"letter": self.letter.label}

    def consequences(self) -> list[Text]:
        return [_("Việc này sẽ không được làm nữa. Dòng ghi lỗi vẫn còn để tra cứu.")]

    def perform(self, form: Any) -> Any:
        operations.discard(self.actor, letter=self.letter)

    def done(self, result: Any) -> Text:
        return _("Đã bỏ.")
