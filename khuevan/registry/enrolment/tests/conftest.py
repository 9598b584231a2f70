"""What the tests of screens share."""

import pytest
from django.test import Client


@pytest.fixture
def browser(world):
    """`browser("tuan")`: a client that is signed in as that person."""

    def sign_in(username: str) -> Client:
        client = Client()
        client.force_login(world.users[username])
        return client

    return sign_in
