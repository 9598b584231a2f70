"""What surrounds a page: menu, language, headers, limits, error pages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, RequestFactory

from khuevan.kernel import clock, manifest
from khuevan.kernel.actor import ANONYMOUS, Actor, Grant
from khuevan.kernel.errors import Busy, NotAllowed, Refusal
from khuevan.kernel.manifest import Manifest, MenuEntry, MenuGroup
from khuevan.web import errors, navigation, throttle
from khuevan.web.models import Quota
from khuevan.web.navigation import active_entry, menu
from khuevan.web.tests.urls import VIEW

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ENTRIES = (
    MenuEntry("Bộ đếm", "sample:list", "list", MenuGroup.REGISTRY, VIEW, 20),
    MenuEntry("Thêm bộ đếm", "sample:new", "plus", MenuGroup.REGISTRY, VIEW, 10),
    MenuEntry("Mọi người", "sample:everybody", "users", MenuGroup.HOME),
    MenuEntry("Lạc", "nowhere:page", "x", MenuGroup.SYSTEM),
)


@pytest.fixture(autouse=True)
def only_sample_menu(monkeypatch):
    monkeypatch.setattr(manifest, "_manifests", {"sample": Manifest("sample", "Mẫu", menu=ENTRIES)})
    forget()
    yield
    forget()


def forget() -> None:
    """What is remembered of the menu for as long as the process lives."""
    navigation._entries.cache_clear()
    navigation._groups.cache_clear()


def holder(*permissions: str) -> Actor:
    return Actor(user_id=1, grants=(Grant(1, "r", "R", 1, "U", "1/", frozenset(permissions)),))


def labels(groups) -> list[list[str]]:
    return [[str(item.label) for item in group.items] for group in groups]


def test_menu_shows_what_the_actor_holds_in_order_of_groups():
    assert labels(menu(holder(VIEW))) == [["Mọi người"], ["Thêm bộ đếm", "Bộ đếm"]]
    assert labels(menu(holder("other"))) == [["Mọi người"]]
    assert labels(menu(ANONYMOUS)) == []


@pytest.mark.parametrize(
    ("current", "active"),
    [("sample:new", "sample:new"), ("sample:list_export", "sample:list"), ("other:list", None), ("", None)],
)
def test_active_entry_is_the_one_named_most_alike(current, active):
    found = active_entry(ENTRIES, current)

    assert (found.url_name if found else None) == active


@pytest.mark.django_db
def test_page_marks_its_menu_entry_and_shows_the_way(officer):
    quota = Quota.objects.create(scope="a", subject="Ninh Khánh", window=datetime.now(UTC), count=1)

    page = officer.get(f"/danh-sach/{quota.pk}/").content.decode()

    assert '<a href="/danh-sach/" class="on" aria-current="page">' in page
    way = '<li>Cơ sở dữ liệu ngành</li><li><a href="/danh-sach/">Bộ đếm</a></li><li>Một dòng</li>'
    assert way + '<li aria-current="page">Ninh Khánh</li>' in page
    assert "<h1>Ninh Khánh</h1>" in page


@pytest.mark.django_db
def test_language_is_vietnamese_unless_chosen():
    client = Client(headers={"Accept-Language": "en-US,en"})

    assert b'<html lang="vi"' in client.get("/moi-nguoi/").content
    client.post("/ngon-ngu/setlang/", {"language": "en", "next": "/moi-nguoi/"})
    assert b'<html lang="en"' in client.get("/moi-nguoi/").content


def test_pages_carry_strict_headers():
    response = Client().get("/moi-nguoi/")

    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert (response.headers["Cross-Origin-Resource-Policy"], response.headers["X-Frame-Options"]) == ("same-origin", "DENY")


@pytest.mark.django_db
def test_writes_past_the_limit_are_told_to_wait(settings, officer, colleague):
    settings.RATE_LIMITS = {"write_account": 2}

    with clock.frozen(NOON):
        statuses = [officer.post("/them/", {"subject": f"s{place}"}).status_code for place in range(3)]
        other = colleague.post("/them/", {"subject": "s9"}).status_code
        page = officer.post("/them/", {"subject": "s10"}).content.decode()

    assert (statuses, other) == ([302, 302, 429], 302)
    assert "Vui lòng chờ" in page
    assert Quota.objects.filter(scope="a").count() == 3


@pytest.mark.django_db
def test_spend_counts_down_and_refuses_past_the_limit():
    with clock.frozen(NOON):
        assert [throttle.spend("s", "1.2.3.4", 2) for _ in range(2)] == [1, 0]
        with pytest.raises(throttle.TooMany):
            throttle.spend("s", "1.2.3.4", 2)
        assert throttle.spend("s", "1.2.3.5", 2) == 1
    with clock.frozen(NOON + timedelta(minutes=1)):
        assert throttle.spend("s", "1.2.3.4", 2) == 1


def test_window_start_cuts_time_evenly():
    moment = datetime(2026, 11, 22, 7, 42, 10, tzinfo=UTC)

    assert throttle.window_start(moment, timedelta(minutes=5)) == datetime(2026, 11, 22, 7, 40, tzinfo=UTC)


@pytest.mark.parametrize("status", sorted(errors.EXPLANATIONS))
def test_every_error_page_says_what_to_do(status):
    response = errors.error_response(RequestFactory().get("/"), status)

    page = response.content.decode()
    words = errors.EXPLANATIONS[status]
    assert response.status_code == status
    assert (str(words.title) in page, str(words.text) in page) == (True, True)
    assert ("Vui lòng chờ ·" in page, "Cần bạn xử lý ·" in page) == (words.remedy == "wait", words.remedy == "fix")


@pytest.mark.parametrize("refusal", [NotAllowed(), Busy(), Refusal("Lớp còn điểm đã ký.")])
def test_refusal_outside_a_form_has_its_own_page(refusal):
    response = errors.refused(RequestFactory().get("/"), refusal)

    assert response.status_code == refusal.status
    assert str(refusal.message) in response.content.decode()


def test_server_error_page_needs_no_request_context(client):
    response = errors.server_error(RequestFactory().get("/"))

    assert (response.status_code, "đã được ghi lại" in response.content.decode()) == (500, True)


@pytest.mark.django_db
def test_csrf_failure_explains_itself(settings):
    settings.CSRF_FAILURE_VIEW = "khuevan.web.errors.csrf_failure"

    response = Client(enforce_csrf_checks=True).post("/moi-nguoi/")

    assert (response.status_code, "Trang đã mở quá lâu" in response.content.decode()) == (403, True)
