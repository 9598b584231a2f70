"""pytest plugin (`-p khuevan.kernel.postgres.testing`): a PostgreSQL of the tests' own, unless DATABASE_URL names one.

The server is started while the plugin is imported: Django's settings are read in the first hook of all, and the workers of
pytest-xdist inherit the address from the process that started them.
"""

import os
from pathlib import Path

from .server import Server

_servers: list[Server] = []


def _start() -> None:
    if "DATABASE_URL" in os.environ:
        return
    server = Server(Path(os.environ.get("KHUEVAN_VAR", "var")) / "test-postgres", durable=False)
    os.environ["DATABASE_URL"] = server.start()
    _servers.append(server)


def pytest_unconfigure() -> None:
    while _servers:
        _servers.pop().stop()


_start()
