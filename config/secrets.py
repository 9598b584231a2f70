"""Secrets of an installation: made once, kept in `var/secrets.json` with mode 600, never in the repository."""

import json
import os
import secrets
from pathlib import Path


def load_or_create(path: Path) -> dict[str, str]:
    """Read the secrets, making them on first use. Safe when several processes start at once."""
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        _create(path)
        return json.loads(path.read_text())


def _create(path: Path) -> None:
    values = {
        "secret_key": secrets.token_urlsafe(50),
        "vault_seal": secrets.token_hex(32),
        "vault_index": secrets.token_hex(32),
    }
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(values, file, indent=2)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
