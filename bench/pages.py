"""Server time of pages at province scale, in process, against the same SQL alone."""

from urllib.parse import quote

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from . import people
from .figures import Figure, median_ms

# Rare and very common, one word and several, as people type them.
NAMES = ("nguyen thi anh", "khanh linh", "tran van", "nguyen", "dinh bao chau")


def measure() -> list[Figure]:
    """One learner's page, a list of about a thousand learners, a search over everybody, the plan page."""
    school, department = people.client(people.focal_point()), people.client(people.officer())
    learner = people.one(
        "SELECT id FROM enrolment_enrolment WHERE school_id = %s AND status = 'studying' LIMIT 1", [people.school()]
    )
    return [
        _page("trang một học sinh", school, reverse("enrolment:learner", args=[learner]), wanted=10),
        _page("danh sách khoảng 1.000 em, đủ dòng", school, people.learners_address(per_page="all"), wanted=60),
        _page("danh sách 50 em", school, people.learners_address(per_page=50)),
        *(_search(department, name) for name in NAMES),
        _page("trang kế hoạch", department, reverse("plans:plan", args=["NB-2025"]), wanted=100),
    ]


def _search(client: Client, name: str) -> Figure:
    return _page(f"tìm «{name}» trong toàn tỉnh", client, f"{reverse('portal:search')}?q={quote(name)}", wanted=40)


def _page(name: str, client: Client, address: str, wanted: float | None = None) -> Figure:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    statements = [
        query["sql"] for query in captured.captured_queries if query["sql"].startswith(("SELECT", "WITH", "\nSELECT"))
    ]
    bare = median_ms(lambda: _run(statements))
    size = len(response.content) / 1024
    return Figure(
        name, median_ms(lambda: client.get(address)), "ms", wanted, bare=bare, note=f"{len(statements)} câu SQL, {size:.0f} kB"
    )


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()
