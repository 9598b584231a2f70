"""What software that calls the API in its own name may do where. Who it is, is in `core.accounts`."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.accounts import api as accounts
from khuevan.web.pages import ConfirmPage, DetailPage, FormPage
from khuevan.web.types import Action, Crumb

from .. import operations, queries
from ..forms import ClientPostForm

CONNECT = accounts.Permission.CONNECT


class ClientPosts(DetailPage):
    permission = CONNECT
    nav = "accounts:api_clients"
    template_name = "roles/client.html"

    def get_object(self) -> Any:
        return accounts.api_client(self.actor, self.kwargs["pk"])

    def subtitle(self) -> Any:
        return _("Được làm gì, ở đâu")

    def context(self) -> dict[str, Any]:
        return super().context() | {"posts": queries.client_posts(self.actor, self.object.pk)}

    def actions(self) -> list[Action]:
        return [Action(gettext_lazy("Cho phép thêm"), reverse("roles:client_add", args=[self.object.pk]), "plus", "primary")]


class AddClientPost(FormPage):
    permission = CONNECT
    nav = "accounts:api_clients"
    title = gettext_lazy("Cho phép phần mềm")
    form_class = ClientPostForm
    submit_label = gettext_lazy("Cho phép")

    def load(self) -> None:
        self.client = accounts.api_client(self.actor, self.kwargs["pk"])
        self.back_url = reverse("roles:client", args=[self.client.pk])

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.client.name, self.back_url)]

    def form_options(self) -> dict[str, Any]:
        return {"units": queries.units_with_posts(self.actor)}

    def perform(self, form: forms.Form) -> Any:
        return operations.add_client_post(self.actor, client=self.client, **form.cleaned_data)

    def success_url(self, post: Any) -> str:
        return self.back_url


class RemoveClientPost(ConfirmPage):
    permission = CONNECT
    nav = "accounts:api_clients"
    title = gettext_lazy("Thôi cho phép phần mềm")
    submit_label = gettext_lazy("Thôi cho phép")
    danger = True

    def question(self) -> Any:
        return _("Thôi cho phép phần mềm làm việc với vai trò này tại đơn vị?")

    def perform(self, form: forms.Form) -> int:
        return operations.remove_client_post(self.actor, pk=self.kwargs["pk"])

    def success_url(self, client_id: int) -> str:
        return reverse("roles:client", args=[client_id])
