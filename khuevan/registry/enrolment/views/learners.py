"""Learners: the list, one learner, adding, editing, taking out."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.jobs import api as jobs
from khuevan.core.people import api as people
from khuevan.kernel.manifest import Text
from khuevan.web.numbers import moment, number
from khuevan.web.pages import DetailPage, FormPage, ListPage
from khuevan.web.types import Action, Empty

from .. import forms, operations, queries, tables
from ..types import Permission
from .classes import placing_actions


class LearnerList(ListPage):
    permission = Permission.BROWSE
    template_name = "enrolment/learners.html"
    title = gettext_lazy("Học sinh")
    help = gettext_lazy(
        "Mỗi dòng là một em đang học. Bấm vào tên để mở trang của em. «Cần sửa» là hồ sơ còn thiếu điều phải có, hoặc nghi "
        "trùng với hồ sơ khác. Số định danh luôn được che."
    )
    table_class, file_name = tables.LearnerTable, "hoc-sinh"

    def load(self) -> None:
        asked = self.request.GET
        self.reach = queries.reach(self.actor, year_code=asked.get("year", ""), unit=asked.get("unit", ""))
        self.above_schools = not self.reach.one_school or bool(asked.get("unit"))
        self.wrong = queries.wrong_count(self.actor, self.reach)
        sees_sensitive = bool(self.actor.grants_for(people.Permission.VIEW_SENSITIVE))
        self.ethnicity = sees_sensitive and bool(asked.get("ethnicity"))
        self.exportable = self.reach.is_narrow and not self.ethnicity
        self.filterset_class = forms.learner_filter(
            self.reach,
            years=queries.years(self.reach),
            wrong=self.wrong,
            above_schools=self.above_schools,
            sees_sensitive=sees_sensitive,
        )

    def subtitle(self) -> Text:
        parts = [
            _("Năm học %s") % self.reach.year,
            _("%s em đang học") % number(self.reach.learners),
            _("%s hồ sơ cần sửa") % number(self.wrong) if self.wrong else self._measured(),
        ]
        return " · ".join(part for part in parts if part)

    def _measured(self) -> Text:
        """Of a wide reach, what the last measuring found."""
        value = None if self.reach.is_narrow or self.request.GET.get("unit") else queries.measured_wrong(self.actor)
        if value is None or value.denominator is None:
            return ""
        count = number(value.denominator - value.numerator)
        return _("%(count)s hồ sơ thiếu thông tin (đo lúc %(moment)s)") % {"count": count, "moment": moment(value.measured_at)}

    def queryset(self) -> QuerySet:
        return queries.matching(self.actor, self.reach)  # what is shown of them is up to the filters

    def total(self, filterset: Any) -> int | None:
        return filterset.known_total

    def table_options(self) -> dict[str, Any]:
        shown = {
            "choose": bool(self.bulk_actions()),
            "ethnicity": self.ethnicity,
            "school_name": not self.reach.one_school,
            "status": bool(self.request.GET.get("status")),
        }
        return {"exclude": tuple(name for name, is_shown in shown.items() if not is_shown)}

    def context(self) -> dict[str, Any]:
        return {"reach": self.reach, "most": queries.MOST}

    def render(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        if self.ethnicity:
            shown = [row.record for row in extra["table"].paginated_rows]
            queries.note_reads(self.actor, shown, _("Xem dân tộc trong danh sách học sinh"))
        return super().render(status=status, **extra)

    def bulk_actions(self) -> list[Action]:
        return placing_actions() if self.actor.holds(Permission.EDIT) else []

    def actions(self) -> list[Action]:
        found = []
        if self.actor.grants_for(people.Permission.VIEW):
            found.append(Action(_("Mẫu CSDL ngành"), reverse("enrolment:export"), "file-spreadsheet"))
        if self.actor.holds(Permission.IMPORT):
            found.append(Action(_("Nhập từ Excel"), reverse("sheets:start", args=["enrolment.learners"]), "upload"))
        if self.actor.holds(Permission.EDIT):
            found.append(Action(_("Thêm học sinh"), reverse("enrolment:learner_new"), "plus", "primary"))
        return found

    def empty(self) -> Empty:
        return Empty(_("Chưa có học sinh"), _("Nhập danh sách từ Excel, hoặc thêm từng em."), "users-group")


class LearnerPage(DetailPage):
    """One learner. Those who teach or keep him see his profile's state and what may be done; his family sees its own page."""

    permission = Permission.VIEW
    template_name = "enrolment/learner.html"

    def get_object(self) -> Any:
        self.view = queries.view(self.actor, self.kwargs["pk"], reason=_("Xem trang học sinh"))
        return self.view.enrolment

    def heading(self) -> Text:
        return self.object.person.full_name

    def subtitle(self) -> Text:
        stay = self.object
        return _("Lớp %(name)s · %(school)s · năm học %(year)s") % {
            "name": stay.school_class.name, "school": stay.school.name, "year": stay.school_year,
        }  # fmt: skip

    def context(self) -> dict[str, Any]:
        view = self.view
        return super().context() | {
            "view": view,
            "deeds": self._deeds(),
            "person": self.object.person,
            "status": tables.STATUSES[self.object.status],
            "facts": tables.facts(self.object.person),
            "lacking": [(tables.NEEDS[field], self._mending_url(field)) for field in view.lacking],
            "advisable": [(tables.NEEDS[field], self._mending_url(field)) for field in view.advisable],
            "stays": [(stay, tables.STATUSES[stay.status]) for stay in view.stays],
        }

    def _deeds(self) -> list[tuple[Action, Text]]:
        """What may be done about the learner's place, each with a line that says what it is."""
        found: list[tuple[Action, Text]] = []
        view, pk = self.view, [self.object.pk]
        if view.may_place and view.is_studying:
            chosen = f"?ids={self.object.pk}"
            found += [
                (Action(_("Chuyển lớp"), reverse("enrolment:move") + chosen, "arrows-exchange"), _("Sang lớp khác của trường")),
                (
                    Action(_("Đổi trạng thái"), reverse("enrolment:end") + chosen, "user-cog"),
                    _("Bảo lưu, thôi học, hoàn thành"),
                ),
            ]
        if view.may_transfer and view.is_studying and view.transfer is None:
            hand_over = Action(_("Chuyển trường"), reverse("enrolment:hand_over", args=pk), "logout")
            found.append((hand_over, _("Gửi em sang trường khác trong tỉnh")))
        if view.may_return:
            found.append((Action(_("Học lại"), reverse("enrolment:return", args=pk), "login"), _("Nhận em vào lớp trở lại")))
        if view.undoable:
            undo = Action(_("Hoàn tác"), reverse("enrolment:undo", args=pk), "arrow-back-up")
            found.append((undo, _("Bỏ lần đổi vừa ghi hôm nay")))
        return found

    def _mending_url(self, field: str) -> str:
        if not self.view.may_edit_person:
            return ""
        page = "people:numbers" if field in ("personal_id_hint", "sector_id") else "people:edit"
        return reverse(page, args=[self.object.person.uid])

    def actions(self) -> list[Action]:
        if not self.view.may_edit_person or self.view.is_family:
            return []
        return [Action(_("Sửa hồ sơ"), reverse("people:edit", args=[self.object.person.uid]), "pencil", "primary")]


class NewLearner(FormPage):
    """A new learner; profiles that look like him are shown before he is added."""

    permission = Permission.EDIT
    template_name = "enrolment/learner_new.html"
    title = gettext_lazy("Thêm học sinh")
    submit_label = gettext_lazy("Thêm vào lớp")
    form_class = forms.NewLearnerForm
    help = gettext_lazy(
        "Cho em chưa có hồ sơ. Em đang học ở trường khác trong tỉnh thì dùng «Nhận em chuyển đến» ở mục Chuyển trường; em bảo lưu "
        "hoặc thôi học thì mở trang của em, chọn «Học lại»."
    )

    def load(self) -> None:
        self.back_url = reverse("enrolment:learners")

    def form_options(self) -> dict[str, Any]:
        return {
            "classes": queries.classes_open_to(self.actor, Permission.EDIT),
            "initial": {"to_class": self.request.GET.get("class", "")},
        }

    def perform(self, form: Any) -> Any:
        data = form.cleaned_data
        return operations.add_learner(
            self.actor, to_class=data["to_class"], starts_on=data["starts_on"],
            is_somebody_else=data["is_somebody_else"], **form.profile(),
        )  # fmt: skip

    def success_url(self, stay: Any) -> str:
        return reverse("enrolment:learner", args=[stay.pk])

    def done(self, stay: Any) -> Text:
        return _("Đã thêm em vào lớp %s.") % stay.school_class.name

    def _again(self, form: Any, status: int) -> HttpResponseBase:
        form.lookalikes = []
        refused = getattr(getattr(form, "refusal", None), "code", "")
        if refused == "looks_like_duplicate" or form.data.get("is_somebody_else"):
            values = form.cleaned_data
            form.lookalikes = people.possible_duplicates(
                self.actor, full_name=values.get("full_name", ""), birth_date=values.get("birth_date")
            )
            form.ask_whether_somebody_else()
        return super()._again(form, status)


class Export(FormPage):
    """The list with the sector database's columns, made behind the screen."""

    permission = Permission.BROWSE
    title = gettext_lazy("Xuất theo mẫu cơ sở dữ liệu ngành")
    submit_label = gettext_lazy("Xuất tệp")
    form_class = forms.ExportForm
    help = gettext_lazy(
        "Các cột như danh sách học sinh của cơ sở dữ liệu ngành; tệp này nhập lại được ở mục Nhập từ Excel. Số định danh được che "
        "trừ khi bạn có quyền và chọn ghi đủ."
    )

    def load(self) -> None:
        self.reach = queries.reach(self.actor)
        self.back_url = reverse("enrolment:learners")

    def form_options(self) -> dict[str, Any]:
        sees = bool(self.actor.grants_for(people.Permission.VIEW_SENSITIVE))
        return {"reach": self.reach, "sees_sensitive": sees}

    def perform(self, form: Any) -> Any:
        data = form.cleaned_data
        part = {"place": data.get("unit", ""), "school_class": data.get("school_class"), "in_full": data.get("in_full", False)}
        queries.require_part(self.actor, part["place"])
        return jobs.start(self.actor, "enrolment.export", _("Xuất danh sách học sinh theo mẫu CSDL ngành"), **part)

    def success_url(self, job: Any) -> str:
        return reverse("jobs:job", args=[job.uid])

    def done(self, job: Any) -> Text:
        return ""
