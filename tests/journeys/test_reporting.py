"""What no daily work tells: a school's focal point reports it with evidence, the commune sees who is still missing, and the
plan of the year shows the figure for what it is: reported by units.
"""

import pytest

from khuevan.core.indicators import operations
from khuevan.core.indicators.tests.factories import measurer
from khuevan.core.org.tests.factories import make_unit

MEASURE = "Cơ sở công lập có mạng LAN đạt tiêu chuẩn kỹ thuật"
TARGET = "Cơ sở giáo dục công lập có mạng LAN đạt tiêu chuẩn kỹ thuật"
SCHOOL, OTHER_SCHOOL = "Trường THCS Ninh Khánh", "Trường Tiểu học Hoa Lư"
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


@pytest.fixture
def other_school(world):
    """A second school of the commune, which reports nothing."""
    return make_unit(
        "school",
        OTHER_SCHOOL,
        world.units["commune_a"],
        levels=["primary"],
        ownership="public",
        affiliation="commune",
    )


def test_focal_point_reports_commune_sees_who_is_missing_and_the_plan_says_where_it_comes_from(world, visit, other_school):
    tuan = visit("tuan", width="phone")
    tuan.open("/so-lieu-bao-cao/")
    tuan.shoot("report-list")
    tuan.press(MEASURE, role="link")
    tuan.press("Báo cáo", role="link")
    tuan.page.get_by_label("Có", exact=True).check()
    tuan.shoot("report-form")
    tuan.press("Gửi báo cáo")
    tuan.page.get_by_text("Chưa có minh chứng").first.wait_for()
    assert len(tuan.complaints) == 1  # the browser tells of the refused form; nothing else

    tuan.page.get_by_label("Minh chứng", exact=False).first.fill("Biên bản nghiệm thu mạng ngày 12/10/2026")
    tuan.page.get_by_label("Tệp minh chứng").set_input_files(
        {"name": "bien-ban-nghiem-thu.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    tuan.submit("Gửi báo cáo")
    tuan.shoot("report-sent")
    assert "Đỗ Minh Tuấn báo cáo lúc" in tuan.page.locator(".kv-measure-figure").inner_text()
    assert len(tuan.complaints) == 1

    commune = visit("xa")
    commune.open("/so-lieu-bao-cao/")
    line = commune.page.get_by_role("row").filter(has_text=MEASURE)
    assert line.inner_text().split()[-3:] == ["1", "2", "1"]
    commune.shoot("report-standings")
    line.get_by_role("link", name="1", exact=True).click()
    commune.page.wait_for_load_state("networkidle")
    names = commune.page.locator("tbody .kv-row-link").all_inner_texts()
    commune.shoot("report-missing")
    assert names == [OTHER_SCHOOL]

    operations.measure_all(measurer())
    ha = visit("ha")
    ha.open("/ke-hoach/NB-2025/")
    row = ha.page.get_by_role("row").filter(has_text=TARGET).inner_text()
    assert ["1/4 đơn vị đã báo cáo" in row, "đơn vị tự báo cáo" in row, "Chưa đủ báo cáo" in row] == [True] * 3
    ha.press(TARGET, role="link")
    ha.shoot("report-target")
    ha.press("Mở số đo", role="link")
    ha.press("Mở từng dòng", role="link")
    ha.shoot("report-rows")
    ha.page.get_by_role("row").filter(has_text=SCHOOL).get_by_role("link").last.click()
    ha.page.wait_for_load_state("networkidle")
    with ha.page.expect_download() as download:
        ha.page.get_by_role("link", name="bien-ban-nghiem-thu.pdf").click()
    assert download.value.path().read_bytes() == PDF
    assert ha.complaints == []


def test_correction_keeps_what_was_said_before(world, visit):
    tuan = visit("tuan")
    tuan.open(f"/so-lieu-bao-cao/reported.standard_lan/bao-cao/?unit={world.units['lower_a'].pk}")
    tuan.page.get_by_label("Có", exact=True).check()
    tuan.page.get_by_label("Minh chứng", exact=False).first.fill("Biên bản số 3")
    tuan.submit("Gửi báo cáo")

    tuan.press("Sửa", role="link")
    tuan.page.get_by_label("Chưa có", exact=True).check()
    tuan.submit("Ghi bản sửa")
    tuan.shoot("report-corrected")

    rows = [[cell.strip() for cell in row.split("\t")] for row in tuan.page.locator("tbody tr").all_inner_texts()]
    assert [row[1:3] for row in rows] == [["Chưa có", "Đang dùng"], ["Có", "Đã được sửa"]]
    assert tuan.complaints == []
