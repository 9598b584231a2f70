"""The form of preferences: one line per kind, one box per channel."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import NoticeKind
from khuevan.web.forms import Form, Section

from .types import INBOX, ChannelCode

LABELS = {INBOX: _("Hộp thông báo"), ChannelCode.EMAIL: ChannelCode.EMAIL.label}


class PreferencesForm(Form):
    """`kinds` in order; `initial` and the result map (kind, channel) to a wish."""

    def __init__(self, *args: Any, kinds: list[NoticeKind], wanted: Mapping[tuple[str, str], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {(kind.code, channel): f"{channel}-{number}" for number, kind in enumerate(kinds) for channel in LABELS}
        for (kind, channel), name in self.names.items():
            self.fields[name] = forms.BooleanField(label=LABELS[channel], required=False, initial=wanted[kind, channel])
        self.layout = tuple(
            item
            for kind in kinds
            for item in (Section(kind.label), tuple(self.names[kind.code, channel] for channel in LABELS))
        )

    def chosen(self) -> dict[tuple[str, str], bool]:
        return {pair: self.cleaned_data[name] for pair, name in self.names.items()}
