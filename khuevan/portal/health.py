"""The checks of `khuevan doctor`: each says what it found and, when something is wrong, what to do."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from khuevan.core.audit.api import verify_chain
from khuevan.core.indicators.api import measures, newest_run
from khuevan.kernel import clock
from khuevan.kernel.postgres import database_url

LEAST_FREE_BYTES = 2 * 1024**3
CERTIFICATE_WARNING = timedelta(days=30)
WORKER_SILENCE_SECONDS = 90
STALE_MEASURES = timedelta(hours=36)
JOURNAL_DAYS = timedelta(days=31)
EXTENSIONS = frozenset({"pg_trgm", "btree_gist"})


class State(StrEnum):
    GOOD = "tốt"
    WARNING = "chú ý"
    BAD = "hỏng"


@dataclass(frozen=True)
class Finding:
    """What one check found; `advice` is "" when nothing is to be done."""

    subject: str
    state: State
    text: str
    advice: str = ""


def examine(*, whole_journal: bool = False) -> Iterator[Finding]:
    """Run every check in order; when the database does not answer, those that need it are left out.

    The journal is read back `JOURNAL_DAYS` days, or whole: a large one takes minutes.
    """
    yield from (storage(), secrets(), front_end(), certificate())
    found = database()
    yield found
    if found.state != State.BAD:
        yield from (check() for check in DATABASE_CHECKS)
        yield journal(since=None if whole_journal else clock.today() - JOURNAL_DAYS)


def database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version'), array(SELECT extname::text FROM pg_extension)")
            version, extensions = cursor.fetchone()
    except OperationalError as error:
        advice = "Xem nhật ký của PostgreSQL; với cơ sở dữ liệu nhúng, chạy: khuevan migrate"
        return Finding("Cơ sở dữ liệu", State.BAD, f"không trả lời: {error}".strip(), advice)
    missing = EXTENSIONS - set(extensions)
    if missing:
        return Finding("Cơ sở dữ liệu", State.BAD, f"thiếu phần mở rộng {', '.join(sorted(missing))}", "Chạy: khuevan migrate")
    return Finding("Cơ sở dữ liệu", State.GOOD, f"PostgreSQL {version}, {_without_password(database_url())}")


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Finding("Cấu trúc dữ liệu", State.BAD, f"còn {len(waiting)} bước cập nhật", "Chạy: khuevan migrate")
    return Finding("Cấu trúc dữ liệu", State.GOOD, "đúng bản")


def worker() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        silence = cursor.fetchone()[0]
    if silence is None or silence > WORKER_SILENCE_SECONDS:
        advice = "Chạy: khuevan worker (hoặc systemctl start khuevan-worker). Việc đang chờ sẽ được làm tiếp, không mất."
        return Finding("Bộ xử lý nền", State.BAD, "không có bộ xử lý nào đang chạy", advice)
    return Finding("Bộ xử lý nền", State.GOOD, f"báo tin {int(silence)} giây trước")


def journal(*, since: date | None) -> Finding:
    problems = verify_chain(since=since)
    if problems:
        advice = "Có người sửa nhật ký ngoài phần mềm. Giữ nguyên hiện trạng, báo bộ phận an toàn thông tin."
        return Finding("Chuỗi nhật ký", State.BAD, f"{len(problems)} chỗ không khớp: {problems[0]}", advice)
    read = f"khớp từng ngày từ {since:%d/%m/%Y}; xem cả nhật ký: khuevan doctor --whole-journal" if since else "khớp từng ngày"
    return Finding("Chuỗi nhật ký", State.GOOD, read)


def measuring() -> Finding:
    run = newest_run()
    if run is None or clock.now() - run.measured_at > STALE_MEASURES:
        at = f"{run.measured_at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}" if run else "chưa lần nào"
        return Finding("Đo chỉ tiêu", State.WARNING, f"lần cuối: {at}", "Kiểm tra bộ xử lý nền; chỉ tiêu được đo lúc 05:30.")
    return Finding(
        "Đo chỉ tiêu",
        State.GOOD,
        f"{len(measures())} chỉ tiêu, đo lúc {run.measured_at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}",
    )


def storage() -> Finding:
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    if not os.access(root, os.W_OK):
        return Finding(
            "Kho tệp", State.BAD, f"không ghi được vào {root}", f"Cho tài khoản chạy phần mềm quyền ghi: chown {root}"
        )
    free = shutil.disk_usage(root).free
    text = f"{root}, còn trống {free / 1024**3:.0f} GB"
    if free < LEAST_FREE_BYTES:
        return Finding("Kho tệp", State.WARNING, text, "Thêm đĩa hoặc chuyển bản sao lưu cũ đi nơi khác.")
    return Finding("Kho tệp", State.GOOD, text)


def secrets() -> Finding:
    path = settings.VAR_DIR / "secrets.json"
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Finding("Khóa bí mật", State.BAD, f"người khác đọc được {path}", f"Chạy: chmod 600 {path}")
    return Finding("Khóa bí mật", State.GOOD, f"{path} chỉ mình phần mềm đọc được")


def front_end() -> Finding:
    """The bundle with its fonts: without it pages are bare."""
    folder = settings.VITE_MANIFEST.parent
    fonts = list(folder.rglob("*.woff2"))
    if not settings.VITE_MANIFEST.exists() or not fonts:
        return Finding("Giao diện, phông chữ", State.BAD, "chưa dựng", "Chạy: make setup")
    return Finding("Giao diện, phông chữ", State.GOOD, f"{len(fonts)} tệp phông chữ")


def certificate() -> Finding:
    """The certificate of the web server in front, when `KHUEVAN_CERTIFICATE` names its file."""
    path = os.environ.get("KHUEVAN_CERTIFICATE", "")
    if not path:
        return Finding("Chứng thư TLS", State.GOOD, "không theo dõi (đặt KHUEVAN_CERTIFICATE=/đường/dẫn.pem để theo dõi)")
    try:
        expires = x509.load_pem_x509_certificate(Path(path).read_bytes()).not_valid_after_utc
    except (OSError, ValueError) as error:
        return Finding(
            "Chứng thư TLS", State.BAD, f"không đọc được {path}: {error}", "Sửa đường dẫn trong KHUEVAN_CERTIFICATE."
        )
    left = expires - datetime.now(UTC)
    text = f"hết hạn ngày {expires:%d/%m/%Y}"
    if left < timedelta(0):
        return Finding("Chứng thư TLS", State.BAD, text, "Gia hạn chứng thư rồi nạp lại nginx.")
    if left < CERTIFICATE_WARNING:
        return Finding("Chứng thư TLS", State.WARNING, text, "Gia hạn chứng thư trong tháng này.")
    return Finding("Chứng thư TLS", State.GOOD, text)


DATABASE_CHECKS: tuple[Callable[[], Finding], ...] = (migrations, worker, measuring)


def _without_password(url: str) -> str:
    head, at, tail = url.rpartition("@")
    return f"{head.rsplit(':', 1)[0]}@{tail}" if at and head.count(":") > 1 else url
