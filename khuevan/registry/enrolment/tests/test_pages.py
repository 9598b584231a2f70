"""Screens of learners, classes and transfers, as a browser gets them."""

import io
import re
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khuevan.core.audit.models import JournalEntry, ReadEntry
from khuevan.core.files.models import StoredFile
from khuevan.core.jobs.api import run_pending
from khuevan.core.notices.models import Notice
from khuevan.kernel import clock
from khuevan.registry.enrolment.models import Enrolment, SchoolClass, TransferRequest
from khuevan.registry.enrolment.tests.factories import enrol, make_class
from khuevan.registry.enrolment.tests.lists import issues, outcomes, preview

LEARNERS = "/hoc-sinh/"


def text_of(response, status: int = 200) -> str:
    """What stands on the page, without tags."""
    assert response.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured)


def test_list_says_the_year_the_learners_and_what_is_to_be_mended(world, browser):
    page = text_of(browser("tuan").get(LEARNERS))

    assert "Năm học 2026–2027 · 4 em đang học · 4 hồ sơ cần sửa" in page
    assert "Thiếu nơi sinh" in page
    assert "037314••••89" in page
    assert "037314000089" not in page


def test_list_costs_the_same_for_one_and_three_rows(world, browser):
    client = browser("tuan")
    client.get(LEARNERS)
    counts = [queries_of(client, f"{LEARNERS}?school_class={world.classes[name].pk}") for name in ("7A2", "7A2")]
    for name in ("An", "Bình"):
        enrol(world.classes["7A2"], f"Lê {name}", date(2014, 1, 2), "male")
    counts.append(queries_of(client, f"{LEARNERS}?school_class={world.classes['7A2'].pk}"))

    assert len(set(counts)) == 1


def test_htmx_gets_the_results_of_the_same_page(world, browser):
    client = browser("tuan")
    address = f"{LEARNERS}?q=bao"

    whole = client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true", "HX-Target": "results"}).content.decode()

    assert part.strip() in whole
    assert "Đinh Văn Bảo" in part


def test_ethnic_groups_are_shown_on_request_and_each_look_is_written_down(world, browser):
    plain = text_of(browser("tuan").get(LEARNERS))
    before = ReadEntry.objects.count()
    asked = text_of(browser("tuan").get(f"{LEARNERS}?ethnicity=on"))

    assert ("Tày" in plain, "Tày" in asked) == (False, True)
    assert ReadEntry.objects.count() - before == 4


def test_officer_is_not_offered_ethnic_groups(world, browser):
    assert "Hiện dân tộc" not in text_of(browser("ha").get(LEARNERS))
    assert "Tày" not in text_of(browser("ha").get(f"{LEARNERS}?ethnicity=on"))


def test_teacher_has_no_buttons_of_the_office(world, browser):
    page = text_of(browser("mai").get(LEARNERS))

    assert [word for word in ("Thêm học sinh", "Nhập từ Excel", "Chuyển lớp", "Chọn mọi dòng") if word in page] == []


def test_chosen_learners_are_moved(world, browser):
    client = browser("tuan")
    ids = [world.learners["nguyet"].pk, world.learners["bao"].pk]

    asked = client.post(reverse("enrolment:move"), {"ids": ids})
    done = client.post(
        reverse("enrolment:move"),
        {"chosen": ",".join(map(str, ids)), "to_class": world.classes["7A2"].pk, "on": f"{clock.today():%d/%m/%Y}"},
    )

    assert "2 em đã chọn" in text_of(asked)
    assert done.status_code == 302
    assert SchoolClass.objects.get(name="7A2").learners == 3


def test_learners_of_another_school_are_not_moved(world, browser):
    foreign = browser("tuan").post(reverse("enrolment:move"), {"ids": [world.learners["giabao"].pk]})

    assert foreign.status_code == 422
    assert Enrolment.objects.get(pk=world.learners["giabao"].pk).version == 1


def test_wrong_day_is_said_on_its_field_and_nothing_is_lost(world, browser):
    pk = world.learners["nguyet"].pk
    values = {"chosen": str(pk), "to_class": world.classes["7A2"].pk, "on": "01/01/2026", "reason": "Theo nguyện vọng"}

    response = browser("tuan").post(reverse("enrolment:move"), values)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Ngày này không được" in page
    assert "Theo nguyện vọng" in page


def test_new_learner_comes_into_the_class(world, browser):
    values = {
        "to_class": world.classes["7A2"].pk, "starts_on": f"{clock.today():%d/%m/%Y}", "full_name": "lê  Thị an",
        "birth_date": "5/9/2014", "sex": "female", "ethnicity": "01", "personal_id": "037 314 000 555",
    }  # fmt: skip

    response = browser("vanthu").post(reverse("enrolment:learner_new"), values)

    stay = Enrolment.objects.select_related("person").latest("pk")
    assert response.status_code == 302
    assert (stay.person.full_name, stay.person.keeper_id) == ("lê Thị an", world.classes["7A2"].unit_id)
    assert (stay.school_class, stay.person.personal_id_hint) == (world.classes["7A2"], "037314••••55")


def test_lookalikes_are_shown_before_a_learner_is_added(world, browser):
    client = browser("vanthu")
    values = {
        "to_class": world.classes["7A2"].pk, "starts_on": f"{clock.today():%d/%m/%Y}", "full_name": "Đinh Văn Bảo",
        "birth_date": "03/02/2014", "sex": "male",
    }  # fmt: skip

    first = client.post(reverse("enrolment:learner_new"), values)
    second = client.post(reverse("enrolment:learner_new"), values | {"is_somebody_else": "on"})

    assert "Hồ sơ gần giống" in text_of(first, 409)
    assert second.status_code == 302


def test_taken_number_is_said_on_its_field(world, browser):
    values = {
        "to_class": world.classes["7A2"].pk, "starts_on": f"{clock.today():%d/%m/%Y}", "full_name": "Lê An",
        "birth_date": "05/09/2014", "sex": "male", "personal_id": "037314000089",
    }  # fmt: skip

    response = browser("vanthu").post(reverse("enrolment:learner_new"), values)

    assert "Nguyễn Thị Ánh Nguyệt" in text_of(response, 409)
    assert not Enrolment.objects.filter(person__full_name="Lê An").exists()


def test_learner_page_says_what_is_missing_and_why(world, browser):
    page = text_of(browser("tuan").get(reverse("enrolment:learner", args=[world.learners["nguyet"].pk])))

    assert "Thiếu: Nơi sinh" in page
    assert "ghi trên học bạ và văn bằng" in page
    assert "Lê Thị Hạnh" in page


def test_family_sees_no_deeds_and_no_other_child(world, browser):
    page = text_of(browser("hanh").get(reverse("enrolment:learner", args=[world.learners["giabao"].pk])))

    assert "Phạm Gia Bảo" in page
    assert [word for word in ("Xếp lớp", "Chuyển trường", "Thiếu:", "Nguyệt") if word in page] == []


def test_pupils_and_parents_have_no_lists_in_their_menu(world, browser):
    for username in ("nguyet", "hanh"):
        page = browser(username).get(reverse("people:mine")).content.decode()
        assert f'href="{LEARNERS}"' not in page


def test_status_is_changed_and_taken_back_from_the_page(world, browser):
    client, pk = browser("tuan"), world.learners["bao"].pk
    today = f"{clock.today():%d/%m/%Y}"

    client.post(reverse("enrolment:end"), {"chosen": str(pk), "status": "suspended", "last_day": today, "reason": "Ốm"})
    page = text_of(client.get(reverse("enrolment:learner", args=[pk])))
    client.post(reverse("enrolment:undo", args=[pk]))

    assert ("Bảo lưu" in page, "Học lại" in page, "Hoàn tác" in page) == (True, True, True)
    assert Enrolment.objects.get(pk=pk).status == "studying"


def test_class_page_prints_and_lists_its_learners(world, browser):
    client, pk = browser("mai"), [world.classes["7A1"].pk]

    page = text_of(client.get(reverse("enrolment:school_class", args=pk)))
    paper = text_of(client.get(reverse("enrolment:class_print", args=pk)))

    assert "chủ nhiệm: Ngô Thị Mai" in page
    assert "Danh sách có 2 em" in paper
    assert "Đinh Văn Bảo" in paper


def test_crowded_class_is_told(world, browser):
    SchoolClass.objects.filter(name="7A1").update(learners=47)

    page = text_of(browser("tuan").get(reverse("enrolment:classes")))

    assert "Vượt 2 em (tối đa 45)" in page


def test_classes_are_made_from_a_line_of_names(world, browser):
    values = {"school": world.units["lower_a"].pk, "year": world.year.code, "grade": 6, "names": "6A1, 6A2,"}

    response = browser("tuan").post(reverse("enrolment:class_new"), values)

    assert response.status_code == 302
    assert sorted(SchoolClass.objects.filter(grade=6).values_list("name", flat=True)) == ["6A1", "6A2"]


def test_transfer_goes_from_screen_to_screen(world, browser):
    there = make_class(world.units["primary_b"], world.year, "7B", level="lower_secondary", grade=7)
    today = f"{clock.today():%d/%m/%Y}"
    asked = {
        "number": "3712345689",
        "full_name": "Nguyễn Thị Ánh Nguyệt",
        "to_class": there.pk,
        "starts_on": today,
        "reason": "Chuyển nơi ở",
    }

    sent = browser("hieutruongkhac").post(reverse("enrolment:transfer_ask"), asked)
    run_pending()
    request = TransferRequest.objects.get()
    seen = text_of(browser("tuan").get(reverse("enrolment:transfer", args=[request.pk])))
    accepted = browser("tuan").post(reverse("enrolment:transfer_accept", args=[request.pk]), {"starts_on": today})
    run_pending()

    assert (sent.status_code, accepted.status_code) == (302, 302)
    assert "Chờ trường bạn trả lời" in seen
    assert Enrolment.objects.get(person=world.people["nguyet"], status="studying").school_class == there
    told = {
        notice.recipient.username for notice in Notice.objects.filter(kind="enrolment.transfer").select_related("recipient")
    }
    assert told == {"tuan", "vanthu", "hieutruong", "hieutruongkhac"}


def test_school_is_found_by_its_name(world, browser):
    address = reverse("enrolment:hand_over", args=[world.learners["nguyet"].pk])
    values = {"starts_on": f"{clock.today():%d/%m/%Y}", "reason": "Chuyển nơi ở"}

    unknown = browser("tuan").post(address, values | {"to_school": "Trường Trên Trời"})
    found = browser("tuan").post(address, values | {"to_school": "tieu hoc gia vien"})

    assert "Không có trường nào tên" in text_of(unknown, 422)
    assert found.status_code == 302
    assert TransferRequest.objects.get().to_school == world.units["primary_b"]


def test_school_is_chosen_among_those_that_are_named_alike(world, browser):
    address = reverse("enrolment:hand_over", args=[world.learners["nguyet"].pk])
    values = {"to_school": "truong", "starts_on": f"{clock.today():%d/%m/%Y}", "reason": "Chuyển nhà"}

    asked = browser("tuan").post(address, values)
    stranger = browser("tuan").post(address, values | {"school": world.units["commune_a"].pk})
    chosen = browser("tuan").post(address, values | {"school": world.units["upper"].pk})

    assert (asked.status_code, stranger.status_code, chosen.status_code) == (422, 422, 302)
    assert "Trường THPT Hoa Lư A · Tỉnh Ninh Bình" in asked.content.decode()
    assert TransferRequest.objects.get().to_school == world.units["upper"]


def test_who_tries_many_numbers_is_stopped(world, browser):
    client = browser("hieutruongkhac")
    answers = {client.post(reverse("enrolment:transfer_ask"), {"number": "3712345689"}).status_code for _try in range(21)}

    assert answers == {422, 429}


def exported(client, **options) -> list[list]:
    """The rows below the headings of the sheet that the job made."""
    response = client.post(reverse("enrolment:export"), options)
    assert response.status_code == 302
    run_pending()
    file = StoredFile.objects.latest("pk")
    content = b"".join(client.get(reverse("files:download", args=[file.uid])).streaming_content)
    rows = [list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
    head = next(index for index, row in enumerate(rows) if row[0] == "STT")
    return rows[head:]


def test_export_covers_the_numbers(world, browser):
    head, *rows = exported(browser("tuan"))

    column = head.index("Số đã che")
    assert [row[2] for row in rows] == ["Đinh Văn Bảo", "Nguyễn Thị Ánh Nguyệt", "Trần Lê Khánh Chi", "Tạ Quang Ứng"]
    assert rows[1][column] == "037314••••89"
    assert rows[1][head.index("Tên mẹ")] == "Lê Thị Hạnh"
    assert rows[1][head.index("Dân tộc")] is None


def test_export_in_full_is_journaled_and_each_reading_noted(world, browser):
    before = ReadEntry.objects.count()

    head, *rows = exported(browser("tuan"), in_full="on")

    assert rows[1][head.index("Số định danh cá nhân")] == "037314000089"
    assert rows[0][head.index("Dân tộc")] == "Tày"
    line = JournalEntry.objects.get(verb="enrolment.learners_exported")
    assert line.changes["in_full"] == [None, True]
    assert ReadEntry.objects.count() - before == 4


@pytest.mark.parametrize("options", [{}, {"in_full": "on"}])
def test_exported_list_comes_in_again_without_a_change(world, browser, options):
    client = browser("tuan")
    response = client.post(reverse("enrolment:export"), options)
    run_pending()
    content = b"".join(client.get(reverse("files:download", args=[StoredFile.objects.latest("pk").uid])).streaming_content)

    run = preview(world.actor("tuan"), world.units["lower_a"], io.BytesIO(content))

    assert response.status_code == 302
    assert (set(outcomes(run).values()), issues(run)) == ({"unchanged"}, [])


def test_officer_cannot_take_out_full_numbers(world, browser):
    head, *rows = exported(browser("ha"), unit="ninh khanh", in_full="on")

    assert rows[1][head.index("Số đã che")] == "037314••••89"
