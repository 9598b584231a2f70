"""`khuevan doctor`: look at everything, say what is wrong and what to do."""

import argparse

from .surroundings import prepare, say


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--whole-journal", action="store_true", help="đọc lại cả nhật ký, không chỉ tháng gần nhất")


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when something is broken; a warning alone is 0."""
    prepare()
    from khuevan.portal.health import State, examine

    findings = list(examine(whole_journal=options.whole_journal))
    for finding in findings:
        say(f"{finding.state.value:<6} {finding.subject}: {finding.text}")
        if finding.advice:
            say(f"{'':<6} → {finding.advice}")
    return int(any(finding.state == State.BAD for finding in findings))
