"""Entry of the command line: each subcommand is a module of this package with `configure(parser)` and `run(options)`."""

import argparse
import os
import sys
from importlib import import_module

from khuevan.kernel.postgres import PostgresError

SUBCOMMANDS = {
    "demo": "dựng tỉnh mẫu rồi chạy trang web và bộ xử lý nền (set up the demo province and run everything)",
    "serve": "chạy trang web (run the web server)",
    "worker": "chạy bộ xử lý nền (run the worker)",
    "migrate": "cập nhật cơ sở dữ liệu, danh mục và tệp tĩnh (bring database, lists and static files up to date)",
    "doctor": "kiểm tra hệ thống và nói cần làm gì (check everything and say what to do)",
    "backup": "sao lưu vào một thư mục (back up into a folder)",
    "restore": "khôi phục vào cơ sở dữ liệu trống (restore into an empty database)",
    "token": "cấp khóa truy cập API cho một tài khoản (print a personal API token)",
    "import": "nhập một tệp Excel (import a workbook)",
}


def main(argv: list[str] | None = None) -> int:
    """Run one subcommand; the exit code is 0 when it did what it says."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    options = _parser().parse_args(argv)
    try:
        return options.run(options) or 0
    except PostgresError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="khuevan", description="Khuê Văn: nền tảng số của ngành giáo dục một tỉnh.")
    subparsers = parser.add_subparsers(required=True, metavar="LỆNH")
    for name, description in SUBCOMMANDS.items():
        subparser = subparsers.add_parser(name, help=description, description=description)
        module = import_module(f".{name}_", __package__) if name == "import" else import_module(f".{name}", __package__)
        module.configure(subparser)
        subparser.set_defaults(run=module.run)
    return parser
