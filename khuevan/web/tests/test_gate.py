"""Who may open a page, and that opening one writes nothing."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import InternalError
from django.test import Client

from khuevan.web.models import Quota
from khuevan.web.pages import Page

VALUES = re.compile(rb'value="[^"]*"')
PAGES = ["/danh-sach/", "/them/", "/xoa/", "/lap/"]


def words(response) -> bytes:
    """A page without its token and the address to come back to."""
    return VALUES.sub(b"", response.content)


@pytest.mark.parametrize(
    "declared",
    [{}, {"permission": "a.b", "public": True}, {"signed_in": True, "public": True}, {"permission": None}],
)
def test_page_without_one_declared_audience_does_not_start(declared):
    page = type("Careless", (Page,), declared)

    with pytest.raises(ImproperlyConfigured):
        page.as_view()


@pytest.mark.parametrize("declared", [{"permission": "a.b"}, {"signed_in": True}, {"public": True}])
def test_page_with_one_declared_audience_starts(declared):
    assert callable(type("Careful", (Page,), declared).as_view())


@pytest.mark.parametrize("address", PAGES)
def test_page_sends_anonymous_to_sign_in_and_back(address, settings):
    response = Client().get(address)

    assert (response.status_code, response.url) == (302, f"{settings.LOGIN_URL}?next={address}")


@pytest.mark.parametrize("address", PAGES)
def test_page_without_permission_looks_like_no_page(address, stranger):
    refused = stranger.get(address)
    absent = stranger.get("/khong-co/")

    assert (refused.status_code, absent.status_code) == (404, 404)
    assert words(refused) == words(absent)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/danh-sach/", "/them/", "/xoa/"])
def test_page_with_permission_opens(address, officer):
    assert officer.get(address).status_code == 200


def test_public_page_opens_for_everybody():
    assert Client().get("/moi-nguoi/").status_code == 200


@pytest.mark.django_db
def test_post_of_anonymous_keeps_the_page_and_says_the_session_ended():
    response = Client().post("/them/", {"subject": "a"}, headers={"HX-Request": "true"})

    assert (response.status_code, Quota.objects.filter(scope="a").count()) == (401, 0)
    assert "vẫn còn" in response.content.decode()


@pytest.mark.django_db
def test_get_cannot_write(officer):
    with pytest.raises(InternalError, match="read-only transaction"):
        officer.get("/ghi/")

    assert Quota.objects.count() == 0


@pytest.mark.django_db
def test_absent_object_is_a_404_page(officer):
    response = officer.get("/danh-sach/99999/")

    assert response.status_code == 404
    assert "Không tìm thấy trang" in response.content.decode()
