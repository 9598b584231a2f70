"""Screens of what units report: what stands on them, the form and its refusals, exports, what the API says."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from khuevan.core.indicators import operations, queries
from khuevan.core.indicators.models import ReportedValue
from khuevan.core.indicators.tests.factories import measurer, reader, report
from khuevan.core.jobs import api as jobs
from khuevan.core.jobs.models import Job
from khuevan.kernel import clock

LAN, SIGNING = "reported.standard_lan", "reported.signing_teachers"
MEASURE = "Cơ sở công lập có mạng LAN đạt tiêu chuẩn kỹ thuật"
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


@pytest.fixture
def visit(client, world):
    def visit(username: str, name: str, *args, **query):
        client.force_login(world.users[username])
        return client.get(reverse(f"indicators:{name}", args=args), query)

    return visit


@pytest.fixture
def send(client, world):
    def send(username: str, name: str, *args, **data):
        client.force_login(world.users[username])
        return client.post(reverse(f"indicators:{name}", args=args), data)

    return send


def text(response) -> str:
    return response.content.decode()


def sheet(response) -> list[list]:
    rows = load_workbook(BytesIO(b"".join(response.streaming_content))).active.iter_rows()
    return [[cell.value for cell in row] for row in rows]


def today() -> str:
    return f"{clock.today():%d/%m/%Y}"


def test_reports_list_what_the_school_is_asked_with_its_last_answer(world, visit):
    report(world, "lower_a", LAN, 1, 1)

    page = text(visit("tuan", "reports"))

    assert [said in page for said in (MEASURE, "Đã báo cáo", "Chưa báo cáo", "Không bắt buộc", today())] == [True] * 5
    assert f"{reverse('indicators:report', args=[LAN])}?unit={world.units['lower_a'].pk}" in page


def test_reports_of_a_unit_above_count_those_below(world, visit):
    report(world, "lower_a", LAN, 1, 1)

    rows = sheet(visit("ha", "reports", export="xlsx"))

    assert [row for row in rows if row[0] == MEASURE] == [[MEASURE, 1, 3, 2]]


def test_duties_are_exported_with_the_question_and_without_links(world, visit):
    report(world, "lower_a", LAN, 1, 1)

    [row] = [row for row in sheet(visit("tuan", "reports", export="xlsx")) if row[0] == MEASURE]

    assert (row[1], row[2], row[3], row[-1]) == ("Có", "Báo cáo thử", "Đã báo cáo", LAN)


def test_department_reports_at_its_own_level(world, visit):
    page = text(visit("ha", "reports"))
    own = text(visit("ha", "reports", unit=world.units["department"].pk))

    assert "Báo cáo của Sở GDĐT Ninh Bình" in page
    assert "Thủ tục hành chính đủ điều kiện có dịch vụ công trực tuyến" in own
    assert MEASURE not in own


def test_silent_units_are_exported_with_the_question(world, visit):
    report(world, "lower_a", LAN, 1, 1)

    rows = sheet(visit("ha", "silent", measure=LAN, export="xlsx"))

    assert [row[1:4] for row in rows[-2:]] == [
        ["Trường THPT Hoa Lư A", "Tỉnh Ninh Bình", MEASURE],
        ["Trường Tiểu học Gia Viễn", "Xã Gia Viễn", MEASURE],
    ]
    assert rows[-1][-2:] == ["Mạng nội bộ (LAN) của đơn vị đã đáp ứng tiêu chuẩn kỹ thuật?", LAN]


def test_nobody_is_reminded_of_what_is_optional(world, visit):
    every, one = text(visit("xa", "silent")), text(visit("xa", "silent", measure="reported.fibre_internet"))

    assert "Cơ sở kết nối Internet cáp quang, tốc độ cao" not in every
    assert "Trường THCS Ninh Khánh" in one


def test_form_sends_an_answer_with_its_file(world, send):
    response = send("tuan", "report_new", LAN, answer="1", as_of=today(), note="", file=SimpleUploadedFile("bien-ban.pdf", PDF))

    value = ReportedValue.objects.get()
    assert response.url == f"{reverse('indicators:report', args=[LAN])}?unit={world.units['lower_a'].pk}"
    assert (value.numerator, value.denominator, [file.name for file in queries.evidence_of(value)]) == (1, 1, ["bien-ban.pdf"])


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        ({"answer": "1"}, 400, "Chưa có minh chứng"),
        ({"answer": "maybe", "note": "x"}, 422, "Mục này không còn chọn được"),
        ({"answer": "1", "note": "x", "as_of": "31/12/2099"}, 400, "Ngày của số liệu còn ở phía trước"),
    ],
)
def test_form_says_what_is_wrong_and_keeps_what_was_typed(world, send, data, status, said):
    response = send("tuan", "report_new", LAN, **({"as_of": today(), "note": ""} | data))

    assert (response.status_code in (status, 422), said in text(response)) == (True, True)
    assert not ReportedValue.objects.exists()


def test_correction_is_sent_with_the_version_that_was_seen(world, send):
    value = report(world, "lower_a", SIGNING, 10, 20)
    changed = {"numerator": "12", "denominator": "20", "as_of": today(), "note": "Đếm lại", "version": "1"}

    first = send("hieutruong", "report_correct", value.uid, **changed)
    second = send("tuan", "report_correct", value.uid, **changed)

    assert (first.status_code, second.status_code) == (302, 409)
    kept = [(value.numerator, value.superseded_at is None) for value in ReportedValue.objects.order_by("pk")]
    assert kept == [(10, False), (12, True)]


def test_history_shows_every_version_with_its_author(world, visit):
    old = report(world, "lower_a", SIGNING, 10, 20)
    actor = world.actor("hieutruong")
    operations.correct_value(actor, value=old, version=1, numerator=12, denominator=20, as_of=old.as_of, note="Đếm lại")

    rows = sheet(visit("xa", "report", SIGNING, unit=world.units["lower_a"].pk, export="xlsx"))

    assert [row[1:4] for row in rows[-2:]] == [
        ["12/20 = 60\u00a0%", "Đang dùng", "Trần Đức Thịnh"],
        ["10/20 = 50\u00a0%", "Đã được sửa", "Báo cáo thử"],
    ]


def test_history_takes_as_many_queries_for_three_versions_as_for_one(world, visit, django_assert_num_queries):
    value = report(world, "lower_a", SIGNING, 1, 20)
    unit = world.units["lower_a"].pk
    visit("hieutruong", "report", SIGNING, unit=unit)
    with django_assert_num_queries(30, exact=False) as one:
        visit("hieutruong", "report", SIGNING, unit=unit)
    for numerator in (2, 3):
        value = operations.correct_value(
            world.actor("hieutruong"), value=value, version=1, numerator=numerator, denominator=20, as_of=value.as_of, note="x"
        )

    with django_assert_num_queries(len(one.captured_queries)):
        visit("hieutruong", "report", SIGNING, unit=unit)


def test_measure_page_says_that_units_report_it_and_how_many_have(world, visit):
    report(world, "lower_a", LAN, 1, 1)
    operations.measure_all(measurer())

    page, catalogue = text(visit("ha", "measure", LAN)), text(visit("ha", "catalogue", source="reported"))

    assert [said in page for said in ("Đơn vị tự báo cáo", "1/3 đơn vị đã báo cáo", "Đơn vị chưa báo cáo")] == [True] * 3
    assert (MEASURE in catalogue, "Số cơ sở giáo dục" in catalogue, "định nghĩa bản 1" in catalogue) == (True, False, True)


def test_rows_name_those_who_are_silent_too(world, visit):
    report(world, "lower_a", LAN, 1, 1)

    every, silent = (
        sheet(visit("ha", "rows", LAN, "all", export="xlsx")),
        sheet(visit("ha", "rows", LAN, "silent", export="xlsx")),
    )

    assert [row[1:4] for row in every[-3:]] == [
        ["Trường THCS Ninh Khánh", "Phường Hoa Lư", "Có"],
        ["Trường THPT Hoa Lư A", "Tỉnh Ninh Bình", "chưa báo cáo"],
        ["Trường Tiểu học Gia Viễn", "Xã Gia Viễn", "chưa báo cáo"],
    ]
    assert [row[1] for row in silent[-2:]] == ["Trường THPT Hoa Lư A", "Trường Tiểu học Gia Viễn"]


def test_measuring_now_runs_behind_the_screen_and_leads_to_its_job(world, send):
    response = send("ha", "measure_now")
    again = send("ha", "measure_now")
    job = Job.objects.get(kind=operations.KIND)
    jobs.run_pending()
    job.refresh_from_db()

    assert response.url == again.url == reverse("jobs:job", args=[job.uid])
    assert (job.state, job.result) == ("done", {"Số chỉ tiêu đã đo": len(queries.measures())})


def test_home_card_counts_what_waits_to_be_reported(world):
    def card(username: str):
        return queries.reports_card(world.actor(username))

    before = int(card("tuan").figure)
    report(world, "lower_a", LAN, 1, 1)
    after = card("tuan")

    assert (int(after.figure), after.caption) == (before - 1, world.units["lower_a"].label)
    assert int(after.of) == sum(not line.spec.asking.is_optional for line in queries.duties(reader(), world.units["lower_a"]))
    assert [card(name) for name in ("xa", "vanthu", "giamdoc", "mai", "hanh")] == [None] * 5


def test_units_that_said_nothing_are_shown_as_nothing_not_as_zero(world, visit):
    report(world, "lower_a", LAN, 1, 1)
    operations.measure_all(measurer())

    rows = sheet(visit("ha", "measure", LAN, export="xlsx"))

    by_name = {row[0]: row for row in rows if row[0] in ("Phường Hoa Lư", "Xã Gia Viễn")}
    assert (by_name["Phường Hoa Lư"][3:6], by_name["Phường Hoa Lư"][-1]) == ([1, 0, 1], "1/1")
    assert (by_name["Xã Gia Viễn"][2:6], by_name["Xã Gia Viễn"][-1]) == ([None] * 4, "0/1")


def test_api_marks_what_units_report(world, client):
    report(world, "lower_a", LAN, 1, 1)
    operations.measure_all(measurer())
    client.force_login(world.users["ha"])

    measure = client.get(f"/api/v1/indicators/{LAN}").json()
    own = client.get(f"/api/v1/indicators/{LAN}/values").json()["value"]
    automatic = client.get("/api/v1/indicators/institutions.count/values").json()["value"]

    assert (measure["is_reported"], measure["question"]) == (True, str(queries.measure(LAN).asking.question))
    assert (own["is_reported"], own["answered"], own["asked"], own["percent"]) == (True, 1, 3, "100.0")
    assert (automatic["is_reported"], automatic["answered"], automatic["asked"]) == (False, None, None)
