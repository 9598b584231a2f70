"""`khuevan serve`: the web server, Granian in WSGI mode."""

import argparse
import os
import socket
import sys

from .surroundings import prepare, say


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or "8000"))
    parser.add_argument("--workers", type=int, default=int(os.environ.get("WORKERS", str(os.cpu_count() or 2))))


def run(options: argparse.Namespace) -> int:
    if not port_is_free(options.host, options.port):
        say(busy_message(options.port))
        return 1
    prepare()
    os.execv(sys.executable, command(options.host, options.port, options.workers))  # noqa: S606 -- our own program
    return 0


def command(host: str, port: int, workers: int) -> list[str]:
    """The command line of the server process."""
    options = {"interface": "wsgi", "host": host, "port": port, "workers": workers, "blocking-threads": 4}
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return [sys.executable, "-m", "granian", *flags, "--no-ws", "--log-level", "warning", "config.wsgi:application"]


def port_is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def busy_message(port: int) -> str:
    return (
        f"Cổng {port} đang được chương trình khác dùng. Đóng chương trình đó, hoặc chọn cổng khác: "
        f"PORT={port + 1} make demo\n(Port {port} is in use. Close the other program, or choose another port.)"
    )
