"""The life of an installation from the command line: demo, back-up, restore, doctor, Ctrl-C.."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest

from khuevan.kernel.postgres import Server

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 180


def environment(var: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "KHUEVAN_TEST_DATABASE"}}
    return {**kept, "KHUEVAN_VAR": str(var)}


def khuevan(var: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "khuevan.portal.command", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(var), capture_output=True, text=True, timeout=START_SECONDS)


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """A prepared demo whose database server is stopped at the end."""
    var = tmp_path_factory.mktemp("may chu") / "var"
    prepared = khuevan(var, "demo", "--prepare-only")
    assert prepared.returncode == 0, prepared.stderr
    yield var
    remove(var)


@pytest.fixture
def second(tmp_path):
    """The folder of another installation, not yet there."""
    var = tmp_path / "ban sao"
    yield var
    remove(var)


def remove(var: Path) -> None:
    """End the server and take away its data, which lie elsewhere when its own account cannot enter the folder."""
    server = Server(var / "postgres")
    server.stop()
    shutil.rmtree(server.place.base, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_demo_writes_the_sign_ins_for_its_owner_only(installation):
    path = installation / "demo-accounts.json"

    accounts = json.loads(path.read_text())

    assert {frozenset(account) for account in accounts} == {frozenset(["username", "password", "role", "unit", "person"])}
    assert path.stat().st_mode & 0o777 == 0o600
    assert (installation / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_second_preparation_keeps_the_accounts(installation):
    before = (installation / "demo-accounts.json").read_text()

    again = khuevan(installation, "demo", "--prepare-only")

    assert again.returncode == 0
    assert (installation / "demo-accounts.json").read_text() == before


@pytest.mark.parametrize("database", ["stopped", "left running"])
def test_demo_serves_signs_in_and_ends_everything_on_interrupt(database, installation):
    server = Server(installation / "postgres")
    server.start() if database == "left running" else server.stop()
    port = free_port()
    command = [sys.executable, "-m", "khuevan.portal.command", "demo", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(installation), stdout=subprocess.PIPE, text=True)
    try:
        answered = wait_for(f"http://127.0.0.1:{port}/dang-nhap/")
    finally:
        process.send_signal(signal.SIGINT)
        output, _errors = process.communicate(timeout=60)

    assert answered == 200
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}" in output
    assert not server.running()


def test_demo_leaves_the_database_to_who_is_still_at_work_in_it(installation):
    server = Server(installation / "postgres")
    with psycopg.connect(server.start()) as at_work:
        prepared = khuevan(installation, "demo", "--prepare-only")

        assert prepared.returncode == 0
        assert at_work.execute("SELECT 1").fetchone() == (1,)
    assert server.running()


def test_busy_port_is_named_and_nothing_is_started(installation):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        refused = khuevan(installation, "demo", "--port", str(port))

    assert refused.returncode == 1
    assert f"Cổng {port} đang được chương trình khác dùng" in refused.stdout


def test_backup_restores_into_an_empty_installation_and_is_proved_equal(installation, second, tmp_path):
    folder = tmp_path / "sao luu"

    taken = khuevan(installation, "backup", str(folder))
    restored = khuevan(second, "restore", str(folder))

    assert taken.returncode == 0, taken.stderr
    assert restored.returncode == 0, restored.stderr
    assert people(second) == people(installation)
    assert (second / "secrets.json").read_text() == (installation / "secrets.json").read_text()


def test_restore_refuses_a_database_in_use_and_a_folder_without_manifest(installation, tmp_path):
    folder = tmp_path / "sao luu"
    khuevan(installation, "backup", str(folder))
    before = people(installation)

    in_use = khuevan(installation, "restore", str(folder))
    (folder / "manifest.json").unlink()
    no_backup = khuevan(installation, "restore", str(folder))

    assert "Chỉ khôi phục vào cơ sở dữ liệu trống" in in_use.stderr
    assert "không có bản sao lưu nguyên vẹn" in no_backup.stderr
    assert (in_use.returncode, no_backup.returncode) == (1, 1)
    assert people(installation) == before


def test_restore_notices_a_row_that_differs(installation, second, tmp_path):
    folder = tmp_path / "sao luu"
    khuevan(installation, "backup", str(folder))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["tables"]["people_person"]["checksum"] = "1"
    (folder / "manifest.json").write_text(json.dumps(manifest))

    restored = khuevan(second, "restore", str(folder))

    assert restored.returncode == 1
    assert "people_person" in restored.stderr


def test_doctor_says_that_no_worker_runs_and_what_to_do(installation):
    examined = khuevan(installation, "doctor")

    assert examined.returncode == 1
    assert "không có bộ xử lý nào đang chạy" in examined.stdout
    assert "khuevan worker" in examined.stdout


def people(var: Path) -> list[tuple]:
    server = Server(var / "postgres")
    with psycopg.connect(server.start()) as connection:
        return connection.execute("SELECT id, full_name, personal_id_index FROM people_person ORDER BY id").fetchall()


def wait_for(address: str) -> int:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return response.status
        except OSError:
            time.sleep(0.3)
    raise TimeoutError(address)
