"""Taking a back-up: one snapshot for the dump and for the checksums that will prove the copy."""

import json
import os
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path

import psycopg
from django.conf import settings

from khuevan.kernel import clock
from khuevan.kernel.errors import Refusal
from khuevan.kernel.postgres import Binaries, database_url, find_binaries

from .contents import contents

DUMP, MANIFEST, FILES = "database.dump", "manifest.json", "files"
KEYS = ("secrets.json", "oidc-signing-key.pem")


class FolderInUse(Refusal):
    code = "backup.folder_in_use"
    message = "Thư mục %(folder)s đã có bản sao lưu hoặc tệp khác. Chọn một thư mục trống."


class DumpFailed(Refusal):
    code = "backup.dump_failed"
    message = "pg_dump không sao lưu được: %(error)s"


def take(folder: Path) -> dict:
    """Write a back-up into an empty or new folder (mode 700); returns its manifest. Raises FolderInUse, DumpFailed."""
    if folder.exists() and any(folder.iterdir()):
        raise FolderInUse(folder=folder)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    with psycopg.connect(database_url(), autocommit=False) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        [(snapshot,)] = connection.execute("SELECT pg_export_snapshot()").fetchall()
        _dump(find_binaries(), snapshot, folder / DUMP)
        tables = {name: asdict(content) for name, content in contents(connection).items()}
        server = connection.info.server_version
    shutil.copytree(settings.MEDIA_ROOT, folder / FILES) if Path(settings.MEDIA_ROOT).exists() else (folder / FILES).mkdir()
    for name in KEYS:
        shutil.copy2(settings.VAR_DIR / name, folder / name)
    manifest = {"made_at": clock.now().isoformat(), "server": server, "tables": tables}
    _write(folder / MANIFEST, json.dumps(manifest, indent=2))
    return manifest


def _dump(binaries: Binaries, snapshot: str, path: Path) -> None:
    command = [binaries.program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    result = subprocess.run([*command, f"--file={path}", database_url()], capture_output=True, text=True)
    if result.returncode:
        raise DumpFailed(error=result.stderr.strip())
    path.chmod(0o600)


def _write(path: Path, text: str) -> None:
    """The manifest comes last and whole: a folder without one is no back-up."""
    draft = path.with_suffix(".draft")
    with draft.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(0o600)
    draft.replace(path)
