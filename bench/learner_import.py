"""How fast a list of learners goes through: preview, confirmation, the same file again, undoing. Prints figures.

Needs a database with the demo province (`khuevan demo --scale province --prepare-only`), named by DATABASE_URL; the learners it
adds are taken out again. Run: `python bench/learner_import.py [rows]`.
"""

import io
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import django

django.setup()

import python_calamine
import xlsxwriter
from django.db import connection, transaction

from khuevan.core.org.models import OrgUnit
from khuevan.core.sheets import operations
from khuevan.kernel.actor import Actor, Grant
from khuevan.registry.enrolment.models import SchoolClass
from khuevan.registry.enrolment.types import Permission

HEADINGS = (
    "STT",
    "Trường",
    "Mã định danh Bộ GD&ĐT",
    "Họ tên",
    "Ngày sinh",
    "Giới tính",
    "Dân tộc",
    "Trạng thái",
    "SĐT liên hệ",
    "Nơi sinh chi tiết",
    "Tổ/thôn hộ khẩu thường trú",
    "Tỉnh thành quê quán",
    "Phường Xã quê quán",
    "Chỗ ở hiện nay",
    "Tên cha",
    "Nghề nghiệp cha",
    "Năm sinh cha",
    "Tên mẹ",
    "Nghề nghiệp mẹ",
    "Năm sinh mẹ",
    "Lớp học",
    "Khối học",
    "Số định danh cá nhân",
)
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
BAD_SHARE = 0.03


@contextmanager
def timed(label: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{label:<52} {time.perf_counter() - started:8.2f} s   peak {peak:6.0f} MB", flush=True)


def name(dice: random.Random) -> str:
    return " ".join((dice.choice(SURNAMES), dice.choice(MIDDLES), dice.choice(MIDDLES), dice.choice(GIVENS)))


def rows(count: int) -> Iterator[list]:
    """Learners nobody knows yet, in real classes of the province; three in a hundred have something wrong."""
    dice = random.Random(1)
    classes = list(SchoolClass.objects.filter(grade__gte=1).select_related("school").order_by("pk")[: count // 30 + 1])
    for number in range(count):
        place = classes[number % len(classes)]
        female = dice.random() < 0.5
        born = date(2026 - 5 - place.grade, 1, 1) + timedelta(days=dice.randrange(365))
        bad = dice.random() < BAD_SHARE
        yield [
            number + 1,
            place.school.name,
            f"99{number:08d}",
            name(dice),
            "31/02/2014" if bad else f"{born:%d/%m/%Y}",
            "Nữ" if female else "Nam",
            "Kinh",
            "Đang học",
            f"09{number:08d}",
            "Bệnh viện đa khoa tỉnh",
            f"Tổ {number % 20}",
            "Ninh Bình",
            "Hoa Lư",
            f"Số {number % 300} phố Trần Hưng Đạo",
            name(dice),
            "Nông dân",
            1980 + number % 12,
            name(dice),
            "Công nhân",
            1982 + number % 12,
            place.name,
            place.grade,
            f"037{3 if female else 2}{born:%y}{number:06d}",
        ]


def write_file(count: int) -> io.BytesIO:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate((HEADINGS, *rows(count))):
            sheet.write_row(line, 0, cells)
    file.seek(0)
    return file


def main(count: int) -> None:
    with timed(f"(making the file, {count} rows)"):
        file = write_file(count)
    print(f"file: {len(file.getbuffer()) / 1e6:.1f} MB, {len(HEADINGS)} columns")
    top = OrgUnit.objects.filter(kind="province").first()
    permissions = frozenset({*Permission, "people.edit", "sheets.import"})
    actor = Actor(name="đo tốc độ", grants=(Grant(0, "system", "đo tốc độ", top.pk, top.name, top.path, permissions),))
    with timed("bare limit: reading the cells alone"):
        read = sum(1 for _ in python_calamine.CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).iter_rows())
    assert read == count + 1
    file.seek(0)
    with timed("upload: keep the file, guess sheet, heading, columns"):
        run = operations.upload(actor, kind="enrolment.learners", unit=top, file=file, name="do.xlsx")
    print("mapped:", len(run.mapping), "of", len(HEADINGS))
    with timed("PREVIEW"):
        run = operations.check(actor, run=run)
    print(run.counts, run.notices)
    bare_copy(run.pk)
    with timed("CONFIRM"):
        run = operations.confirm(actor, run=run)
    print(run.counts)
    file.seek(0)
    again = operations.upload(actor, kind="enrolment.learners", unit=top, file=file, name="do.xlsx")
    with timed("preview of the same file again"):
        again = operations.check(actor, run=again)
    print(again.counts)
    operations.discard(actor, run=again)
    with timed("UNDO"):
        run = operations.undo(actor, run=run)
    print(run.counts)


def bare_copy(run_id: int) -> None:
    """The staged rows' bytes poured by COPY into an empty table of the same shape."""
    with tempfile.TemporaryFile() as kept, transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy(f"COPY (SELECT * FROM sheets_stagedrow WHERE run_id = {run_id}) TO STDOUT") as out:
            for chunk in out:
                kept.write(chunk)
        print(f"staged rows: {kept.tell() / 1e6:.1f} MB")
        kept.seek(0)
        cursor.execute("CREATE TEMPORARY TABLE bare (LIKE sheets_stagedrow) ON COMMIT DROP")
        with timed("bare limit: COPY of the same rows alone"), cursor.copy("COPY bare FROM STDIN") as into:
            while chunk := kept.read(1 << 20):
                into.write(chunk)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
