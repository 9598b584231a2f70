"""The screens of an import, posted to as a browser without JavaScript does."""

import pytest
from django.urls import reverse

from khuevan.core.jobs.api import run_pending
from khuevan.core.sheets.models import ImportRun
from khuevan.core.sheets.types import State

from .factories import KIND, previewed, uploaded, workbook

SCHOOL = "Trường THCS Ninh Khánh"
CHOSEN = {"sheet": "Sheet", "header_row": "1", "column_1": "name", "column_2": "address"}


@pytest.fixture
def tuan(client, world):
    client.force_login(world.users["tuan"])
    return client


def the_file(rows=((1, SCHOOL, "Số 1 đường Lê Lợi"),)):
    file = workbook(rows)
    file.name = "dia-chi.xlsx"
    return file


def test_whole_way_from_the_file_to_the_result(tuan, world):
    start = reverse("sheets:start", args=[KIND])

    response = tuan.post(start, {"unit": world.units["lower_a"].pk, "file": the_file()})
    run = ImportRun.objects.get()
    assert response["Location"] == reverse("sheets:columns", args=[run.uid])

    response = tuan.post(response["Location"], CHOSEN)
    assert response["Location"] == reverse("sheets:run", args=[run.uid])
    assert "Nhập 1 trường" in tuan.get(response["Location"]).content.decode()

    response = tuan.post(reverse("sheets:confirm", args=[run.uid]))
    assert response["Location"] == reverse("sheets:run", args=[run.uid])
    assert ImportRun.objects.get().state == State.APPLIED
    assert "Hoàn tác cả lần nhập" in tuan.get(response["Location"]).content.decode()

    tuan.post(reverse("sheets:undo", args=[run.uid]))
    assert ImportRun.objects.get().state == State.UNDONE


def test_wrong_file_is_refused_on_its_field(tuan, world):
    file = the_file()
    file.seek(0)
    file.truncate(100)

    response = tuan.post(reverse("sheets:start", args=[KIND]), {"unit": world.units["lower_a"].pk, "file": file})

    assert response.status_code == 422
    assert "Tệp bị hỏng" in response.content.decode()


def test_missing_column_is_told_and_nothing_chosen_is_lost(tuan, world):
    run = uploaded(world)

    response = tuan.post(
        reverse("sheets:columns", args=[run.uid]), {"sheet": "Sheet", "header_row": "1", "column_0": "area", "column_1": "name"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Chưa ghép cột bắt buộc: Địa chỉ." in page
    assert '<option value="area" selected>' in page


def test_headings_are_read_again_from_another_line(tuan, world):
    run = uploaded(world, [["", "Đơn vị", "Nơi đặt trường"], [1, SCHOOL, "Số 1 phố"]])

    response = tuan.post(reverse("sheets:columns", args=[run.uid]), {"sheet": "Sheet", "header_row": "2", "again": "1"})

    run.refresh_from_db()
    assert response["Location"] == reverse("sheets:columns", args=[run.uid])
    assert (run.header_first, run.headings, run.mapping) == (
        2,
        ["", "Đơn vị", "Nơi đặt trường"],
        {"1": "name", "2": "address"},
    )


def test_preview_names_row_and_column(tuan, world):
    run = previewed(world, [[1, SCHOOL, "Số 1 phố"], [2, SCHOOL, "x" * 41]])

    page = tuan.get(reverse("sheets:run", args=[run.uid])).content.decode()

    assert "Cột C (Địa chỉ): Địa chỉ dài quá 40 ký tự." in page


def test_preview_sums_up_the_wrong_columns(tuan, world):
    run = previewed(world, [[1, SCHOOL, "x" * 41], [2, SCHOOL, ""], [3, "Trường khác", "Số 1 phố"]])

    assert run.faults == {"address": 2, "name": 1}
    page = tuan.get(reverse("sheets:run", args=[run.uid])).content.decode()
    assert 'cột C (Địa chỉ) <b class="kv-num">2</b>' in page


def test_guess_from_a_similar_heading_is_marked(tuan, world):
    run = uploaded(world, [[1, SCHOOL, "Số 1 phố"]], headings=("STT", "Tên trườnq", "Địa chỉ"))

    page = tuan.get(reverse("sheets:columns", args=[run.uid])).content.decode()

    assert page.count("Đoán theo tiêu đề gần giống") == 1


def test_changes_show_old_and_new(tuan, world):
    run = previewed(world)

    page = tuan.get(reverse("sheets:run", args=[run.uid]), {"loai": "changed"}).content.decode()

    assert "<del>—</del>" in page
    assert "<ins>Số 1 đường Lê Lợi</ins>" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_imports_takes_the_same_number_of_queries(tuan, world, django_assert_max_num_queries, rows):
    for _number in range(rows):
        previewed(world)

    with django_assert_max_num_queries(12):
        response = tuan.get(reverse("sheets:runs"))

    assert response.content.decode().count("dia-chi.xlsx") == rows


def test_large_file_is_worked_on_by_a_job_and_found_again(tuan, world, settings):
    rows = [[number, SCHOOL, "Số 1 phố"] for number in range(600)]
    run = uploaded(world, rows)

    response = tuan.post(
        reverse("sheets:columns", args=[run.uid]),
        {"sheet": "Sheet", "header_row": "1", "column_1": "name", "column_2": "address"},
    )
    run.refresh_from_db()
    assert response["Location"] == reverse("jobs:job", args=[run.job_uid])
    run_pending()

    run.refresh_from_db()
    assert run.state == State.PREVIEWED
    assert "600 dòng" in tuan.get(reverse("sheets:run", args=[run.uid])).content.decode()


def test_downloads_are_workbooks(tuan, world):
    run = previewed(world)

    for address in (reverse("sheets:template", args=[KIND]), reverse("sheets:problems", args=[run.uid])):
        response = tuan.get(address)
        assert b"".join(response.streaming_content).startswith(b"PK")
        assert response["Content-Disposition"].startswith("attachment")
