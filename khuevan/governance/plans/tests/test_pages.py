"""Screens of plans: what stands on them, where they lead, what they cost."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from khuevan.core.indicators import operations
from khuevan.core.indicators.tests.factories import make_snapshot, measurer, report
from khuevan.core.indicators.types import Slice
from khuevan.governance.plans.models import PlanTarget
from khuevan.kernel import clock

CURRENT = "institutions.data_current"
TARGET = "I.2.4-1"
EVERY_LEVEL = Slice(frozenset(["preschool", "primary", "lower_secondary", "upper_secondary", "continuing"]))


@pytest.fixture
def visit(client, world):
    def visit(username: str, name: str, *args: str, **query):
        client.force_login(world.users[username])
        return client.get(reverse(f"plans:{name}", args=args), query)

    return visit


@pytest.fixture
def measured(world):
    operations.measure_all(measurer())
    return world


def text(response) -> str:
    return response.content.decode()


def sheet_of(response) -> list[list]:
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_list_shows_five_plans(world, visit):
    page = text(visit("ha", "list"))

    assert [page.count(f"/ke-hoach/{code}/") for code in ("NB-2025", "DN-2022", "DL-2022", "NN-2023", "DH-2024")] == [1] * 5
    assert page.count("Của đơn vị bạn") == 1


def test_plan_says_when_it_was_measured_and_how_many_schools(measured, visit):
    page = text(visit("ha", "plan", "NB-2025"))

    assert "Số 27/KH-SGDĐT ngày 19/09/2025" in page
    assert "hôm nay · 3 cơ sở" in page
    assert "0/3 cơ sở · số đo thay thế" in page


def test_plan_before_the_first_measuring_says_so(world, visit):
    page = text(visit("ha", "plan", "NB-2025"))

    assert "chưa đo lần nào" in page
    assert page.count("Chưa có số đo tự động cho chỉ tiêu này") == 1
    assert page.count("Chưa đo lần nào; đo lúc 05:30 hằng ngày") == 18
    assert page.count("đơn vị tự báo cáo") == 17


def test_plan_just_below_its_target_never_looks_met(world, visit):
    make_snapshot(world.units["province"], CURRENT, clock.today(), 9996, 10000)

    page = text(visit("ha", "plan", "NB-2025"))

    assert "99,96\u00a0%" in page
    assert "9.996/10.000 cơ sở" in page


def test_plan_of_another_place_says_that_the_figures_are_ours(measured, visit):
    page = text(visit("ha", "plan", "DN-2022"))

    assert "Đây là kế hoạch tham khảo của tỉnh Đắk Nông. Số đo dưới đây là của Tỉnh Ninh Bình" in page
    assert "Dưới mức này" in page
    assert "Còn dưới mức" in page
    assert "Nguy cơ không đạt" not in page


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [(1, 2, "tăng 1 so"), (2, 2, "không đổi so"), (2, 1, "giảm 1 so"), (None, 2, "chưa đủ một tháng")],
)
def test_plan_compares_with_a_month_before(world, visit, before, now, words):
    if before is not None:
        make_snapshot(world.units["province"], CURRENT, clock.today() - timedelta(days=31), before, 2)
    make_snapshot(world.units["province"], CURRENT, clock.today(), now, 2)

    assert words in text(visit("ha", "plan", "NB-2025"))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, 19),
        ({"status": "unmeasured"}, 18),
        ({"status": "at_risk"}, 1),
        ({"section": "I.2.2"}, 2),
        ({"section": "I.2.4", "status": "at_risk"}, 1),
        ({"q": "thu chung"}, 1),
        ({"q": "i.2.4"}, 2),
        ({"q": "khong co gi nhu the"}, 0),
        ({"status": "wrong"}, 19),
    ],
)
def test_plan_is_filtered_by_words_status_and_section(measured, visit, query, shown):
    page = text(visit("ha", "plan", "NB-2025", **query))

    assert page.count("/ke-hoach/NB-2025/chi-tieu/") == shown


def test_plan_partial_is_a_part_of_the_whole_page(measured, visit, client):
    whole = text(visit("ha", "plan", "NB-2025", section="I.2.4"))
    part = text(
        client.get(
            reverse("plans:plan", args=["NB-2025"]),
            {"section": "I.2.4"},
            headers={"HX-Request": "true", "HX-Target": "results"},
        )
    )

    assert part.strip() in whole
    assert part.count("/ke-hoach/NB-2025/chi-tieu/") == 2


def test_plan_looks_at_the_unit_asked_for_and_keeps_it(measured, visit):
    unit = measured.units["commune_a"].pk

    page = text(visit("ha", "plan", "NB-2025", unit=unit))

    assert "0/1 cơ sở" in page
    assert f"/ke-hoach/NB-2025/chi-tieu/{TARGET}/?unit={unit}" in page
    assert f'<option value="{unit}" selected>' in page
    assert f'name="unit" value="{unit}"' in page


@pytest.mark.parametrize(("username", "unit"), [("xa", "commune_b"), ("hieutruong", "commune_a"), ("sokhac", "province")])
def test_plan_at_a_unit_out_of_reach_is_not_found(measured, visit, username, unit):
    query = {"unit": measured.units[unit].pk}

    answers = {
        name: visit(username, name, "NB-2025", *rest, **query).status_code
        for name, rest in {"plan": [], "target": [TARGET], "tasks": [], "duties": [], "text": []}.items()
    }

    assert set(answers.values()) == {404}


@pytest.mark.parametrize("unit", ["abc", "²", "-1"])
def test_unit_that_is_no_number_is_ignored(world, visit, unit):
    assert visit("ha", "plan", "NB-2025", unit=unit).status_code == 200


def test_unit_that_is_too_great_a_number_is_not_found(world, visit):
    assert visit("ha", "plan", "NB-2025", unit="9" * 40).status_code == 404


@pytest.mark.parametrize(("name", "args"), [("plan", ["XX-1999"]), ("target", ["NB-2025", "IX.9"])])
def test_what_does_not_exist_is_not_found(world, visit, name, args):
    assert visit("ha", name, *args).status_code == 404


def test_plan_is_exported_with_every_figure_in_a_cell(measured, visit):
    rows = sheet_of(visit("ha", "plan", "NB-2025", export="xlsx", section="I.2.4"))

    head = next(row for row in rows if row[0] == "Mục")
    line = dict(zip(head, next(row for row in rows if row[0] == TARGET), strict=True))
    assert [line[name] for name in ("So sánh", "Mục tiêu", "Đơn vị tính", "Đo được", "Số đạt", "Tổng số", "Trạng thái")] == [
        "=", 100, "%", 0, 0, 3, "Nguy cơ",
    ]  # fmt: skip
    assert line["Ghi chú"].startswith("Số đo thay thế")
    assert ["Mục: I.2.4 Về phát triển dữ liệu số"] in [row[:1] for row in rows]


def test_target_leads_to_the_measure_at_the_right_unit_and_slice(measured, visit):
    page = text(visit("ha", "target", "DH-2024", "II.(11).2"))

    levels = "%2C".join(sorted(EVERY_LEVEL.levels))
    address = reverse("indicators:measure", args=[CURRENT])
    assert f"{address}?unit={measured.units['commune_a'].pk}&amp;levels={levels}" in page


def test_target_shows_its_words_its_measure_and_where_that_differs(measured, visit):
    page = text(visit("ha", "target", "NB-2025", TARGET))

    assert "theo quy định của Bộ GDĐT" in page
    assert "chưa kiểm tra việc dữ liệu đã được cơ sở dữ liệu ngành của Bộ GDĐT tiếp nhận" in page
    assert "Mức 98 % do nền tảng đặt." in page


def test_target_without_a_measure_says_why(world, visit):
    page = text(visit("ha", "target", "NB-2025", "II.1-5.1"))

    assert "Chưa có số đo tự động cho chỉ tiêu này" in page
    assert "Mức 2 là yêu cầu với từng cơ sở" in page


def test_target_without_a_level_says_why(world, visit):
    page = text(visit("ha", "target", "NB-2025", "I.2.5-1.1"))

    assert "Kế hoạch 19/KH-UBND ngày 08/8/2025" in page


def test_reported_target_says_so_on_every_page(world, visit):
    report(world, "lower_a", "reported.standard_lan", 1, 1)
    operations.measure_all(measurer())

    plan, target = text(visit("ha", "plan", "NB-2025")), text(visit("ha", "target", "NB-2025", "I.2.2-1.1"))

    assert "1/1 cơ sở · 1/3 đơn vị đã báo cáo · đơn vị tự báo cáo" in plan
    assert "Chưa đủ báo cáo" in plan
    assert [said in target for said in ("Đơn vị tự báo cáo", "1/3 đơn vị đã báo cáo", "Chưa đủ báo cáo")] == [True] * 3
    assert target.count("Số đo thay thế") == 1  # only in the help


def test_tasks_are_filtered_by_who_leads(world, visit):
    page = text(visit("ha", "tasks", "NB-2025", lead="Phòng Tài chính"))

    assert page.count("kv-more") == 1
    assert "Bố trí kinh phí, thẩm định chủ trương đầu tư" in page


def test_units_of_a_target_are_exported_without_links(measured, visit):
    rows = sheet_of(visit("ha", "target", "NB-2025", "I.2.4-1", export="xlsx"))

    assert [cell for row in rows for cell in row if isinstance(cell, str) and "<" in cell] == []
    assert "Phường Hoa Lư" in [row[0] for row in rows]


def test_tasks_are_exported_with_their_words(world, visit):
    rows = sheet_of(visit("ha", "tasks", "NB-2025", export="xlsx"))

    head = next(row for row in rows if row[0] == "Mục")
    line = dict(zip(head, next(row for row in rows if row[0] == "V.1-2"), strict=True))
    assert line["Chủ trì"] == "Phòng Tài chính"
    assert line["Ghi chú"] == "Văn bản giao Phòng Tài chính “phối hợp”, không dùng từ “chủ trì”."


def test_duties_word_the_deadline_as_the_plan_does(world, visit):
    page = text(visit("ha", "duties", "NB-2025"))

    assert [words in page for words in ("trước ngày 20 tháng cuối quý", "trước ngày 10/12", "văn bản không nêu hạn")] == [
        True
    ] * 3


def test_text_holds_headings_goals_bases_and_assignments(world, visit):
    page = text(visit("ha", "text", "NB-2025"))

    parts = ("Phổ cập tri thức về chuyển đổi số", "khơi dậy tinh thần tự học", "19/KH-UBND", "V.2-1, V.2-2, V.2-3")
    assert [part in page for part in parts] == [True] * 4


@pytest.mark.parametrize("code", ["NB-2025", "DN-2022", "DL-2022", "NN-2023", "DH-2024"])
def test_every_plan_opens_on_every_page(measured, visit, code):
    answers = [visit("ha", name, code).status_code for name in ("plan", "tasks", "duties", "text")]

    assert answers == [200] * 4


def test_plan_takes_a_fixed_number_of_queries(measured, visit, django_assert_num_queries):
    visit("ha", "plan", "NB-2025")
    with django_assert_num_queries(30, exact=False) as few:
        visit("ha", "plan", "NB-2025")
    PlanTarget.objects.filter(plan__code="NB-2025", measure="").update(measure="staff.with_account")

    with django_assert_num_queries(len(few.captured_queries)):
        visit("ha", "plan", "NB-2025")
