"""Profiles in a browser: a parent reports a mistake, the clerk mends it, doubles become one, a class gets its accounts."""

from datetime import date

from khuevan.core.jobs.api import run_pending
from khuevan.core.people.models import Merge, Person
from khuevan.core.people.operations import find_duplicates
from khuevan.core.people.tests.factories import make_person


def test_parent_reports_a_mistake_and_the_clerk_mends_it(world, visit):
    pupil = world.people["nguyet"]
    hanh, clerk = visit("hanh", width="phone"), visit("vanthu")

    hanh.open(f"/con-toi/{pupil.uid}/")
    hanh.press("Báo thông tin sai Gửi yêu cầu đính chính kèm ảnh giấy tờ", role="link")
    hanh.page.get_by_role("link", name="Ngày sinh").click()
    hanh.page.get_by_label("Giá trị đúng").fill("31/02/2014")
    hanh.page.get_by_label("Vì sao cần sửa").fill("Giấy khai sinh ghi ngày 13")
    hanh.press("Gửi yêu cầu")
    refused = hanh.page.locator("main").inner_text()
    hanh.page.get_by_label("Giá trị đúng").fill("13/09/2014")
    hanh.submit("Gửi yêu cầu")
    hanh.shoot("correction-sent")

    clerk.open("/dinh-chinh/")
    clerk.press("Nguyễn Thị Ánh Nguyệt", role="link")
    clerk.press("Sửa theo yêu cầu", role="link")
    clerk.shoot("correction-accept")
    clerk.submit("Sửa hồ sơ")
    hanh.page.reload()
    told = hanh.page.locator("main").inner_text()

    assert "Giấy khai sinh ghi ngày 13" in told
    assert ("31/02/2014" in refused, "Mai Thị Hoa" in told, "Đã sửa" in told) == (True, True, True)
    assert Person.objects.get(pk=pupil.pk).birth_date == date(2014, 9, 13)
    assert ([text for text in hanh.complaints if "422" not in text], clerk.complaints) == ([], [])


def test_doubles_are_compared_side_by_side_and_become_one(world, visit):
    make_person("Nguyen Thi Anh Nguyet", world.units["7A1"], birth_date=date(2014, 9, 12), phone="0912345678")
    find_duplicates(world.actor("tuan"))
    tuan = visit("tuan")

    tuan.open("/ho-so/nghi-trung/")
    tuan.press("So sánh", role="link")
    tuan.shoot("duplicates-compare")
    tuan.submit("Gộp hai hồ sơ")

    assert "Không có cặp hồ sơ nào nghi trùng" in tuan.page.locator("main").inner_text()
    assert (Merge.objects.get().keep, Merge.objects.get().made_by_name) == (world.people["nguyet"], "Đỗ Minh Tuấn")
    assert Person.objects.get(pk=world.people["nguyet"].pk).phone == "0912345678"
    assert tuan.complaints == []


def test_accounts_are_opened_for_the_chosen_and_printed(world, visit):
    tuan = visit("tuan")

    tuan.open("/tai-khoan-don-vi/?state=none")
    tuan.page.get_by_label("Chọn Đinh Văn Bảo").check()
    tuan.submit("Cấp tài khoản")
    tuan.shoot("accounts-ask")
    tuan.submit("Cấp tài khoản và in phiếu")
    run_pending()
    tuan.page.reload()
    tuan.page.locator("main a[href^='/tai-khoan/phieu/']").first.click()
    tuan.submit("Mở phiếu để in")
    tuan.shoot("accounts-slips")

    assert "Đinh Văn Bảo" in tuan.page.locator("body").inner_text()
    assert Person.objects.get(pk=world.people["bao"].pk).account.must_change_password
