"""`khuevan migrate`: database, reference lists, measure definitions and static files of this release."""

import argparse

from .surroundings import prepare, say


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true")


def run(options: argparse.Namespace) -> int:
    prepare()
    bring_up_to_date()
    if not options.quiet:
        say("Cơ sở dữ liệu, danh mục và tệp tĩnh đã đúng bản.")
    return 0


def bring_up_to_date() -> None:
    """Migrations, cache table, definitions and static files. Safe to run again."""
    from django.core.management import call_command

    from khuevan.core.indicators.api import sync_definitions
    from khuevan.core.roles.api import system_actor

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    sync_definitions(system_actor("Cập nhật hệ thống", permissions=["indicators.recompute"]))
