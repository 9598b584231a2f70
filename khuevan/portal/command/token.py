"""`khuevan token USERNAME`: a personal API token, printed once."""

import argparse

from .surroundings import prepare, refusals_spoken, say


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP")
    parser.add_argument("--label", default="khuevan token", help="tên gợi nhớ của khóa")
    parser.add_argument("--days", type=int, default=90, help="số ngày hiệu lực")


@refusals_spoken
def run(options: argparse.Namespace) -> int:
    prepare()
    from khuevan.core.accounts.api import issue_token_for

    say(issue_token_for(options.username, label=options.label, days=options.days))
    return 0
