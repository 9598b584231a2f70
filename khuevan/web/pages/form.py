"""One form, one deed."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.errors import Refusal
from khuevan.kernel.manifest import Text

from ..forms import new_key
from ..idempotency import form_key
from . import submit
from .base import Page


class FormPage(Page):
    """A form whose posting is one operation. Override `form_class`, `form_options` (initial values, choices),
    `perform(form)` (the one domain call), `success_url(result)` and, at will, `done(result)` (what to say afterwards).

    A Refusal of the operation is shown on its field or above the form, with the refusal's status; nothing is changed and
    nothing typed is lost. A double press does the deed once.
    """

    template_name = "web/form.html"
    partials: ClassVar[tuple[str, ...]] = ("form",)
    form_class: ClassVar[type[forms.BaseForm]]
    submit_label: ClassVar[Text] = _("Lưu")
    back_url: str = ""

    def form_options(self) -> dict[str, Any]:
        return {}

    def perform(self, form: Any) -> Any:
        raise NotImplementedError

    def success_url(self, result: Any) -> str:
        raise NotImplementedError

    def done(self, result: Any) -> Text:
        return _("Đã lưu.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render(form=self.form_class(**self.form_options()), form_key=new_key())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(**self.form_options() | {"data": request.POST, "files": request.FILES})
        if not form.is_valid():
            return self._again(form, 422)
        try:
            return submit.carry_out(self, submit.Submission.of(request), lambda: self.perform(form))
        except Refusal as refusal:
            submit.show_refusal(form, refusal)
            return self._again(form, refusal.status)

    def _again(self, form: forms.BaseForm, status: int) -> HttpResponseBase:
        return self.render(status=status, form=form, form_key=form_key(self.request) or new_key())
