"""The site runs with what `requirements/base.txt` installs: development's own packages hide nothing that is missing."""

import json
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

#: Ours, and what every virtual environment has.
GIVEN = {"khuevan", "pip", "setuptools"}
ROOT = Path(__file__).resolve().parents[2]
LOAD = """
import json, sys
import config.wsgi
from django.urls import get_resolver
from khuevan.portal.rest import api
get_resolver().url_patterns
api.get_openapi_schema()
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def locked(name: str) -> set[str]:
    """Names of the distributions that a lock file installs."""
    return set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements" / name).read_text(), re.MULTILINE))


def test_everything_the_site_loads_is_locked_for_it():
    loaded = subprocess.run([sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, check=True)
    homes = packages_distributions()
    there = locked("base.txt") | GIVEN

    missing = {}
    for module in json.loads(loaded.stdout.splitlines()[-1]):
        names = {re.sub(r"[-_.]+", "-", name).lower() for name in homes.get(module, ())}
        if names and not names & there:
            missing[module] = names

    assert missing == {}
