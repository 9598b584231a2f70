"""A small plan in files, and its edits."""

from pathlib import Path
from typing import Any

import yaml

from khuevan.governance.plans.datafiles import DATA_FOLDER

SMALLEST = DATA_FOLDER / "ninh-binh-2025.yaml"


def write_plan(folder: Path, **changes: Any) -> Path:
    """The Ninh Bình plan under another code (XX-2025), with some of its keys replaced."""
    raw = yaml.safe_load(SMALLEST.read_text(encoding="utf-8"))
    path = folder / "xx-2025.yaml"
    path.write_text(yaml.safe_dump(raw | {"code": "XX-2025"} | changes, allow_unicode=True), encoding="utf-8")
    return path


def keys_of(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
