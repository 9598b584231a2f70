"""The commonest widgets written in Python: Django draws each through several templates, an option of a list through two.

What comes out is what Django's templates make (a test compares them).
"""

from collections.abc import Callable, Mapping
from typing import Any

from .markup import attributes, escaped

INPUTS = (
    "text",
    "number",
    "email",
    "url",
    "tel",
    "search",
    "password",
    "hidden",
    "date",
    "datetime",
    "time",
    "checkbox",
    "file",
)
OPTION = "django/forms/widgets/select_option.html"


def input_box(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{escaped(widget["name"])}"{value}{attributes(widget["attrs"])}>'


def select(widget: Mapping[str, Any]) -> str:
    groups = (_group(name, options) for name, options, _place in widget["optgroups"])
    return f'<select name="{escaped(widget["name"])}"{attributes(widget["attrs"])}>{"".join(groups)}\n</select>'


def _group(name: str | None, options: list[dict[str, Any]]) -> str:
    lines = "".join(
        f'\n  <option value="{escaped(option["value"])}"{attributes(option["attrs"])}>{escaped(option["label"])}</option>\n'
        for option in options
    )
    return f'\n  <optgroup label="{escaped(name)}">{lines}\n  </optgroup>' if name else lines


DRAWN: dict[str, Callable[[Mapping[str, Any]], str]] = {f"django/forms/widgets/{name}.html": input_box for name in INPUTS} | {
    "django/forms/widgets/select.html": select
}
