"""From nothing to a demo that answers: database cluster, migrations, reference data, demo province."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from khuevan.kernel.postgres import Server

from .figures import Figure, stopwatch


def measure() -> list[Figure]:
    """A first and a second preparation in a fresh folder, dependencies being installed."""
    with tempfile.TemporaryDirectory(prefix="khuevan-bench-") as folder:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment["KHUEVAN_VAR"] = str(Path(folder) / "var")
        command = [sys.executable, "-m", "khuevan.portal.command", "demo", "--prepare-only"]
        with stopwatch() as first:
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        with stopwatch() as second:
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(Server(Path(folder) / "var/postgres").place.base, ignore_errors=True)
    return [
        Figure("make demo, lần đầu (đã cài phụ thuộc)", first(), "s", wanted=120),
        Figure("make demo, lần sau", second(), "s", wanted=10),
    ]
