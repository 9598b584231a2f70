"""Screens of roles."""

from datetime import date

import pytest
from django.urls import reverse

from khuevan.core.accounts.operations import register_api_client
from khuevan.core.jobs.api import run_pending
from khuevan.core.org import api as org
from khuevan.core.org.models import OrgUnit
from khuevan.core.org.types import Create, NewUnit, Split
from khuevan.core.people.models import Person
from khuevan.core.roles.models import ClientPost, RoleAdjustment, RoleAssignment, SupportSession

from .factories import give_post


@pytest.fixture
def principal(client, world):
    client.force_login(world.users["hieutruong"])
    return client


@pytest.fixture
def administrator(client, world):
    client.force_login(world.users["quantri"])
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_role_is_given_in_two_steps_that_name_the_person(principal, world):
    start = principal.get(reverse("roles:assign", args=[world.units["lower_a"].pk]))["Location"]
    unknown = principal.post(start, {"login": "khong.ai"})
    step = principal.post(start, {"login": "mai"})["Location"]

    page = text(principal.get(step))
    data = {"unit": world.units["7A2"].pk, "role": "subject_teacher", "starts_on": "01/09/2026", "basis": "PC 1"}
    answer = principal.post(step, data)

    assert (unknown.status_code, "Không có tài khoản nào" in text(unknown)) == (422, True)
    assert "Ngô Thị Mai" in page
    assert "Hiệu trưởng" not in page.partition('<form class="kv-form"')[2]
    assert answer["Location"] == reverse("roles:unit", args=[world.units["lower_a"].pk])
    assert RoleAssignment.objects.filter(person=world.people["mai"], role="subject_teacher", unit=world.units["7A2"]).exists()


@pytest.mark.parametrize("typed", ["ngo thi mai", "Mai Ngô", "0912 345 678"])
def test_person_is_found_by_name_or_telephone_and_chosen(principal, world, typed):
    Person.objects.filter(pk=world.people["mai"].pk).update(phone="0912345678")
    start = principal.get(reverse("roles:assign", args=[world.units["lower_a"].pk]))["Location"]

    asked = principal.post(start, {"login": typed})
    chosen = principal.post(start, {"login": typed, "person": world.people["mai"].pk})

    assert asked.status_code == 422
    assert "Ngô Thị Mai · Giáo viên chủ nhiệm, Trường THCS Ninh Khánh" in " ".join(text(asked).split())
    assert chosen.status_code == 302
    assert "Cho Ngô Thị Mai" in text(principal.get(chosen["Location"]))


@pytest.mark.parametrize("typed", ["nguyet", "Hạnh", "Bùi Thị Xuân", "a"])
def test_pupils_families_and_strangers_are_not_found_by_name(principal, world, typed):
    """Nguyệt and Hạnh sign in by those names: they are found as such, not by searching."""
    start = principal.get(reverse("roles:assign", args=[world.units["lower_a"].pk]))["Location"]

    answer = principal.post(start, {"login": typed})

    assert 'name="person"' not in text(answer)


def test_person_who_was_not_found_is_not_taken(principal, world):
    start = principal.get(reverse("roles:assign", args=[world.units["lower_a"].pk]))["Location"]

    answer = principal.post(start, {"login": "Ngô Thị Mai", "person": world.people["hieutruongkhac"].pk})

    assert answer.status_code == 422


def test_class_is_named_with_its_school(administrator, world):
    page = text(administrator.get(reverse("roles:posts"), {"role": "homeroom_teacher"}))

    assert "Trường Tiểu học Gia Viễn" in page.partition("Lớp 3B")[2][:200]


def test_those_whose_school_was_divided_wait_for_their_next_post(world, client):
    officer, school = world.actor("vanphong"), world.units["lower_a"]
    parts = tuple(NewUnit("school", f"Trường THCS Ninh Khánh {n}", parent=school.parent_id, key=f"moi-{n}") for n in (1, 2))
    children = tuple((world.units[name].pk, "moi-1") for name in ("7A1", "7A2", "9A"))
    draft = org.draft_reorganisation(
        officer,
        title="Chia trường",
        decision_number="5/QĐ",
        decision_date=date(2026, 9, 1),
        effective_on=date(2026, 9, 10),
        steps=[Create(parts), Split(school.pk, ("moi-1", "moi-2"), ends=True, children=children)],
    )
    org.preview_reorganisation(officer, reorganisation=draft)
    org.apply_reorganisation(officer, reorganisation=draft)
    run_pending()
    client.force_login(world.users["vanphong"])
    address = reverse("roles:left_behind")

    page = text(client.get(address))
    first = OrgUnit.objects.get(name="Trường THCS Ninh Khánh 1")
    give_post(world.people["hieutruong"], "principal", first, since=date(2026, 9, 10))
    after = text(client.get(address))

    waiting = ["Trần Đức Thịnh", "Đỗ Minh Tuấn", "Mai Thị Hoa", "Tống Thị Liên"]
    assert [name in page for name in waiting] == [True] * 4
    assert [name in after for name in waiting] == [False, True, True, True]
    assert "Ngô Thị Mai" not in page
    assert reverse("roles:assign", args=[first.pk]) in page
    assert "Người chờ phân vai trò" in text(client.get("/"))


def test_units_of_others_cannot_be_chosen(principal, world):
    start = principal.get(reverse("roles:assign", args=[world.units["lower_a"].pk]))["Location"]
    step = principal.post(start, {"login": "mai"})["Location"]

    answer = principal.post(step, {"unit": world.units["3B"].pk, "role": "homeroom_teacher", "starts_on": "01/09/2026"})

    assert answer.status_code == 422
    assert not RoleAssignment.objects.filter(person=world.people["mai"], unit=world.units["3B"]).exists()


def test_unit_lists_its_posts_and_those_of_its_classes(principal, world):
    page = text(principal.get(reverse("roles:unit", args=[world.units["lower_a"].pk])))

    assert all(name in page for name in ("Mai Thị Hoa", "Ngô Thị Mai", "Dương Đăng Khoa"))
    assert "Lý Thị Bích" not in page
    own = RoleAssignment.objects.get(person=world.people["hieutruong"])
    assert reverse("roles:end", args=[own.pk]) not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_posts_costs_the_same_for_any_number(administrator, world, rows, settings, django_assert_num_queries):
    settings.SHELL_COUNTS = {}
    for person in ("mai", "khoa", "gvkhac")[:rows]:
        give_post(world.people[person], "librarian", world.units["upper"])
    address = reverse("roles:posts")
    administrator.get(address)

    with django_assert_num_queries(8):
        page = administrator.get(address, {"role": "librarian"})

    assert text(page).count("kv-row-link") == 2 * rows


def test_person_page_says_why_he_sees(administrator, world):
    page = text(administrator.get(reverse("roles:person", args=[world.people["tuan"].pk])))

    assert "Đầu mối CNTT, thống kê" in page
    assert "Xem ai giữ vai trò nào" in page


def test_person_page_names_no_child(administrator, world):
    give_post(world.people["hanh"], "librarian", world.units["lower_a"])

    page = text(administrator.get(reverse("roles:person", args=[world.people["hanh"].pk])))

    assert "của 2 học sinh" in page
    assert "Nguyệt" not in page


def test_pupil_has_no_page_here(administrator, world):
    assert administrator.get(reverse("roles:person", args=[world.people["nguyet"].pk])).status_code == 404


def test_ending_by_page_needs_a_reason(principal, world):
    post = RoleAssignment.objects.get(person=world.people["vanthu"])
    address = reverse("roles:end", args=[post.pk])

    without = principal.post(address, {"last_day": "31/12/2026"})
    answer = principal.post(address, {"last_day": "31/12/2026", "reason": "chuyển trường"})

    post.refresh_from_db()
    assert (without.status_code, answer.status_code, str(post.ends_on)) == (422, 302, "2026-12-31")


def test_matrix_is_read_by_all_and_adjusted_by_the_administrator(client, world):
    address = reverse("roles:give", args=["librarian", "roles.view"])
    client.force_login(world.users["hieutruong"])
    read = text(client.get(reverse("roles:matrix")))
    client.force_login(world.users["quantri"])
    editable = text(client.get(reverse("roles:matrix")))
    statuses = [client.post(address, {"reason": "theo đề nghị"}).status_code for _ in range(2)]
    adjusted = text(client.get(reverse("roles:matrix")))

    assert (address in read, address in editable) == (False, True)
    assert ("roles-adjusted" in editable, "roles-adjusted" in adjusted) == (False, True)
    assert (statuses, RoleAdjustment.objects.get().granted) == ([302, 409], True)


@pytest.mark.parametrize("group", ["truong", "so", "he-thong", "khac"])
def test_matrix_has_a_page_for_each_place_of_work(principal, group):
    assert principal.get(reverse("roles:matrix"), {"nhom": group}).status_code == 200


def test_unknown_part_of_the_matrix_is_not_found(administrator):
    assert administrator.get(reverse("roles:matrix"), {"nhom": "la"}).status_code == 404
    assert administrator.get(reverse("roles:give", args=["khong", "roles.view"])).status_code == 404
    assert administrator.get(reverse("roles:take", args=["clerk", "khong.co"])).status_code == 404


def test_chosen_post_limits_what_is_seen_until_switched_back(client, world):
    give_post(world.people["vanthu"], "it_focal_point", world.units["upper"])
    client.force_login(world.users["vanthu"])
    switch, posts = reverse("roles:switch_post"), reverse("roles:posts")
    clerk = RoleAssignment.objects.get(person=world.people["vanthu"], role="clerk")

    client.post(switch, {"assignment": clerk.pk, "next": "/tai-khoan/"})
    as_clerk = client.get(posts).status_code
    menu = text(client.get(reverse("accounts:profile")))
    back = client.post(switch, {"assignment": "", "next": "https://la.example/"})

    assert (as_clerk, client.get(posts).status_code) == (404, 200)
    assert "Mọi vai trò của tôi" in menu
    assert back["Location"] == "/"


def test_foreign_post_is_not_chosen(client, world):
    client.force_login(world.users["vanthu"])
    foreign = RoleAssignment.objects.get(person=world.people["giamdoc"])

    client.post(reverse("roles:switch_post"), {"assignment": foreign.pk})

    assert "acting_post" not in client.session


def test_support_is_said_on_every_page_while_it_lasts(administrator, world):
    data = {"role": "principal", "hours": "1", "reason": "sửa sĩ số"}
    administrator.post(reverse("roles:support_open", args=[world.units["lower_a"].pk]), data)
    session = SupportSession.objects.get()
    during = text(administrator.get(reverse("accounts:profile")))
    administrator.post(reverse("roles:support_close", args=[session.pk]))
    after = text(administrator.get(reverse("accounts:profile")))

    assert ("Đang trong phiên hỗ trợ" in during, "Đang trong phiên hỗ trợ" in after) == (True, False)


def test_head_of_the_school_reads_who_supported_and_why(client, world):
    client.force_login(world.users["quantri"])
    data = {"role": "principal", "hours": "1", "reason": "sửa sĩ số theo phiếu"}
    client.post(reverse("roles:support_open", args=[world.units["lower_a"].pk]), data)
    pages = {}
    for username in ("hieutruong", "hieutruongkhac"):
        client.force_login(world.users[username])
        pages[username] = text(client.get(reverse("roles:support")))

    assert "sửa sĩ số theo phiếu" in pages["hieutruong"]
    assert "sửa sĩ số theo phiếu" not in pages["hieutruongkhac"]


def test_client_is_let_in_and_out_by_pages(administrator, world):
    client, _issued = register_api_client(world.actor("quantri"), name="Kho dữ liệu", contact="Sở", scopes=["read"])
    page = reverse("roles:client", args=[client.pk])

    administrator.post(
        reverse("roles:client_add", args=[client.pk]), {"unit": world.units["lower_a"].pk, "role": "clerk", "basis": "CV 1"}
    )
    listed = text(administrator.get(page))
    post = ClientPost.objects.get()
    answer = administrator.post(reverse("roles:client_remove", args=[post.pk]))

    assert "Trường THCS Ninh Khánh" in listed
    assert (answer["Location"], ClientPost.objects.count()) == (page, 0)
