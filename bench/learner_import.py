"""How fast a list of learners goes through: preview, confirmation, the same list again, undoing.

`python -m bench learner_import` after `province`; or, in any database with a province named by DATABASE_URL,
`python -m bench.learner_import [rows]`. The learners it adds are taken out again.
"""

import io
import os
import random
import resource
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from .figures import Figure, stopwatch, table

ROWS = 100_000
BAD_SHARE = 0.03
HEADINGS = (
    "STT", "Trường", "Mã định danh Bộ GD&ĐT", "Họ tên", "Ngày sinh", "Giới tính", "Dân tộc", "Trạng thái", "SĐT liên hệ",
    "Nơi sinh chi tiết", "Tổ/thôn hộ khẩu thường trú", "Tỉnh thành quê quán", "Phường Xã quê quán", "Chỗ ở hiện nay",
    "Tên cha", "Nghề nghiệp cha", "Năm sinh cha", "Tên mẹ", "Nghề nghiệp mẹ", "Năm sinh mẹ", "Lớp học", "Khối học",
    "Số định danh cá nhân",
)  # fmt: skip
SURNAMES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Đinh",
    "Đoàn",
    "Lương",
    "Trịnh",
    "Mai",
    "Tạ",
    "Quách",
]
MIDDLES = [
    "Văn",
    "Thị",
    "Hữu",
    "Đức",
    "Minh",
    "Quang",
    "Ngọc",
    "Thanh",
    "Thùy",
    "Khánh",
    "Bảo",
    "Gia",
    "Như",
    "Xuân",
    "Kim",
    "Diệu",
    "Công",
    "Đình",
    "Quốc",
    "Hoài",
]
GIVENS = [
    "An",
    "Anh",
    "Ánh",
    "Bắc",
    "Bích",
    "Bình",
    "Cường",
    "Châu",
    "Chiến",
    "Dũng",
    "Duy",
    "Đạt",
    "Đông",
    "Giang",
    "Hà",
    "Hải",
    "Hạnh",
    "Hằng",
    "Hiền",
    "Hiếu",
    "Hoa",
    "Huy",
    "Khôi",
    "Lan",
    "Linh",
]


def measure(rows: int = ROWS) -> list[Figure]:
    """One .xlsx with `rows` learners whom nobody knows yet, in real classes of a province; three in a hundred are wrong."""
    import python_calamine
    from django.core.files.base import File

    from khuevan.core.sheets import operations

    actor, top = _importer_of_the_province()
    file = _write_file(rows)
    with stopwatch() as reading:
        sum(1 for _ in python_calamine.CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).iter_rows())
    before = _memory()
    with stopwatch() as uploading:
        run = operations.upload(actor, kind="enrolment.learners", unit=top, file=File(file, "do.xlsx"))
    with stopwatch() as checking:
        run = operations.check(actor, run=run)
    preview = dict(run.counts)
    pouring = _pour_again(run.pk)
    with stopwatch() as confirming:
        run = operations.confirm(actor, run=run)
    with stopwatch() as repeating:
        again = operations.upload(actor, kind="enrolment.learners", unit=top, file=File(file, "do.xlsx"))
        again = operations.check(actor, run=again)
    operations.discard(actor, run=again)
    with stopwatch() as undoing:
        run = operations.undo(actor, run=run)
    bare = "đọc ô bằng calamine", "COPY đúng các dòng này"
    return [
        Figure(f"nhập {rows:n} em: tải lên, đoán cột", uploading(), "s", bare=reading(), note=f"trần: {bare[0]}"),
        Figure(f"nhập {rows:n} em: xem trước", checking(), "s", wanted=20, bare=reading() + pouring, note=_words(preview)),
        Figure(f"nhập {rows:n} em: xác nhận", confirming(), "s", wanted=40, bare=pouring, note=f"trần: {bare[1]}"),
        Figure(f"nhập {rows:n} em: tải lên lại, xem trước", repeating(), "s", note=_words(again.counts)),
        Figure(f"nhập {rows:n} em: hoàn tác", undoing(), "s", note=f"giữ lại {run.counts['kept']}"),
        Figure("bộ nhớ đỉnh của tiến trình", _memory(), "MB", wanted=1200, note=f"trước khi nhập {before:.0f} MB"),
    ]


def _importer_of_the_province() -> tuple[Any, Any]:
    from khuevan.core.org.models import OrgUnit
    from khuevan.kernel.actor import Actor, Grant
    from khuevan.registry.enrolment.types import Permission

    top = OrgUnit.objects.get(kind="province", valid_to=None)
    permissions = frozenset({*Permission, "people.edit", "sheets.import"})
    return Actor(name="đo", grants=(Grant(0, "system", "đo", top.pk, top.name, top.path, permissions),)), top


def _rows(count: int) -> Iterator[list]:
    from khuevan.registry.enrolment.models import SchoolClass

    dice = random.Random(1)
    classes = list(SchoolClass.objects.filter(grade__gte=1).select_related("school").order_by("pk")[: count // 30 + 1])
    for number in range(count):
        place, female, bad = classes[number % len(classes)], dice.random() < 0.5, dice.random() < BAD_SHARE
        born = date(2026 - 5 - place.grade, 1, 1) + timedelta(days=dice.randrange(365))
        yield [
            number + 1, place.school.name, f"99{number:08d}", _name(dice), "31/02/2014" if bad else f"{born:%d/%m/%Y}",
            "Nữ" if female else "Nam", "Kinh", "Đang học", f"09{number:08d}", "Bệnh viện đa khoa tỉnh", f"Tổ {number % 20}",
            "Ninh Bình", "Hoa Lư", f"Số {number % 300} phố Trần Hưng Đạo", _name(dice), "Nông dân", 1980 + number % 12,
            _name(dice), "Công nhân", 1982 + number % 12, place.name, place.grade,
            f"037{3 if female else 2}{born:%y}{number:06d}",
        ]  # fmt: skip


def _name(dice: random.Random) -> str:
    return " ".join((dice.choice(SURNAMES), dice.choice(MIDDLES), dice.choice(MIDDLES), dice.choice(GIVENS)))


def _write_file(count: int) -> io.BytesIO:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate((HEADINGS, *_rows(count))):
            sheet.write_row(line, 0, cells)
    file.seek(0)
    return file


def _pour_again(run_id: int) -> float:
    """Seconds that COPY takes for the bytes of the staged rows, into an empty table of the same shape."""
    from django.db import connection, transaction

    with tempfile.TemporaryFile() as kept, transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy(f"COPY (SELECT * FROM sheets_stagedrow WHERE run_id = {run_id}) TO STDOUT") as out:
            for chunk in out:
                kept.write(chunk)
        kept.seek(0)
        cursor.execute("CREATE TEMPORARY TABLE bare (LIKE sheets_stagedrow) ON COMMIT DROP")
        with stopwatch() as seconds, cursor.copy("COPY bare FROM STDIN") as into:
            while chunk := kept.read(1 << 20):
                into.write(chunk)
    return seconds()


def _memory() -> float:
    """Peak of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _words(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    print(table(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)))
