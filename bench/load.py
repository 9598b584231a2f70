"""Requests per second of a real server, with `wrk` when it is there, otherwise with threads of our own."""

import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from khuevan.portal.command import serve

from . import people
from .figures import Figure

HOST = "127.0.0.1"
CLIENTS, SECONDS = 20, 8


def measure() -> list[Figure]:
    """The sign-in page for anybody, and a school's list of 50 for its IT focal point, at twenty clients."""
    cookie = people.session_cookie(people.focal_point())
    with _server() as port:
        sign_in = _drive(port, "/dang-nhap/", "")
        school = _drive(port, people.learners_address(per_page=50), cookie)
        size = _check(port, people.learners_address(per_page=50), cookie)
    with _server("bench.bytes_alone:application", BENCH_BYTES=str(size)) as port:
        bare = _drive(port, "/", "")[0]
    return [
        Figure("trang đăng nhập", sign_in[0], "yêu cầu/s", wanted=500, at_least=True, note=f"p95 {sign_in[1]:.0f} ms"),
        Figure(
            "danh sách 50 em của một trường",
            school[0],
            "yêu cầu/s",
            wanted=150,
            at_least=True,
            bare=bare,
            note="20 máy cùng lúc; trần: cùng số byte, không làm gì",
        ),
        Figure("danh sách 50 em, p95", school[1], "ms", wanted=100, note="20 máy cùng lúc"),
    ]


@contextmanager
def _server(application: str = "", **environment: str) -> Iterator[int]:
    """Our web server with the site, or with another WSGI application; gives its port."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = serve.command(HOST, port, 2)
    command[-1] = application or command[-1]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=os.environ | environment, **quiet)
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection((HOST, port), 0.2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the web server did not start")


def _drive(port: int, path: str, cookie: str) -> tuple[float, float]:
    """(requests per second, p95 in milliseconds) at `CLIENTS` connections; every answer must be 200."""
    _check(port, path, cookie)
    return _with_wrk(port, path, cookie) if shutil.which("wrk") else _with_threads(port, path, cookie)


def _check(port: int, path: str, cookie: str) -> int:
    """The size of the answer in bytes; raises when it is not 200."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie})
    response = connection.getresponse()
    content = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}")
    return len(content)


def _with_wrk(port: int, path: str, cookie: str) -> tuple[float, float]:
    script = os.path.join(os.path.dirname(__file__), "percentiles.lua")
    command = [
        "wrk",
        "-t1",
        f"-c{CLIENTS}",
        f"-d{SECONDS}s",
        "-H",
        f"Cookie: {cookie}",
        "-s",
        script,
        f"http://{HOST}:{port}{path}",
    ]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if re.search(r"Non-2xx", output):
        raise RuntimeError(output)
    rate, p95 = re.search(r"rate=([\d.]+) p95=([\d.]+)", output).groups()
    return float(rate), float(p95)


def _with_threads(port: int, path: str, cookie: str) -> tuple[float, float]:
    times: list[float] = []
    ends = time.perf_counter() + SECONDS
    threads = [threading.Thread(target=_client, args=(port, path, cookie, ends, times)) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / SECONDS, statistics.quantiles(times, n=20)[18] * 1000


def _client(port: int, path: str, cookie: str, ends: float, times: list[float]) -> None:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    while time.perf_counter() < ends:
        started = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        response = connection.getresponse()
        response.read()
        times.append(time.perf_counter() - started)
