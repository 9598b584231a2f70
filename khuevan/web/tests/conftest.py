"""A small site of `web` alone, and clients that act."""

import pytest
from django.test import Client

from khuevan.web.models import Quota
from khuevan.web.tests.urls import VIEW

ABOVE = ("khuevan.core.", "allauth.")


@pytest.fixture(autouse=True)
def sample_site(settings):
    kept = [name for name in settings.MIDDLEWARE if not name.startswith(ABOVE)]
    place = kept.index("khuevan.web.middleware.ThrottleMiddleware")
    settings.MIDDLEWARE = [*kept[:place], "khuevan.web.tests.urls.acting", *kept[place:]]
    settings.ROOT_URLCONF = "khuevan.web.tests.urls"
    settings.SHELL_LINKS = {"language": "set_language", "search": "sample:list"}
    settings.SHELL_COUNTS = {}
    settings.SHELL_BANNERS = ()


@pytest.fixture
def officer() -> Client:
    """Holds the permission of the sample pages."""
    return Client(headers={"X-Actor": f"7 {VIEW}"})


@pytest.fixture
def colleague() -> Client:
    """The same permission, another account."""
    return Client(headers={"X-Actor": f"8 {VIEW}"})


@pytest.fixture
def stranger() -> Client:
    """Signed in, without the permission."""
    return Client(headers={"X-Actor": "9 other.view"})


@pytest.fixture
def quotas(db):
    """Makes so many rows of the sample list."""

    def make(number: int) -> list[Quota]:
        from khuevan.kernel.clock import now

        return Quota.objects.bulk_create(
            Quota(scope="a" if place % 2 else "b", subject=f"ninh khanh {place:04}", window=now(), count=place)
            for place in range(number)
        )

    return make
