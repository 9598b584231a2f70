"""`khuevan backup DIR`."""

import argparse
from pathlib import Path

from .surroundings import prepare, refusals_spoken, say


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="THƯ_MỤC")


@refusals_spoken
def run(options: argparse.Namespace) -> int:
    prepare()
    from khuevan.portal.backup import take

    manifest = take(options.folder)
    rows = sum(table["rows"] for table in manifest["tables"].values())
    say(f"Đã sao lưu {len(manifest['tables'])} bảng, {rows} dòng, cùng tệp và khóa mã hóa vào {options.folder}.")
    say("Bản sao lưu chứa khóa mở số định danh: cất nơi an toàn, mã hóa khi chuyển đi.")
    return 0
