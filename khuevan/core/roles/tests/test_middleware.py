"""What the middleware knows of a visitor before he signs in."""

import pytest


@pytest.mark.django_db
def test_visitors_behind_our_proxy_are_counted_apart(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.RATE_LIMITS = {"sign_in_address": 1}

    def status(address: str) -> int:
        answer = client.post("/dang-nhap/", {"login": "ai-do", "password": "sai"}, headers={"X-Forwarded-For": address})
        return answer.status_code

    assert [status("198.51.100.9"), status("198.51.100.9"), status("198.51.100.10")] == [422, 429, 422]
