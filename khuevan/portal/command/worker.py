"""`khuevan worker`: the background worker."""

import argparse

from .surroundings import prepare


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=2, help="số việc chạy cùng lúc")


def run(options: argparse.Namespace) -> int:
    prepare()
    from khuevan.core.jobs.api import run_worker

    run_worker(concurrency=options.concurrency)
    return 0
