"""What every address and permission of the site must declare."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from khuevan.core.roles.types import Role
from khuevan.kernel.manifest import manifests, permission_specs
from khuevan.web.pages import Page

# Addresses answered by libraries, with their own checks (OpenID Connect provider, language switch, API).
FOREIGN = re.compile(r"^(ngon-ngu/|api/v1/|\.well-known/|oidc/)")


def patterns(resolver=None, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found: list[tuple[str, URLPattern]] = []
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        found += patterns(entry, route) if isinstance(entry, URLResolver) else [(route, entry)]
    return found


HOUSE_PATTERNS = [(route, pattern) for route, pattern in patterns() if not FOREIGN.match(route)]


@pytest.mark.parametrize(("route", "pattern"), HOUSE_PATTERNS, ids=[route or "/" for route, _ in HOUSE_PATTERNS])
def test_address_leads_to_a_page_that_declares_who_may_open_it(route, pattern):
    page = getattr(pattern.callback, "view_class", None)

    assert page is not None
    assert issubclass(page, Page) or getattr(page, "declares_access", False)


@pytest.mark.parametrize("code", sorted(permission_specs()))
def test_permission_is_worded_and_somebody_holds_it(code):
    spec = permission_specs()[code]

    assert str(spec.label)
    assert spec.roles or spec.tied
    assert set(spec.roles) <= set(Role.values)


def test_permissions_named_by_menus_cards_and_searches_are_declared():
    named = {
        entry.permission for manifest in manifests() for entry in (*manifest.menu, *manifest.cards, *manifest.searches)
    } - {None}

    assert named - permission_specs().keys() == set()
