"""Test bed: the small world, made once in the test database (see `khuevan.kernel.postgres.testing` for the server)."""

import pytest


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    from tests import world as small_world

    with django_db_blocker.unblock():
        small_world.load()


@pytest.fixture
def world(db):
    """The small world, read afresh for this test."""
    from tests import world as small_world

    return small_world.load()
