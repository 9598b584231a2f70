"""Restoring a back-up into an empty database, and proving the copy equal."""

import json
import shutil
import subprocess
from pathlib import Path

import psycopg
from django.conf import settings

from khuevan.kernel.errors import Refusal
from khuevan.kernel.postgres import database_url, find_binaries

from .contents import TableContent, contents, differences
from .take import DUMP, FILES, KEYS, MANIFEST

USED_SQL = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"


class NoBackup(Refusal):
    code = "backup.none"
    message = "Thư mục %(folder)s không có bản sao lưu nguyên vẹn (thiếu manifest.json hoặc database.dump)."


class DatabaseInUse(Refusal):
    code = "backup.database_in_use"
    message = "Cơ sở dữ liệu đích đã có bảng. Chỉ khôi phục vào cơ sở dữ liệu trống, để không ghi đè dữ liệu đang dùng."


class RestoreFailed(Refusal):
    code = "backup.restore_failed"
    message = "pg_restore không khôi phục được: %(error)s"


class NotEqual(Refusal):
    code = "backup.not_equal"
    message = "Bản khôi phục khác bản sao lưu ở các bảng: %(tables)s"


def restore(folder: Path) -> dict:
    """Restore into the empty database in use; returns the manifest of the back-up.

    Raises NoBackup, DatabaseInUse, RestoreFailed, and NotEqual when the copy differs by a row count or a checksum.
    """
    if not (folder / MANIFEST).exists() or not (folder / DUMP).exists():
        raise NoBackup(folder=folder)
    manifest = json.loads((folder / MANIFEST).read_text())
    with psycopg.connect(database_url()) as connection:
        [(tables,)] = connection.execute(USED_SQL).fetchall()
        if tables:
            raise DatabaseInUse()
    _restore_database(folder / DUMP)
    for name in KEYS:
        _restore_key(folder / name)
    shutil.copytree(folder / FILES, settings.MEDIA_ROOT, dirs_exist_ok=True)
    wanted = {name: TableContent(**content) for name, content in manifest["tables"].items()}
    with psycopg.connect(database_url()) as connection:
        found = differences(wanted, contents(connection))
    if found:
        raise NotEqual(tables="; ".join(found))
    return manifest


def _restore_database(dump: Path) -> None:
    command = [
        find_binaries().program("pg_restore"),
        "--no-owner",
        "--no-privileges",
        "--exit-on-error",
        "--single-transaction",
    ]
    result = subprocess.run([*command, f"--dbname={database_url()}", str(dump)], capture_output=True, text=True)
    if result.returncode:
        raise RestoreFailed(error=result.stderr.strip()[-2000:])


def _restore_key(saved: Path) -> None:
    """Keys come with the data that they open; those made at first start are kept beside them."""
    current = settings.VAR_DIR / saved.name
    if current.exists() and current.read_bytes() != saved.read_bytes():
        current.replace(current.with_suffix(f".before-restore{current.suffix}"))
    shutil.copy2(saved, current)
    current.chmod(0o600)
