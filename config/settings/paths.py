"""Where things lie. `var/` holds all that an installation makes: data, secrets, mail of the demo, bench results."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("KHUEVAN_VAR", BASE_DIR / "var"))
VAR_DIR.mkdir(parents=True, exist_ok=True)
