"""ETag and If-None-Match: an unchanged answer costs no bytes. GETs of the API run read-only."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from khuevan.kernel.database import read_only

PREFIX = "/api/"
READING = frozenset({"GET", "HEAD"})


class conditional:
    """Middleware for addresses under /api/: read-only GETs, with an ETag over the answer's bytes."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX) or request.method not in READING:
            return self.get_response(request)
        with read_only():
            response = self.get_response(request)
        if response.status_code != 200 or response.streaming:
            return response
        etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
        return get_conditional_response(request, etag=etag, response=response)
