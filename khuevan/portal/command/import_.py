"""`khuevan import KIND FILE`: what the import screens do, from the command line: preview, explain, and load when asked to."""

import argparse
from pathlib import Path

from .surroundings import prepare, refusals_spoken


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="LOẠI", help="ví dụ: learners")
    parser.add_argument("file", type=Path, metavar="TỆP")
    parser.add_argument("--as", dest="username", required=True, metavar="TÊN_ĐĂNG_NHẬP", help="nhập với tư cách tài khoản nào")
    parser.add_argument("--unit", type=int, required=True, metavar="MÃ", help="mã số đơn vị nhận dữ liệu")
    parser.add_argument("--confirm", action="store_true", help="nhập thật; không có thì chỉ xem trước")


@refusals_spoken
def run(options: argparse.Namespace) -> int:
    prepare()
    from khuevan.portal.importing import import_file

    return import_file(options.kind, options.file, options.username, options.unit, confirm=options.confirm)
