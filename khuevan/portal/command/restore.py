"""`khuevan restore DIR`."""

import argparse
from pathlib import Path

from .surroundings import prepare, refusals_spoken, say


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="THƯ_MỤC")


@refusals_spoken
def run(options: argparse.Namespace) -> int:
    prepare()
    from khuevan.portal.backup import restore

    manifest = restore(options.folder)
    say(
        f"Đã khôi phục {len(manifest['tables'])} bảng từ bản sao lưu lúc {manifest['made_at']}; "
        "số dòng và mã kiểm khớp từng bảng."
    )
    return 0
