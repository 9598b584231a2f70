"""pytest plugin (`-p khuevan.kernel.postgres.testing`): a PostgreSQL of the tests' own, unless DATABASE_URL names one."""

import os
from pathlib import Path

from .server import Server

_servers: list[Server] = []


def pytest_load_initial_conftests() -> None:
    if "DATABASE_URL" not in os.environ:
        home = Path(os.environ.get("KHUEVAN_VAR", "var")) / "test-postgres"
        server = Server(home, durable=False)
        os.environ["DATABASE_URL"] = server.start()
        _servers.append(server)


def pytest_unconfigure() -> None:
    for server in _servers:
        server.stop()
