"""A WSGI application that answers `BENCH_BYTES` bytes and does nothing else: the bare limit of a page of that size."""

import os
from collections.abc import Callable

CONTENT = b"x" * int(os.environ["BENCH_BYTES"])


def application(environ: dict, start_response: Callable) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(CONTENT)))])
    return [CONTENT]
