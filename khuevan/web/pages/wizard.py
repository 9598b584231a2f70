"""A deed in steps: each step a form, the step in the address, each run its own key, the end one operation."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.errors import Refusal
from khuevan.kernel.manifest import Text

from ..idempotency import NOT_CONTENT, fingerprint
from . import submit
from .base import Page


@dataclass(frozen=True)
class Step:
    """A step: its word in the address, its heading, its form. Files are not kept between steps."""

    slug: str
    label: Text
    form_class: type[forms.BaseForm]


class WizardPage(Page):
    """Override `steps`, `step_options(step, earlier)`, `perform(data)`, `success_url(result)` and at will `done(result)`.

    `data` and `earlier` map a step's slug to its cleaned values. What was entered is kept in the session under the run's key;
    whoever jumps ahead is led to the first step that is not right. Use `routes` to make the addresses.
    """

    template_name = "web/wizard.html"
    partials: ClassVar[tuple[str, ...]] = ("form",)
    steps: ClassVar[tuple[Step, ...]]
    submit_label: ClassVar[Text] = _("Hoàn tất")

    @classmethod
    def routes(cls, prefix: str, name: str) -> list[Any]:
        """Two addresses: `prefix` starts a run (URL name `name`), `prefix/<run>/<step>/` is a step (`name_step`)."""
        view = cls.as_view()
        return [path(prefix, view, name=name), path(f"{prefix}<uuid:run>/<slug:step>/", view, name=f"{name}_step")]

    def step_options(self, step: Step, earlier: dict[str, dict[str, Any]]) -> dict[str, Any]:
        return {}

    def perform(self, data: dict[str, dict[str, Any]]) -> Any:
        raise NotImplementedError

    def success_url(self, result: Any) -> str:
        raise NotImplementedError

    def done(self, result: Any) -> Text:
        return _("Đã lưu.")

    def get(self, request: HttpRequest, *args: Any, run: UUID | None = None, step: str = "", **kwargs: Any) -> HttpResponseBase:
        if run is None:
            return redirect(self._address(uuid4(), self.steps[0]))
        current, earlier, astray = self._place(run, step)
        if astray:
            return redirect(self._address(run, astray))
        return self._show(run, current, self._form(current, earlier, self._kept(run).get(current.slug)))

    def post(self, request: HttpRequest, *args: Any, run: UUID, step: str, **kwargs: Any) -> HttpResponseBase:
        current, earlier, astray = self._place(run, step)
        if astray:
            return submit.go_to(request, self._address(run, astray))
        posted = _content(request.POST)
        form = self._form(current, earlier, posted)
        if not form.is_valid():
            return self._show(run, current, form, 422)
        request.session[self._slot(run)] = self._kept(run) | {current.slug: posted}
        if current is not self.steps[-1]:
            return submit.go_to(request, self._address(run, self.steps[self.steps.index(current) + 1]))
        return self._finish(run, current, form, earlier | {current.slug: form.cleaned_data})

    def _finish(self, run: UUID, step: Step, form: forms.BaseForm, data: dict[str, dict[str, Any]]) -> HttpResponseBase:
        entered = (f"{slug}={posted}".encode() for slug, posted in sorted(self._kept(run).items()))
        try:
            return submit.carry_out(self, submit.Submission(run, fingerprint(entered)), lambda: self.perform(data))
        except Refusal as refusal:
            submit.show_refusal(form, refusal)
            return self._show(run, step, form, refusal.status)

    def _place(self, run: UUID, slug: str) -> tuple[Step, dict[str, dict[str, Any]], Step | None]:
        """The step asked for, the cleaned values of those before it, and the first of these that is not right."""
        if slug not in {step.slug for step in self.steps}:
            raise Http404
        earlier: dict[str, dict[str, Any]] = {}
        for step in self.steps:
            if step.slug == slug:
                return step, earlier, None
            form = self._form(step, earlier, self._kept(run).get(step.slug, ""))
            if not form.is_valid():
                return step, earlier, step
            earlier[step.slug] = form.cleaned_data
        raise AssertionError("unreachable")

    def _form(self, step: Step, earlier: dict[str, dict[str, Any]], posted: str | None) -> forms.BaseForm:
        options = self.step_options(step, earlier)
        return step.form_class(**options, data=QueryDict(posted) if posted is not None else None)

    def _kept(self, run: UUID) -> dict[str, str]:
        return self.request.session.get(self._slot(run), {})

    def _slot(self, run: UUID) -> str:
        return f"wizard:{type(self).__qualname__}:{run}"

    def _address(self, run: UUID, step: Step) -> str:
        match = self.request.resolver_match
        name = match.view_name.removesuffix("_step") + "_step"
        others = {key: value for key, value in match.kwargs.items() if key not in ("run", "step")}
        return reverse(name, kwargs=others | {"run": run, "step": step.slug})

    def _show(self, run: UUID, step: Step, form: forms.BaseForm, status: int = 200) -> HttpResponseBase:
        index = self.steps.index(step)
        back = self._address(run, self.steps[index - 1]) if index else ""
        return self.render(
            status=status, form=form, form_key=run, step=step, step_index=index, back_url=back,
            label=self.submit_label if index == len(self.steps) - 1 else _("Tiếp tục"),
        )  # fmt: skip


def _content(posted: QueryDict) -> str:
    kept = posted.copy()
    for name in NOT_CONTENT:
        kept.pop(name, None)
    return kept.urlencode()
