"""The inbox and the preferences on screen."""

import pytest
from django.urls import reverse

from khuevan.core.notices.models import Notice
from khuevan.core.notices.queries import preferences

from .factories import KIND, make_notice


@pytest.fixture
def tuan(client, world):
    client.force_login(world.users["tuan"])
    return client


def inbox(client) -> str:
    return client.get(reverse("notices:inbox")).content.decode()


def test_inbox_shows_own_notices_and_how_many_are_new(tuan, world):
    make_notice(world.users["tuan"], "Kế hoạch sắp đến hạn", body="Còn 3 ngày")
    make_notice(world.users["mai"], "Của người khác")

    html = inbox(tuan)

    assert ("Kế hoạch sắp đến hạn" in html, "Còn 3 ngày" in html, "Của người khác" in html) == (True, True, False)
    assert 'aria-label="Thông báo (1)"' in html


def test_opening_a_notice_marks_it_and_goes_to_its_page(tuan, world):
    notice = make_notice(world.users["tuan"], link="/viec-nen/")

    response = tuan.post(reverse("notices:open", args=[notice.uid]))

    notice.refresh_from_db()
    assert response["Location"] == "/viec-nen/"
    assert notice.read_at is not None


def test_notice_without_a_page_goes_back_to_the_inbox(tuan, world):
    notice = make_notice(world.users["tuan"])

    assert tuan.post(reverse("notices:open", args=[notice.uid]))["Location"] == reverse("notices:inbox")


@pytest.mark.parametrize("name", ["notices:open", "notices:read_all"])
def test_looking_changes_nothing(tuan, world, name):
    notice = make_notice(world.users["tuan"])
    arguments = [notice.uid] if name == "notices:open" else []

    response = tuan.get(reverse(name, args=arguments))

    assert response.status_code == 405
    assert Notice.objects.filter(read_at__isnull=False).count() == 0


def test_all_can_be_read_at_once(tuan, world):
    make_notice(world.users["tuan"])

    tuan.post(reverse("notices:read_all"))

    html = inbox(tuan)
    assert ("Đánh dấu tất cả đã đọc" in html, 'aria-label="Thông báo"' in html) == (False, True)


def test_inbox_costs_as_many_queries_for_three_as_for_one(tuan, world, django_assert_max_num_queries):
    counts = []
    for new in (1, 2):
        for _notice in range(new):
            make_notice(world.users["tuan"])
        with django_assert_max_num_queries(50) as captured:
            inbox(tuan)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_htmx_gets_the_same_results_as_the_whole_page(tuan, world):
    for number in range(30):
        make_notice(world.users["tuan"], f"Thông báo {number}")
    address = reverse("notices:inbox")

    part = tuan.get(address, {"page": 2}, headers={"HX-Request": "true", "HX-Target": "results"}).content.decode()

    assert ("Thông báo 0" in part, "Thông báo 29" in part, "<html" in part) == (True, False, False)


def test_preferences_are_kept(tuan, world):
    html = tuan.get(reverse("notices:preferences")).content.decode()
    number = list(preferences(world.actor("tuan"))).index((KIND, "inbox")) // 2

    response = tuan.post(reverse("notices:preferences"), {f"email-{number}": "on"})

    chosen = preferences(world.actor("tuan"))
    assert "Việc nền của tôi đã xong hoặc bị lỗi" in html
    assert response["Location"] == reverse("notices:inbox")
    assert (chosen[KIND, "email"], chosen[KIND, "inbox"]) == (True, False)


def test_every_kind_is_worded(world):
    from khuevan.core.notices.queries import kinds

    assert [code for code, kind in kinds().items() if not str(kind.label).strip()] == []
