"""A question before a deed that is hard to undo."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.errors import Refusal
from khuevan.kernel.manifest import Text

from ..forms import Form, new_key
from ..idempotency import form_key
from . import submit
from .base import Page


class ConfirmPage(Page):
    """Asks, says what will follow, and does it. Override `question`, `consequences`, `perform(form)`, `success_url(result)`
    and at will `done(result)`. `form_class` may ask for a reason or carry the version. The verb goes on the button.
    """

    template_name = "web/confirm.html"
    partials: ClassVar[tuple[str, ...]] = ("form",)
    form_class: ClassVar[type[forms.BaseForm]] = Form
    submit_label: ClassVar[Text]
    danger: ClassVar[bool] = False
    back_url: str = ""

    def question(self) -> Text:
        raise NotImplementedError

    def consequences(self) -> list[Text]:
        """What will happen, one sentence each."""
        return []

    def perform(self, form: Any) -> Any:
        raise NotImplementedError

    def success_url(self, result: Any) -> str:
        raise NotImplementedError

    def done(self, result: Any) -> Text:
        return _("Đã xong.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._show(self.form_class(), new_key())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(request.POST)
        key = form_key(request) or new_key()
        if not form.is_valid():
            return self._show(form, key, 422)
        try:
            return submit.carry_out(self, submit.Submission.of(request), lambda: self.perform(form))
        except Refusal as refusal:
            submit.show_refusal(form, refusal)
            return self._show(form, key, refusal.status)

    def _show(self, form: forms.BaseForm, key: Any, status: int = 200) -> HttpResponseBase:
        return self.render(status=status, form=form, form_key=key, question=self.question(), consequences=self.consequences())
