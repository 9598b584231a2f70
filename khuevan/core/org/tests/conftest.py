"""The tests of this room live on one day, so that they mean the same in every year."""

from datetime import datetime

import pytest

from khuevan.kernel import clock

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=clock.VIETNAM)


@pytest.fixture(autouse=True)
def _one_day():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def officer(client, world):
    """A browser in which the officer of the Department's office has signed in."""
    client.force_login(world.users["vanphong"])
    return client
