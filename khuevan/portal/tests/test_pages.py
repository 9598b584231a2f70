"""Home and search."""

from django.urls import reverse


def test_home_greets_by_given_name_and_shows_the_day(client, world):
    client.force_login(world.users["ha"])

    page = client.get(reverse("portal:home")).content.decode()

    assert "<h1>Chào Hà</h1>" in page


def test_search_finds_pages_of_the_menu_without_diacritics(client, world):
    client.force_login(world.users["ha"])

    page = client.get(reverse("portal:search"), {"q": "chi tieu do tu dong"}).content.decode()

    assert reverse("indicators:catalogue") in page


def test_search_does_not_find_pages_that_one_may_not_open(client, world):
    client.force_login(world.users["nguyet"])

    page = client.get(reverse("portal:search"), {"q": "chi tieu do tu dong"}).content.decode()

    assert "Không tìm thấy «chi tieu do tu dong»" in page


def test_search_escapes_what_was_typed(client, world):
    client.force_login(world.users["ha"])

    page = client.get(reverse("portal:search"), {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert(1)" not in page


def test_search_part_equals_the_whole_page(client, world):
    client.force_login(world.users["ha"])
    address, query = reverse("portal:search"), {"q": "chi tieu"}

    whole = client.get(address, query).content.decode()
    part = client.get(address, query, headers={"HX-Request": "true", "HX-Target": "results"}).content.decode()

    assert part.strip() in whole
    assert "<h1>" not in part
