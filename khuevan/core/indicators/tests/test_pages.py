"""Screens of the indicators: what stands on them, where they lead, and what they cost."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from khuevan.core.indicators import operations
from khuevan.core.indicators.tests.factories import measurer
from khuevan.core.org.tests.factories import make_unit

PROFILE = "learners.unified_profile"


@pytest.fixture
def visit(client, world):
    def visit(username: str, name: str, *args: str, **query):
        client.force_login(world.users[username])
        return client.get(reverse(f"indicators:{name}", args=args), query)

    return visit


@pytest.fixture
def measured(world):
    operations.measure_all(measurer())
    return world


def text(response) -> str:
    return response.content.decode()


def test_catalogue_has_every_measure_before_anything_is_measured(world, visit):
    page = text(visit("ha", "catalogue"))

    assert page.count("Người học có hồ sơ số đủ và định danh thống nhất") >= 1
    assert page.count("Số cơ sở giáo dục") >= 1


def test_measure_not_measured_yet_says_when_it_will_be(world, visit):
    assert "Chỉ tiêu được đo lúc 05:30 hằng ngày" in text(visit("ha", "measure", PROFILE))


def test_measure_leads_down_unit_by_unit(measured, visit):
    province = text(visit("ha", "measure", PROFILE))
    commune = text(visit("ha", "measure", PROFILE, unit=measured.units["commune_a"].pk))

    address = reverse("indicators:measure", args=[PROFILE])
    assert f'href="{address}?unit={measured.units["commune_a"].pk}"' in province
    assert f'href="{address}?unit={measured.units["lower_a"].pk}"' in commune


def test_measure_keeps_its_slice_on_the_way_down(measured, visit):
    page = text(visit("ha", "measure", PROFILE, levels="lower_secondary", ownership="public"))

    address = reverse("indicators:measure", args=[PROFILE])
    unit = measured.units["commune_a"].pk
    assert f"{address}?unit={unit}&amp;levels=lower_secondary&amp;ownership=public" in page
    assert "Tỉnh Ninh Bình · Trung học cơ sở · Công lập" in page


def test_measure_shows_what_explains_it(measured, visit):
    page = text(visit("ha", "measure", "institutions.data_current", unit=measured.units["lower_a"].pk))

    assert f"{reverse('indicators:measure', args=[PROFILE])}?unit={measured.units['lower_a'].pk}" in page


@pytest.mark.parametrize(
    ("username", "name", "args", "query"),
    [
        ("ha", "measure", ["unknown.measure"], {}),
        ("ha", "measure", [PROFILE], {"levels": "kindergarten"}),
        ("ha", "measure", [PROFILE], {"ownership": "private"}),
        ("ha", "rows", ["learners.profile_completeness", "all"], {}),
        ("xa", "measure", [PROFILE], {"unit": "commune_b"}),
        ("xa", "rows", [PROFILE, "missing"], {"unit": "primary_b"}),
        ("hieutruong", "measure", [PROFILE], {"unit": "commune_a"}),
        ("sokhac", "measure", [PROFILE], {"unit": "province"}),
        ("ha", "measure", [PROFILE], {"unit": "7A1"}),
    ],
)
def test_what_does_not_exist_or_lies_out_of_reach_is_not_found(measured, visit, username, name, args, query):
    if "unit" in query:
        query = {"unit": measured.units[query["unit"]].pk}

    assert visit(username, name, *args, **query).status_code == 404


@pytest.mark.parametrize("unit", ["abc", "²", "-1"])
def test_unit_that_is_no_number_is_ignored(measured, visit, unit):
    assert visit("ha", "measure", PROFILE, unit=unit).status_code == 200


def test_rows_name_class_school_and_what_is_missing(measured, visit):
    page = text(visit("ha", "rows", PROFILE, "missing", unit=measured.units["primary_b"].pk))

    assert [cell in page for cell in ("Phạm Gia Bảo", "3B", "Trường Tiểu học Gia Viễn", "số định danh cá nhân")] == [True] * 4
    assert "Nguyễn Thị Ánh Nguyệt" not in page


def test_rows_are_exported_as_they_are_shown(measured, visit):
    response = visit("ha", "rows", PROFILE, "missing", unit=measured.units["primary_b"].pk, export="xlsx")

    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["STT", "Họ và tên", "Lớp", "Trường", "Còn thiếu"] in rows
    assert rows[-1] == [
        1,
        "Phạm Gia Bảo",
        "3B",
        "Trường Tiểu học Gia Viễn",
        "số định danh cá nhân, dân tộc, nơi sinh",
    ]


def test_measure_takes_a_fixed_number_of_queries(measured, visit, django_assert_num_queries):
    visit("ha", "measure", PROFILE)
    with django_assert_num_queries(30, exact=False) as few:
        visit("ha", "measure", PROFILE)
    for number in range(3):
        make_unit(
            "school", f"Trường {number}", make_unit("commune", f"Xã {number}", measured.units["province"]), levels=["primary"]
        )
    operations.measure_all(measurer())

    with django_assert_num_queries(len(few.captured_queries)):
        visit("ha", "measure", PROFILE)
