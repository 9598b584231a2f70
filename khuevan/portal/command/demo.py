"""`khuevan demo`: everything a newcomer needs, in the foreground, until Ctrl-C."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from khuevan.kernel.postgres import Server, ensure_database

from . import migrate, serve
from .surroundings import prepare, say

HOST = "127.0.0.1"
STOP_SECONDS = 20
LEAVING_SECONDS = 3  # sessions of the programs just ended need a moment to be gone
OTHERS = "SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scale", choices=["small", "province"], default=os.environ.get("SCALE") or "small")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or "8000"))
    parser.add_argument("--prepare-only", action="store_true", help="chỉ dựng dữ liệu, không chạy trang web")


def run(options: argparse.Namespace) -> int:
    if not options.prepare_only and not serve.port_is_free(HOST, options.port):
        say(serve.busy_message(options.port))
        return 1
    _require_front_end()
    started = time.perf_counter()
    supervised = "DATABASE_URL" not in os.environ
    os.environ["DATABASE_URL"] = ensure_database()
    try:
        prepare()
        accounts = _province(options.scale)
        if options.prepare_only:
            return 0
        _welcome(accounts, options.port, time.perf_counter() - started)
        return _run_until_interrupted(options.port)
    finally:
        if supervised:
            _stop_database_unless_used()


def _stop_database_unless_used() -> None:
    """Another demo, a `serve` or a back-up may be at work in the same database: then it stays."""
    from django.db import connections

    connections.close_all()
    ends = time.monotonic() + LEAVING_SECONDS
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        while (used := connection.execute(OTHERS).fetchone() is not None) and time.monotonic() < ends:
            time.sleep(0.1)
    if not used:
        Server().stop()


def _require_front_end() -> None:
    from django.conf import settings

    if not settings.VITE_MANIFEST.exists():
        raise SystemExit("Chưa có giao diện đã dựng. Chạy: make setup\n(The front end is not built yet. Run: make setup)")


def _province(scale: str) -> list[dict[str, str]]:
    """Bring the database up to date and make the demo province if it is not there; return its sign-ins."""
    from django.conf import settings

    from khuevan.portal.demo import build, exists

    migrate.bring_up_to_date()
    path = Path(settings.VAR_DIR) / "demo-accounts.json"
    if exists() and path.exists():
        return json.loads(path.read_text())
    say(f"Đang dựng tỉnh mẫu (Building the demo province, scale {scale}) …")
    accounts = build(scale, report=say)
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(accounts, ensure_ascii=False, indent=2))
    draft.chmod(0o600)
    draft.replace(path)
    return accounts


def _welcome(accounts: list[dict[str, str]], port: int, seconds: float) -> None:
    widths = {name: max(len(account[name]) for account in accounts) for name in ("username", "password", "role", "unit")}
    say("")
    for account in accounts:
        say("  ".join(account[name].ljust(width) for name, width in widths.items()) + f"  {account['person']}")
    say(f"\nKhuê Văn: http://{HOST}:{port}   (sẵn sàng sau {seconds:.1f} giây; bấm Ctrl-C để dừng)\n")


def _run_until_interrupted(port: int) -> int:
    """Web server and worker side by side; when one ends, or on Ctrl-C or SIGTERM, both are ended."""
    workers = int(os.environ.get("WORKERS", "2"))
    processes = [
        subprocess.Popen(serve.command(HOST, port, workers), start_new_session=True),
        subprocess.Popen([sys.executable, "-m", "khuevan.portal.command", "worker"], start_new_session=True),
    ]
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell that starts this in the background leaves SIGINT ignored
        signal.signal(number, signal.default_int_handler)
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.3)
        return 1
    except KeyboardInterrupt:
        say("\nĐang dừng …")
        return 0
    finally:
        _end(processes)


def _end(processes: list[subprocess.Popen]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
