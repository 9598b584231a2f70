"""The site of the tests of `web`: one page of each kind over `web`'s own tables, and two menu entries."""

from django import forms
from django.http import HttpRequest
from django.urls import include, path, reverse

from khuevan.kernel.actor import Actor, Grant
from khuevan.kernel.clock import now
from khuevan.kernel.errors import Busy, NotFound, Refusal
from khuevan.web import columns, filters, tables
from khuevan.web.forms import DateField, Form, VersionField
from khuevan.web.models import Quota
from khuevan.web.pages import ConfirmPage, DetailPage, FormPage, ListPage, Page, Step, WizardPage
from khuevan.web.types import Action, Crumb, Empty

VIEW = "sample.view"


def acting(get_response):
    """Stands for the middleware of the roles: the header says who acts and what he holds."""

    def middleware(request: HttpRequest):
        name, _space, held = request.headers.get("X-Actor", "").partition(" ")
        grant = Grant(1, "officer", "Chuyên viên", 1, "Sở GDĐT Ninh Bình", "1/", frozenset(held.split()))
        request.actor = Actor(user_id=int(name), name="Phạm Thu Hà", grants=(grant,)) if name else Actor()
        return get_response(request)

    return middleware


class QuotaTable(tables.Table):
    chosen = columns.Select(label="subject")
    stt = columns.RowNumber()
    scope = columns.Text("Loại", caption="subject")
    subject = columns.Link("Đối tượng", to="sample:detail")
    count = columns.Number("Số lần")
    window = columns.Moment("Lúc")


class QuotaFilter(filters.FilterSet):
    q = filters.TextFilter(fields=("subject",), exact=("scope",))
    scope = filters.ChoiceFilter(label="Loại", choices=[("a", "A"), ("b", "B")])


class QuotaList(ListPage):
    permission = VIEW
    title = "Bộ đếm"
    help = "Mỗi dòng là một bộ đếm."
    table_class, filterset_class, file_name = QuotaTable, QuotaFilter, "bo-dem"

    def queryset(self):
        return Quota.objects.order_by("subject")

    def actions(self):
        return [Action("Thêm", reverse("sample:new"), "plus", "primary")]

    def empty(self):
        return Empty("Chưa có bộ đếm")


class QuotaDetail(DetailPage):
    permission = VIEW
    template_name = "web/base.html"
    nav = "sample:list"

    def get_object(self):
        found = Quota.objects.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound()
        return found

    def heading(self):
        return self.object.subject

    def crumbs(self):
        return [Crumb("Một dòng")]


class QuotaForm(Form):
    subject = forms.CharField(label="Đối tượng", max_length=20)
    day = DateField(label="Ngày", required=False)
    version = VersionField(required=False)


class NewQuota(FormPage):
    permission = VIEW
    title, form_class = "Thêm bộ đếm", QuotaForm

    def perform(self, form):
        subject = form.cleaned_data["subject"]
        quota = Quota.objects.create(scope="a", subject=subject, window=now(), count=1)
        if subject == "trùng":
            raise Refusal("Đã có đối tượng này.", field="subject")
        if subject == "bận":
            raise Busy()
        return quota

    def success_url(self, result):
        return reverse("sample:detail", args=[result.pk])

    def done(self, result):
        return "Đã thêm bộ đếm."


class RemoveAll(ConfirmPage):
    permission = VIEW
    title, submit_label, danger = "Xóa bộ đếm", "Xóa", True

    def question(self):
        return "Xóa mọi bộ đếm?"

    def consequences(self):
        return ["Không lấy lại được."]

    def perform(self, form):
        return Quota.objects.all().delete()

    def success_url(self, result):
        return reverse("sample:list")


class SubjectForm(Form):
    subject = forms.CharField(label="Đối tượng")


class CountForm(Form):
    count = forms.IntegerField(label="Số lần", max_value=9)


class Wizard(WizardPage):
    permission = VIEW
    title = "Lập bộ đếm"
    steps = (Step("doi-tuong", "Đối tượng", SubjectForm), Step("so-lan", "Số lần", CountForm))

    def perform(self, data):
        return Quota.objects.create(scope="w", window=now(), **data["doi-tuong"], **data["so-lan"])

    def success_url(self, result):
        return reverse("sample:list")


class Writer(Page):
    """A reading page that tries to write."""

    signed_in = True
    template_name = "web/base.html"

    def load(self):
        Quota.objects.create(scope="x", subject="x", window=now(), count=1)


class Everybody(Page):
    public = True
    template_name = "web/base.html"
    title = "Cho mọi người"


sample = (
    [
        path("danh-sach/", QuotaList.as_view(), name="list"),
        path("danh-sach/<int:pk>/", QuotaDetail.as_view(), name="detail"),
        path("them/", NewQuota.as_view(), name="new"),
        path("xoa/", RemoveAll.as_view(), name="remove"),
        path("ghi/", Writer.as_view(), name="writer"),
        path("moi-nguoi/", Everybody.as_view(), name="everybody"),
        *Wizard.routes("lap/", "wizard"),
    ],
    "sample",
)
urlpatterns = [
    path("", include(sample)),
    path("", include("khuevan.web.urls")),
    path("ngon-ngu/", include("django.conf.urls.i18n")),
]
handler404 = "khuevan.web.errors.not_found"
handler500 = "khuevan.web.errors.server_error"
