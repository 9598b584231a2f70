"""`python -m bench [name …]`: run all measurements, or those named."""

import json
import os
import platform
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from khuevan.kernel.postgres import Server

from .figures import Figure, table
from .part import measured

PARTS = ("demo_start", "province", "measures", "learner_import", "pages", "load", "budgets")
DATABASE = "khuevan_bench"


def main(names: list[str]) -> int:
    """Measure; exit code 0 whatever the figures are: they are reported, not asserted."""
    server = Server()
    server.start()
    server.create_database(DATABASE)
    os.environ["DATABASE_URL"] = server.url(DATABASE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    figures: list[Figure] = []
    for name in names or PARTS:
        print(f"… {name}", flush=True)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            found = process.submit(measured, name).result()
        print(table(found), flush=True)
        figures += found
    print("\n" + table(figures))
    _write(figures)
    return 0


def _write(figures: list[Figure]) -> None:
    machine = {"cpus": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    path = Path(os.environ.get("KHUEVAN_VAR", "var")) / "bench.json"
    path.write_text(
        json.dumps({"machine": machine, "figures": [figure.as_dict() for figure in figures]}, ensure_ascii=False, indent=2)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
