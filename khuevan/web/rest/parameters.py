"""What an endpoint does not know it does not ignore: a misspelt filter would answer something else than was asked."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.signature import ViewSignature

from khuevan.kernel.errors import Refusal

SHOWN = 40


class UnknownParameter(Refusal):
    """The address carries a parameter that the endpoint does not have."""

    code = "unknown_parameter"
    message = _("Không có tham số “%(name)s”. Tham số dùng được: %(known)s.")


class RepeatedParameter(Refusal):
    """A parameter stands in the address more than once."""

    code = "repeated_parameter"
    message = _("Tham số “%(name)s” chỉ được gửi một lần.")


class NotJson(Refusal):
    """The body is said to be something else."""

    code = "unsupported_media_type"
    status = 415
    message = _("Gửi nội dung dạng JSON, với tiêu đề Content-Type: application/json.")


def known_parameters_only(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator of every endpoint: parameters of the address are its own, each at most once; a body of JSON is said to be."""
    models = ViewSignature("", endpoint).models
    takes_json = any(model.__ninja_param_source__ == "body" for model in models)
    queries = [model for model in models if model.__ninja_param_source__ == "query"]
    names = [name for model in queries for name in model.__ninja_flatten_map__]  # type: ignore[attr-defined]

    @wraps(endpoint)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        in_path = request.resolver_match.kwargs if request.resolver_match else {}
        if takes_json and request.content_type != "application/json":
            raise NotJson()
        refuse_others(request, [name for name in names if name not in in_path])
        return endpoint(request, *args, **kwargs)

    return guarded


def refuse_others(request: HttpRequest, known: list[str]) -> None:
    """Raises UnknownParameter, RepeatedParameter."""
    for name, values in request.GET.lists():
        if name not in known:
            raise UnknownParameter(field="query", name=name[:SHOWN], known=", ".join(known) or "–")
        if len(values) > 1:
            raise RepeatedParameter(field=f"query.{name}", name=name)
