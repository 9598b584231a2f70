"""The shell around every page: pages of higher floors it links to (unknown names are left out), figures it shows; limits."""

import os

SHELL_LINKS = {
    "home": "portal:home",
    "search": "portal:search",
    "language": "portal:set_language",
    "notices": "notices:inbox",
    "profile": "accounts:profile",
    "sign_in": "accounts:sign_in",
    "sign_out": "accounts:sign_out",
    "switch_post": "roles:switch_post",
}
SHELL_COUNTS = {"notices": "khuevan.core.notices.api.unread_count"}
# Functions of an actor that return a `web.types.Banner`, or None; they must cost nothing when there is nothing to say.
SHELL_BANNERS = ("khuevan.core.roles.queries.support_banner",)
CSRF_FAILURE_VIEW = "khuevan.web.errors.csrf_failure"

# Calls of the API in a minute: by one key, program or account; attempts without a valid key, and for tokens, by one address.
API_LIMITS = {
    "read": int(os.environ.get("KHUEVAN_API_READS", "1200")),
    "write": int(os.environ.get("KHUEVAN_API_WRITES", "300")),
    "attempt": int(os.environ.get("KHUEVAN_API_ATTEMPTS", "120")),
}
