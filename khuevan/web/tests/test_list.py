"""Lists: queries, filters, sorting, paging, the htmx swap, the export."""

import io
import re

import pytest
from openpyxl import load_workbook

from khuevan.kernel import events
from khuevan.kernel.clock import now
from khuevan.web.events import ListExported
from khuevan.web.models import Quota

pytestmark = pytest.mark.django_db


def results_of(page: str) -> str:
    """What stands inside the element `results` of a whole page."""
    start = page.index(">", page.index('id="results"')) + 1
    depth, place = 1, start
    for tag in re.finditer(r"<(/?)div\b", page[start:]):
        depth += -1 if tag.group(1) else 1
        place = start + tag.start()
        if depth == 0:
            break
    return page[start:place]


def subjects(response) -> list[str]:
    return re.findall(r'class="kv-row-link" href="[^"]+">([^<]+)<', response.content.decode())


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries_for_one_and_three_rows(rows, officer, quotas, django_assert_num_queries):
    quotas(rows)

    # The read-only savepoint takes four (begin, forbid writes, roll back, release); the rows one.
    with django_assert_num_queries(5):
        response = officer.get("/danh-sach/")

    assert len(subjects(response)) == rows


@pytest.mark.parametrize(
    ("rows", "query", "cost"), [(24, "", 5), (25, "", 6), (26, "", 6), (26, "&page=2", 6), (3, "&page=9", 6)]
)
def test_rows_are_counted_only_when_the_page_does_not_show_how_many(
    rows, query, cost, officer, quotas, django_assert_num_queries
):
    quotas(rows)

    with django_assert_num_queries(cost):
        page = officer.get(f"/danh-sach/?per_page=25{query}").content.decode()

    assert f" trong {rows}</span>" in page


def test_swap_equals_the_region_of_the_full_page(officer, quotas):
    quotas(60)
    address = "/danh-sach/?q=khanh&scope=a&page=1&sort=-count"

    full = officer.get(address)
    swap = officer.get(address, headers={"HX-Request": "true", "HX-Target": "results"})

    assert swap.content.decode().strip() == results_of(full.content.decode()).strip()
    assert swap.headers["Vary"].split(", ").count("HX-Request") == 1


def test_boosted_and_restored_requests_get_the_full_page(officer):
    for header in ("HX-Boosted", "HX-History-Restore-Request"):
        assert b"<html" in officer.get("/danh-sach/", headers={"HX-Request": "true", header: "true"}).content


def test_text_filter_ignores_diacritics_and_order_of_words(officer, quotas):
    quotas(3)

    assert subjects(officer.get("/danh-sach/?q=0001+Khánh")) == ["ninh khanh 0001"]


def test_choice_filter_and_sort_live_in_the_address(officer, quotas):
    quotas(4)

    assert subjects(officer.get("/danh-sach/?scope=a&sort=-count")) == ["ninh khanh 0003", "ninh khanh 0001"]


def test_unknown_sort_and_page_are_taken_for_the_nearest(officer, quotas):
    quotas(60)

    assert len(subjects(officer.get("/danh-sach/?sort=password&page=999"))) == 10


def test_page_size_is_one_of_those_offered(officer, quotas):
    quotas(120)

    sizes = {
        asked: len(subjects(officer.get(f"/danh-sach/?per_page={asked}"))) for asked in ("", "25", "100", "all", "7", "-1")
    }

    assert sizes == {"": 50, "25": 25, "100": 100, "all": 120, "7": 50, "-1": 50}


def test_all_rows_are_never_cut_silently(officer, quotas):
    quotas(1001)

    page = officer.get("/danh-sach/?per_page=all").content.decode()

    assert "1–1.000 trong 1.001" in page
    assert "mỗi trang nhiều nhất 1.000 dòng, xuất Excel để lấy đủ" in page


def test_row_number_goes_on_over_pages(officer, quotas):
    quotas(60)

    page = officer.get("/danh-sach/?page=2").content.decode()

    assert re.findall(r'<td class="rt kv-quiet kv-place">(\d+)</td>', page)[0] == "51"


def test_empty_list_and_no_match_say_different_things(officer, quotas):
    empty = officer.get("/danh-sach/").content.decode()
    quotas(1)
    unmatched = officer.get("/danh-sach/?q=zzz").content.decode()

    assert ("Chưa có bộ đếm" in empty, "Bỏ mọi điều kiện lọc" in empty) == (True, False)
    assert ("Chưa có bộ đếm" in unmatched, "Bỏ mọi điều kiện lọc" in unmatched) == (False, True)


def exported(client, query: str = ""):
    response = client.get(f"/danh-sach/?export=xlsx{query}")
    return response, load_workbook(io.BytesIO(b"".join(response.streaming_content))).active


def test_export_takes_the_whole_filtered_list_with_typed_cells(officer, quotas):
    quotas(120)

    response, sheet = exported(officer, "&scope=a&page=2&per_page=25")

    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "Bộ đếm"
    assert rows[2][0] == "Loại: A"
    assert rows[4] == ("STT", "Loại", "Đối tượng", "Số lần", "Lúc")
    assert len(rows) == 5 + 60
    assert rows[5][:4] == (1, "a", "ninh khanh 0001", 1)
    assert (sheet["D6"].data_type, sheet["E6"].is_date) == ("n", True)
    assert re.fullmatch(r'attachment; filename="bo-dem-\d{8}-\d{4}\.xlsx"', response.headers["Content-Disposition"])


def test_export_neutralises_formulas(officer):
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1"):
        Quota.objects.create(scope="a", subject=text, window=now(), count=1)

    _response, sheet = exported(officer)

    cells = [row[2] for row in sheet.iter_rows(min_row=5)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells} >= {"=1+1", "+1", "-1", "@SUM(A1)"}
    assert all(cell.quotePrefix for cell in cells)


def test_export_is_announced(officer, quotas):
    quotas(3)
    seen: list = []
    with announcing(seen):
        exported(officer, "&scope=a")

    assert seen == [ListExported(user_id=7, page="sample:list", query="export=xlsx&scope=a", rows=1)]


class announcing:
    """Collects what is announced, by a subscriber and a transport of its own."""

    def __init__(self, seen: list) -> None:
        self.seen = seen

    def __enter__(self) -> None:
        self.transport = list(events._transport)
        self.subscribers = dict(events._subscribers[events.name_of(ListExported)])
        events.receives(ListExported)(self.take)
        events.use_transport(events.deliver)

    def __exit__(self, *problem: object) -> None:
        events._transport[:] = self.transport
        events._subscribers[events.name_of(ListExported)] = self.subscribers

    def take(self, event: ListExported) -> None:
        self.seen.append(event)
