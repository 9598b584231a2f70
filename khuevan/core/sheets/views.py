"""Screens of imports: upload, columns, preview, result; each can be left and found again in the list."""

import tempfile
from datetime import timedelta
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import clock
from khuevan.kernel.errors import NotFound
from khuevan.kernel.manifest import Text
from khuevan.kernel.text import inside_sentence
from khuevan.web import numbers
from khuevan.web.exports import CONTENT_TYPE
from khuevan.web.pages import ConfirmPage, FormPage, ListPage, Page
from khuevan.web.types import Action, Crumb, Empty

from . import forms, operations, queries, tables
from .rules import column_place, letters_of, place_in_words
from .types import Outcome, Permission, State

IN_MEMORY = 2 * 1024 * 1024
STEPS = (
    {"label": gettext_lazy("Tải tệp")},
    {"label": gettext_lazy("Ghép cột")},
    {"label": gettext_lazy("Xem trước")},
    {"label": gettext_lazy("Kết quả")},
)


class RunList(ListPage):
    permission = Permission.IMPORT
    title = gettext_lazy("Nhập từ Excel")
    help = gettext_lazy(
        "Mỗi lần nhập đi qua bốn bước: tải tệp, ghép cột, xem trước, xác nhận. "
        "Bạn có thể rời trang ở bất kỳ bước nào rồi quay lại từ đây. "
        "Trong 7 ngày sau khi nhập, cả lần nhập có thể hoàn tác."
    )
    table_class, filterset_class, exportable = tables.RunTable, forms.RunFilter, False

    def queryset(self) -> Any:
        return queries.runs(self.actor)

    def actions(self) -> list[Action]:
        return [
            Action(
                _("Nhập %s") % inside_sentence(importer.label),
                reverse("sheets:start", args=[importer.kind]),
                "upload",
                "primary",
            )
            for importer in queries.importers()
            if self.actor.holds(importer.permission)
        ]

    def empty(self) -> Empty:
        return Empty(_("Chưa có lần nhập nào"), _("Chọn loại dữ liệu ở trên để bắt đầu."), "upload")


class _OfKind:
    """What the pages of one kind of import share."""

    kwargs: dict[str, Any]
    actor: Any

    def load(self) -> None:
        self.importer = queries.importer_of(self.kwargs["kind"])
        if not self.actor.holds(self.importer.permission):
            raise NotFound()


class StartImport(_OfKind, FormPage):
    permission = Permission.IMPORT
    template_name = "sheets/start.html"
    form_class, submit_label = forms.UploadForm, gettext_lazy("Tải lên và ghép cột")
    nav = "sheets:runs"
    back_url = "/nhap-excel/"
    steps = STEPS

    def heading(self) -> Text:
        return _("Nhập từ Excel: %s") % str(self.importer.label).lower()

    def actions(self) -> list[Action]:
        return [Action(_("Tải tệp mẫu"), reverse("sheets:template", args=[self.importer.kind]), "download")]

    def form_options(self) -> dict[str, Any]:
        return {"units": queries.may_import_into(self.actor, self.importer)}

    def perform(self, form: Any) -> Any:
        data = form.cleaned_data
        return operations.upload(self.actor, kind=self.importer.kind, unit=data["unit"], file=data["file"])

    def success_url(self, run: Any) -> str:
        return reverse("sheets:columns", args=[run.uid])

    def done(self, run: Any) -> Text:
        return _("Đã nhận tệp.")


class Template(_OfKind, Page):
    permission = Permission.IMPORT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _download("mau-nhap.xlsx", lambda target: queries.write_template(target, self.importer))


class _OfRun:
    """What the pages of one import share."""

    kwargs: dict[str, Any]
    actor: Any

    def load(self) -> None:
        self.run = queries.run_of(self.actor, self.kwargs["uid"])
        self.importer = queries.importer_of(self.run.kind)
        self.job_before = self.run.job_uid

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.run.file_name, reverse("sheets:run", args=[self.run.uid]))]

    def success_url(self, run: Any) -> str:
        """Where long work tells how far it is; the import itself when it was done at once."""
        if run.job_uid != self.job_before:
            return reverse("jobs:job", args=[run.job_uid])
        return reverse("sheets:run", args=[run.uid])


class ChooseColumns(_OfRun, FormPage):
    permission = Permission.IMPORT
    template_name = "sheets/columns.html"
    form_class, submit_label = forms.ColumnsForm, gettext_lazy("Kiểm tra và xem trước")
    title = gettext_lazy("Ghép cột")
    help = gettext_lazy("Với mỗi cột của tệp, chọn mục tương ứng. Hệ thống nhớ lựa chọn này cho lần sau.")
    nav = "sheets:runs"
    steps = STEPS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.run.state not in (State.UPLOADED, State.PREVIEWED):
            return redirect("sheets:run", uid=self.run.uid)
        return super().get(request, *args, **kwargs)

    def subtitle(self) -> Text:
        return _("%(file)s · %(unit)s") % {"file": self.run.file_name, "unit": self.run.unit.name}

    def form_options(self) -> dict[str, Any]:
        names, samples = queries.sheet_names(self.run), queries.samples(self.run)
        return {"run": self.run, "importer": self.importer, "sheets": names, "samples": samples}

    def perform(self, form: Any) -> Any:
        data = form.cleaned_data
        run = operations.choose_columns(
            self.actor,
            run=self.run,
            sheet=data["sheet"],
            header_row=data["header_row"],
            mapping=None if form.again else form.mapping(),
            options=form.options(),
        )
        self.again = form.again or run.headings != self.run.headings
        return run if self.again else operations.launch(self.actor, run=run, step=operations.Step.CHECK)

    def success_url(self, run: Any) -> str:
        return reverse("sheets:columns", args=[run.uid]) if self.again else super().success_url(run)

    def done(self, run: Any) -> Text:
        if self.again:
            return _("Đã đọc lại tiêu đề.")
        return _("Đã kiểm tra tệp.") if run.state == State.PREVIEWED else _("Đã bắt đầu kiểm tra tệp.")


class RunPage(_OfRun, ListPage):
    """The preview before the confirmation, the result after it."""

    permission = Permission.IMPORT
    template_name = "sheets/run.html"
    table_class, exportable = tables.RowTable, False
    nav = "sheets:runs"
    steps = STEPS
    help = gettext_lazy(
        "Xem trước chưa ghi gì. Sửa các dòng sai trong tệp rồi tải lại, hoặc nhập các dòng tốt trước. Nhập "
        "lại cùng tệp không sinh hồ sơ trùng."
    )

    def load(self) -> None:
        super().load()
        self.job = queries.job_at_work(self.actor, self.run)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.job and self.run.state == State.UPLOADED:
            return redirect("jobs:job", uid=self.job.uid)
        if self.run.state == State.UPLOADED:
            return redirect("sheets:columns", uid=self.run.uid)
        return super().get(request, *args, **kwargs)

    def crumbs(self) -> list[Crumb]:
        return []

    def heading(self) -> Text:
        return self.run.file_name

    def subtitle(self) -> Text:
        return " · ".join((str(self.importer.label), self.run.unit.name, _("%s dòng") % numbers.number(self.run.row_count)))

    def queryset(self) -> Any:
        rows = queries.staged_rows(self.actor, self.run)
        shown = self._shown()
        return rows.exclude(issues=[]).exclude(outcome=Outcome.REJECTED) if shown == "warned" else rows.filter(outcome=shown)

    def table_options(self) -> dict[str, Any]:
        return {"importer": self.importer, "letters": letters_of(self.run.mapping)}

    def empty(self) -> Empty:
        return Empty(_("Không có dòng nào ở nhóm này."))

    def actions(self) -> list[Action]:
        uid, counts, actions = self.run.uid, self.run.counts, []
        if self.job:
            return [Action(_("Xem tiến độ"), reverse("jobs:job", args=[self.job.uid]), "loader-2", "primary")]
        if counts.get(Outcome.REJECTED) or counts.get("warned") or counts.get(Outcome.CHANGED):
            actions.append(Action(_("Tải dòng cần xem"), reverse("sheets:problems", args=[uid]), "download"))
        if self.run.state == State.PREVIEWED:
            actions.append(Action(_("Ghép lại cột"), reverse("sheets:columns", args=[uid]), "columns"))
            actions.append(Action(_("Bỏ tệp này"), reverse("sheets:discard", args=[uid]), "x"))
            if self._writes():
                label = _("Nhập %(count)s %(noun)s") % {"count": numbers.number(self._writes()), "noun": self.importer.noun}
                actions.append(Action(label, reverse("sheets:confirm", args=[uid]), "check", "primary", post=True))
        if self._may_undo():
            actions.append(Action(_("Hoàn tác cả lần nhập"), reverse("sheets:undo", args=[uid]), "arrow-back-up", "danger"))
        return actions if not self.run.emptied_at else []

    def context(self) -> dict[str, Any]:
        return {
            "run": self.run,
            "status": tables.STATES[State(self.run.state)],
            "tabs": self._tabs(),
            "shown": self._shown(),
            "skipped": [(_SKIPPED[kind], rows) for kind, rows in self.run.skipped.items()],
            "writes": self._writes(),
            "faults": self._faults(),
            "working": self.job,
            "undo_until": self.run.applied_at + timedelta(days=operations.UNDO_DAYS) if self.run.applied_at else None,
        }

    def _faults(self) -> list[tuple[str, int]]:
        """Columns that refuse rows, in words, the worst first: one wrong column is seen at once."""
        letters = letters_of(self.run.mapping)
        faults = sorted(self.run.faults.items(), key=lambda fault: (-fault[1], column_place(letters, fault[0])))
        return [(place_in_words(self.importer, letters, code) or _("cả dòng"), count) for code, count in faults]

    def _writes(self) -> int:
        return sum(self.run.counts.get(outcome, 0) for outcome in (Outcome.NEW, Outcome.CHANGED))

    def _may_undo(self) -> bool:
        applied_at = self.run.applied_at if self.run.state == State.APPLIED else None
        return applied_at is not None and clock.now() - applied_at <= timedelta(days=operations.UNDO_DAYS)

    def _tabs(self) -> list[dict[str, Any]]:
        """Kinds of rows with their counts; what wants a person first."""
        order = [Outcome.REJECTED, Outcome.OVERTAKEN, "warned", Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED]
        words = {"warned": _("Có cảnh báo")}
        return [
            {
                "code": str(code),
                "label": words.get(code) or Outcome(code).label,
                "count": self.run.counts[code],
                "url": f"?loai={code}",
            }
            for code in order
            if self.run.counts.get(code)
        ]

    def _shown(self) -> str:
        tabs = [tab["code"] for tab in self._tabs()]
        asked = self.request.GET.get("loai", "")
        return asked if asked in tabs else (tabs[0] if tabs else str(Outcome.NEW))


_SKIPPED = {
    "heading": gettext_lazy("tiêu đề lặp lại"),
    "footer": gettext_lazy("tổng cộng, ký tên"),
    "example": gettext_lazy("dòng mẫu"),
}


class ConfirmImport(_OfRun, ConfirmPage):
    permission = Permission.IMPORT
    title, submit_label = gettext_lazy("Xác nhận nhập"), gettext_lazy("Nhập")
    nav = "sheets:runs"

    def question(self) -> Text:
        return _("Nhập %(file)s vào %(unit)s?") % {"file": self.run.file_name, "unit": self.run.unit.name}

    def consequences(self) -> list[Text]:
        return [tables.counts_in_words(self.run.counts), _("Trong 7 ngày, cả lần nhập có thể hoàn tác.")]

    def perform(self, form: Any) -> Any:
        return operations.launch(self.actor, run=self.run, step=operations.Step.CONFIRM)

    def done(self, run: Any) -> Text:
        return _("Đã nhập xong.") if run.state == State.APPLIED else _("Đã bắt đầu nhập.")


class UndoImport(_OfRun, ConfirmPage):
    permission = Permission.IMPORT
    title, submit_label, danger = gettext_lazy("Hoàn tác lần nhập"), gettext_lazy("Hoàn tác"), True
    nav = "sheets:runs"

    def question(self) -> Text:
        return _("Trả lại mọi dữ liệu như trước khi nhập %s?") % self.run.file_name

    def consequences(self) -> list[Text]:
        return [
            _("Hồ sơ mới do lần nhập này tạo sẽ bị xóa; hồ sơ đã sửa trở lại giá trị cũ."),
            _("Hồ sơ mà ai đó đã sửa sau khi nhập được giữ nguyên và được liệt kê kèm lý do."),
        ]

    def perform(self, form: Any) -> Any:
        return operations.launch(self.actor, run=self.run, step=operations.Step.UNDO)

    def done(self, run: Any) -> Text:
        return _("Đã hoàn tác.") if run.state == State.UNDONE else _("Đã bắt đầu hoàn tác.")


class DiscardImport(_OfRun, ConfirmPage):
    permission = Permission.IMPORT
    title, submit_label = gettext_lazy("Bỏ tệp"), gettext_lazy("Bỏ tệp này")
    nav = "sheets:runs"

    def question(self) -> Text:
        return _("Bỏ tệp %s? Chưa có gì được nhập.") % self.run.file_name

    def perform(self, form: Any) -> Any:
        return operations.discard(self.actor, run=self.run)

    def success_url(self, result: Any) -> str:
        return reverse("sheets:runs")

    def done(self, result: Any) -> Text:
        return _("Đã bỏ tệp.")


class Problems(_OfRun, Page):
    permission = Permission.IMPORT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _download("dong-can-xem.xlsx", lambda target: queries.write_problems(target, self.actor, self.run))


def _download(name: str, write: Any) -> FileResponse:
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - FileResponse closes it
    write(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)
