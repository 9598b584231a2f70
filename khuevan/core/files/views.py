"""Taking a file out."""

from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponseBase

from khuevan.web.pages import Page

from . import queries, rules
from .events import FileDownloaded


class Download(Page):
    """The content as an attachment, for whoever may read an object that owns it. Answers 404 to everybody else."""

    signed_in = True

    def load(self) -> None:
        self.file = queries.readable(self.actor, self.kwargs["uid"])

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        self.announcements.append(FileDownloaded(self.file.pk, self.actor.user_id, self.actor.name, self.actor.address))
        response = FileResponse(queries.open_content(self.file), content_type=self.file.media_type)
        response["Content-Disposition"] = disposition(self.file.name)
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


def disposition(name: str) -> str:
    """The header of a download, for clients that know UTF-8 and for those that do not (RFC 6266)."""
    return f"attachment; filename=\"{rules.ascii_name(name)}\"; filename*=UTF-8''{quote(name, safe='')}"
