"""From a plan down to a child: an officer of the Department opens the plan of the year, sees a target short of its mark, goes
down by province, commune and school to the learners whose profiles lack something, and takes the list out.
"""

from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from khuevan.core.indicators import operations
from khuevan.core.indicators.tests.factories import measurer

TARGET = "Cơ sở giáo dục triển khai cơ sở dữ liệu ngành"
PROFILE = "Người học có hồ sơ số đủ và định danh thống nhất"
COMMUNE, SCHOOL = "Phường Hoa Lư", "Trường THCS Ninh Khánh"


def rows_of(path: Path) -> list[list]:
    """The browser keeps a download under a name without ending."""
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(path.read_bytes())).active.iter_rows()]


def test_officer_goes_from_the_plan_down_to_the_learners_without_identifiers(world, visit):
    operations.measure_all(measurer())
    ha = visit("ha")

    ha.open("/")
    ha.press("Kế hoạch và chỉ tiêu", role="link")
    ha.shoot("plan-list")
    ha.press("Kế hoạch Chuyển đổi số ngành Giáo dục và Đào tạo năm 2025", role="link")
    line = ha.page.get_by_role("row").filter(has_text=TARGET)
    assert "0/3 cơ sở" in line.inner_text()
    ha.shoot("plan")

    ha.press(TARGET, role="link")
    assert "số đo thay thế" in ha.page.locator("main").inner_text().lower()
    ha.shoot("plan-target")

    ha.press(COMMUNE, role="link")
    assert ha.page.locator(".kv-measure-figure").inner_text().split("\n")[:1] == [COMMUNE]
    ha.press(SCHOOL, role="link")
    ha.shoot("measure-school")
    ha.press(PROFILE, role="link")
    assert "0/4 người học" in ha.page.locator(".kv-measure-figure").inner_text()

    ha.press("Những dòng chưa đạt", role="link")
    lines = ha.page.locator("tbody tr").all_inner_texts()
    ha.shoot("measure-learners")
    assert [line.split("\t")[1:] for line in lines] == [
        ["Đinh Văn Bảo", "7A1", SCHOOL, "nơi sinh"],
        ["Trần Lê Khánh Chi", "7A2", SCHOOL, "dân tộc, nơi sinh"],
        ["Nguyễn Thị Ánh Nguyệt", "7A1", SCHOOL, "nơi sinh"],
        ["Tạ Quang Ứng", "9A", SCHOOL, "mã định danh Bộ GDĐT, dân tộc, nơi sinh"],
    ]

    with ha.page.expect_download() as download:
        ha.page.get_by_role("link", name="Xuất Excel").click()
    exported = rows_of(download.value.path())
    assert [row[1:] for row in exported[-4:]] == [line.split("\t")[1:] for line in lines]
    assert ha.complaints == []


def test_principal_sees_the_same_plan_with_the_figures_of_his_school(world, visit):
    operations.measure_all(measurer())
    principal = visit("hieutruong", width="phone")

    principal.open("/ke-hoach/NB-2025/")
    principal.shoot("plan-school")

    assert f"Số đo của {SCHOOL}" in principal.page.locator("main").inner_text()
    assert "0/1 cơ sở" in principal.page.get_by_role("row").filter(has_text=TARGET).inner_text()
    assert principal.open(f"/ke-hoach/NB-2025/?unit={world.units['commune_a'].pk}") == 404


def test_plan_is_filtered_and_looked_at_elsewhere_without_losing_the_unit(world, visit):
    operations.measure_all(measurer())
    ha = visit("ha")
    ha.open("/ke-hoach/NB-2025/")

    ha.page.get_by_label("Số đo của").select_option(label=COMMUNE)
    ha.press("Xem")
    ha.page.get_by_label("Trạng thái").select_option(label="Nguy cơ")
    ha.page.wait_for_url("**status=at_risk**")
    ha.page.wait_for_load_state("networkidle")

    assert [row.split("\n")[0] for row in ha.page.locator("tbody .kv-row-link").all_inner_texts()] == [TARGET]
    assert "0/1 cơ sở" in ha.page.get_by_role("row").filter(has_text=TARGET).inner_text()
    assert ha.complaints == []
