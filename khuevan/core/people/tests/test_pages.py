"""Screens of people, as a browser gets them."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khuevan.core.accounts.models import User
from khuevan.core.audit.models import JournalEntry, ReadEntry
from khuevan.core.jobs.api import run_pending
from khuevan.core.notices.models import Notice
from khuevan.core.people.models import CorrectionRequest, DuplicatePair, Merge, Person
from khuevan.core.people.operations import find_duplicates
from khuevan.core.people.tests.factories import make_pair, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(world):
    """`browser("tuan")`: a client that is signed in as that person."""

    def sign_in(username: str) -> Client:
        client = Client()
        client.force_login(world.users[username])
        return client

    return sign_in


def text_of(response) -> str:
    """What stands on the page, without tags."""
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def person_fields(person: Person, **changes) -> dict[str, object]:
    """What the form of a profile posts."""
    values = {
        "full_name": person.full_name, "birth_date": f"{person.birth_date:%d/%m/%Y}", "sex": person.sex,
        "ethnicity": person.ethnicity, "version": person.version,
    }  # fmt: skip
    return values | changes


def test_parent_sees_only_her_two_children(world, browser):
    client = browser("hanh")
    others = [world.people[name].full_name for name in ("bao", "chi", "ung", "long", "dung")]

    pages = [client.get(reverse("people:children")), client.get(reverse("portal:home"))]
    pages += [client.get(reverse("people:child", args=[world.people[name].uid])) for name in ("nguyet", "giabao")]
    texts = [text_of(page) for page in pages]

    assert all("Nguyễn Thị Ánh Nguyệt" in text and "Phạm Gia Bảo" in text for text in texts)
    assert "Giáo viên chủ nhiệm" in texts[0]
    assert "Ngô Thị Mai" in texts[0]
    assert [name for name in others for text in texts if name in text] == []
    assert client.get(reverse("people:child", args=[world.people["chi"].uid])).status_code == 404
    assert client.get(reverse("people:person", args=[world.people["nguyet"].uid])).status_code == 404


def test_menu_says_my_children_to_guardians_only(world, browser):
    assert "Con tôi" in text_of(browser("hanh").get(reverse("people:mine")))
    assert "Con tôi" not in text_of(browser("nguyet").get(reverse("people:mine")))


def test_profile_masks_the_number_until_it_is_asked_for(world, browser):
    client, address = browser("vanthu"), reverse("people:person", args=[world.people["nguyet"].uid])

    masked = text_of(client.get(address))
    before = ReadEntry.objects.filter(fields="personal_id").count()
    revealed = client.post(reverse("people:number", args=[world.people["nguyet"].uid]))
    again = text_of(client.get(address))

    assert ("037314••••89" in masked, "037314000089" in masked) == (True, False)
    assert "037314000089" in text_of(revealed)
    assert revealed["Cache-Control"] == "no-store"
    assert (before, ReadEntry.objects.filter(fields="personal_id").count()) == (0, 1)
    assert "037314000089" not in again


def test_each_view_of_a_profile_is_one_reading(world, browser):
    browser("mai").get(reverse("people:person", args=[world.people["nguyet"].uid]))

    row = ReadEntry.objects.get()
    assert (row.person_id, row.actor_name, row.fields) == (
        world.people["nguyet"].pk, "Ngô Thị Mai", "ethnicity, religion, policy_categories"
    )  # fmt: skip
    assert "Ngô Thị Mai" in text_of(browser("nguyet").get(reverse("people:readings", args=[world.people["nguyet"].uid])))


def test_list_costs_the_same_queries_with_one_and_with_many_rows(world, browser):
    client, address = browser("tuan"), reverse("people:people")
    client.get(address)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address, {"q": "khong dau"}).status_code == 200
        return len(queries)

    make_person("Không Dấu Một", world.units["7A1"])
    one = count()
    make_person("Không Dấu Hai", world.units["7A2"])
    make_person("Không Dấu Ba", world.units["lower_a"])

    assert count() == one


def test_swap_equals_the_same_part_of_the_whole_page(world, browser):
    client, address = browser("tuan"), reverse("people:people") + "?q=nguyet"
    whole = client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true", "HX-Target": "results"}).content.decode()

    assert part.strip() in whole
    assert "Nguyễn Thị Ánh Nguyệt" in part


def test_list_is_filtered_by_what_people_are(world, browser):
    client, address = browser("tuan"), reverse("people:people")

    guardians = text_of(client.get(address, {"kind": "guardian"}))

    assert ("Lê Thị Hạnh" in guardians, "Trần Văn Lộc" in guardians, "Đinh Văn Bảo" in guardians) == (True, True, False)


def test_profile_is_edited_with_vietnamese_dates_and_communes_by_name(world, browser):
    pupil = Person.objects.get(pk=world.people["nguyet"].pk)
    address = reverse("people:edit", args=[pupil.uid])

    answer = browser("vanthu").post(
        address,
        person_fields(
            pupil, birth_date="13/9/2014", residence_code="Phường Hoa Lư, Ninh Bình", policy_categories=["poor_household"]
        ),
    )

    now = Person.objects.get(pk=pupil.pk)
    assert answer.status_code == 302
    assert (now.birth_date, now.residence_code, now.policy_categories) == (date(2014, 9, 13), "14329", ["poor_household"])
    assert "Phường Hoa Lư, tỉnh Ninh Bình" in text_of(browser("vanthu").get(reverse("people:person", args=[pupil.uid])))


def test_edit_form_shows_codes_by_name_and_what_was_typed_wrong(world, browser):
    pupil = Person.objects.get(pk=world.people["nguyet"].pk)
    Person.objects.filter(pk=pupil.pk).update(residence_code="14329")
    client, address = browser("vanthu"), reverse("people:edit", args=[pupil.uid])

    fresh = client.get(address).content.decode()
    wrong = client.post(address, person_fields(pupil, birth_date="31/02/2014", residence_code="Xã Không Có, Ninh Bình"))

    assert 'value="Phường Hoa Lư, tỉnh Ninh Bình"' in fresh
    assert wrong.status_code == 422
    assert 'value="Xã Không Có, Ninh Bình"' in wrong.content.decode()
    assert Person.objects.get(pk=pupil.pk).version == pupil.version


def test_second_official_is_told_and_his_text_stays_on_the_page(world, browser):
    pupil = Person.objects.get(pk=world.people["nguyet"].pk)
    address = reverse("people:edit", args=[pupil.uid])
    browser("vanthu").post(address, person_fields(pupil, birthplace="Ninh Bình"))
    journal = JournalEntry.objects.count()

    second = browser("tuan").post(address, person_fields(pupil, birthplace="Nam Định"))

    assert second.status_code == 409
    assert "Có người vừa sửa bản ghi này" in second.content.decode()
    assert 'value="Nam Định"' in second.content.decode()
    assert (Person.objects.get(pk=pupil.pk).birthplace, JournalEntry.objects.count()) == ("Ninh Bình", journal)


def test_adding_somebody_shows_lookalikes_before_it_is_done(world, browser):
    client, address = browser("tuan"), reverse("people:person_new")
    values = {"unit": world.units["lower_a"].pk, "full_name": "Đinh Văn Bảo", "birth_date": "3/2/2014"}

    asked = client.post(address, values)
    before = Person.objects.filter(search_key="dinh van bao").count()
    done = client.post(address, values | {"is_somebody_else": "on"})

    assert asked.status_code == 409
    assert reverse("people:person", args=[world.people["bao"].uid]) in asked.content.decode()
    assert 'type="checkbox" name="is_somebody_else"' in asked.content.decode()
    assert (before, done.status_code, Person.objects.filter(search_key="dinh van bao").count()) == (1, 302, 2)


def test_doubles_are_compared_and_merged_from_the_screen(world, browser):
    double = make_person(
        "Nguyễn Thị Ánh Nguyệt", world.units["7A1"], birth_date=date(2014, 9, 12), phone="0912345678", ethnicity="02"
    )
    find_duplicates(world.actor("tuan"))
    pair = DuplicatePair.objects.get()
    client, address = browser("tuan"), reverse("people:duplicate", args=[pair.pk])

    page = text_of(client.get(address))
    values = {
        "kept": "keep",
        "left_version": pair.first.version,
        "right_version": pair.second.version,
        "reason": "Nhập hai lần",
    }
    answer = client.post(address, values | dict.fromkeys(differences(client.get(address)), "keep") | {"ethnicity": "gone"})

    assert ("Kinh" in page, "Tày" in page, "Trùng họ tên và ngày sinh" in page) == (True, True, True)
    assert answer.status_code == 302
    assert Merge.objects.get().gone == double
    assert Person.objects.get(pk=world.people["nguyet"].pk).ethnicity == "02"
    assert client.get(reverse("people:person", args=[double.uid])).url == reverse(
        "people:person", args=[world.people["nguyet"].uid]
    )


def differences(page) -> list[str]:
    return sorted(set(re.findall(r'type="radio" name="(\w+)"', page.content.decode())) - {"kept"})


def test_merge_that_cannot_be_is_explained_on_the_page(world, browser):
    pair = make_pair(world.people["nguyet"], world.people["chi"])
    first, second = pair.first, pair.second
    client, address = browser("tuan"), reverse("people:duplicate", args=[pair.pk])
    shown = client.get(address)
    first, second = (Person.objects.get(pk=person.pk) for person in (first, second))
    values = {"kept": "keep", "left_version": first.version, "right_version": second.version} | dict.fromkeys(
        differences(shown), "keep"
    )

    answer = client.post(address, values)

    assert answer.status_code == 409
    assert answer.content.decode().count("Hai hồ sơ đang học ở hai nơi") == 2
    assert "Hai hồ sơ đang học ở hai nơi" in shown.content.decode()
    assert Merge.objects.count() == 0


def test_correction_goes_from_the_parents_phone_to_the_profile_and_back(world, browser):
    pupil = world.people["nguyet"]
    parent, clerk = browser("hanh"), browser("vanthu")

    choose = parent.get(reverse("people:correction_new", args=[pupil.uid]))
    sent = parent.post(
        reverse("people:correction_field", args=[pupil.uid, "birth_date"]),
        {"value": "13/09/2014", "reason": "Ghi nhầm ngày"},
    )
    request = CorrectionRequest.objects.get()
    listed = text_of(clerk.get(reverse("people:corrections")))
    version = Person.objects.get(pk=pupil.pk).version
    decided = clerk.post(reverse("people:correction_accept", args=[request.uid]), {"version": version, "note": "Đã sửa"})
    told = text_of(parent.get(reverse("people:own_correction", args=[request.uid])))

    assert "Ngày sinh" in text_of(choose)
    assert (sent.status_code, decided.status_code) == (302, 302)
    assert "Nguyễn Thị Ánh Nguyệt" in listed
    assert Person.objects.get(pk=pupil.pk).birth_date == date(2014, 9, 13)
    assert ("Đã sửa" in told, "Mai Thị Hoa" in told) == (True, True)


def test_accounts_of_the_chosen_are_opened_behind_the_screen_and_printed(world, browser):
    client = browser("tuan")
    chosen = [world.people[name].pk for name in ("bao", "chi", "nguyet", "long")]

    question = client.post(reverse("people:accounts_open"), {"ids": chosen})
    ids = re.search(r'name="chosen" value="([\d,]+)"', question.content.decode())[1]
    started = client.post(reverse("people:accounts_open"), {"chosen": ids})
    run_pending()
    job = client.get(started.url).content.decode()
    slips = re.search(r"/tai-khoan/phieu/[0-9a-f-]+/", job)[0]

    assert "Cấp tài khoản cho 2 người?" in text_of(question)
    assert User.objects.filter(full_name__in=["Đinh Văn Bảo", "Trần Lê Khánh Chi"]).count() == 2
    assert Person.objects.get(pk=world.people["long"].pk).account is None
    assert client.post(slips).content.decode().count('class="slip"') == 2


def test_account_list_shows_the_administrator_staff_without_profiles(world, browser):
    client = browser("quantri")

    listed = text_of(client.get(reverse("people:accounts")))
    one = text_of(client.get(reverse("people:account", args=[world.people["mai"].uid])))

    assert ("Ngô Thị Mai" in listed, "Nguyễn Thị Ánh Nguyệt" in listed) == (True, False)
    assert "Mở hồ sơ" not in one


def test_those_who_decide_and_the_requester_are_told_without_names(world, browser):
    pupil, parent, clerk = world.people["nguyet"], browser("hanh"), browser("vanthu")
    values = {"value": "Ninh Bình", "reason": "Ghi thiếu"}

    parent.post(reverse("people:correction_field", args=[pupil.uid, "birthplace"]), values)
    run_pending()
    request = CorrectionRequest.objects.get()
    clerk.post(reverse("people:correction_refuse", args=[request.uid]), {"note": "Giấy khai sinh ghi khác"})
    run_pending()

    told = [(row.recipient.username, row.title, row.link) for row in Notice.objects.select_related("recipient")]
    waits, moved = reverse("people:correction", args=[request.uid]), reverse("people:own_correction", args=[request.uid])
    assert sorted(told) == [
        ("hanh", "Yêu cầu đính chính của bạn đã có trả lời", moved),
        ("hieutruong", "Có yêu cầu đính chính hồ sơ chờ tiếp nhận", waits),
        ("tuan", "Có yêu cầu đính chính hồ sơ chờ tiếp nhận", waits),
        ("vanthu", "Có yêu cầu đính chính hồ sơ chờ tiếp nhận", waits),
    ]
