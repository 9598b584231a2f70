# ruff: noqa: T201 -- a command line speaks on its standard output
"""Command line: `python -m khuevan.kernel.postgres start|stop|status [--home FOLDER]`."""

import argparse
import os
import sys
from pathlib import Path

from . import DEFAULT_HOME, PostgresError, Server

NOT_RUNNING = 3  # as `systemctl status` and `pg_ctl status` answer


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 refused (said on stderr), 3 not running (status)."""
    options = _parser().parse_args(arguments)
    if external := os.environ.get("DATABASE_URL"):
        print("DATABASE_URL đã được đặt: không quản lý máy chủ nào.", file=sys.stderr)
        if options.command == "start":
            print(external)
        return 0
    try:
        return COMMANDS[options.command](Server(options.home))
    except PostgresError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m khuevan.kernel.postgres", description="Cơ sở dữ liệu nhúng của Khuê Văn.")
    parser.add_argument("command", choices=sorted(COMMANDS), help="start: chạy; stop: dừng; status: xem tình trạng")
    parser.add_argument("--home", type=Path, default=DEFAULT_HOME, help="thư mục ghi nơi đặt dữ liệu")
    return parser


def _start(server: Server) -> int:
    print(server.start())
    return 0


def _stop(server: Server) -> int:
    server.stop()
    print("Đã dừng.")
    return 0


def _status(server: Server) -> int:
    running = server.running()
    print("Đang chạy." if running else "Không chạy.")
    print(f"Dữ liệu:   {server.place.data}")
    print(f"Nhật ký:   {server.place.log}")
    print(f"Tài khoản: {server.place.owner}")
    print(f"Địa chỉ:   {server.url()}")
    print(f"PostgreSQL {server.binaries.major}: {server.binaries.bindir}")
    return 0 if running else NOT_RUNNING


COMMANDS = {"start": _start, "stop": _stop, "status": _status}

if __name__ == "__main__":
    sys.exit(main())
