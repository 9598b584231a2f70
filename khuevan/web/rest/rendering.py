"""How a thing is written, and the ETag of what is written: the same for every answer that shows it."""

import hashlib

from django.http import HttpRequest
from django.utils.http import quote_etag
from ninja import Schema
from ninja.renderers import JSONRenderer


class Json(JSONRenderer):
    """Vietnamese letters as they are, not as escapes."""

    json_dumps_params = {"ensure_ascii": False}


def written(request: HttpRequest, made: Schema) -> str:
    return Json().render(request, made.model_dump(), response_status=200)


def etag_of(content: bytes) -> str:
    return quote_etag(hashlib.sha256(content).hexdigest()[:32])
