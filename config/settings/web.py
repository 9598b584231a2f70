"""The shell around every page: pages of higher floors it links to (unknown names are left out), figures it shows."""

SHELL_LINKS = {
    "home": "portal:home",
    "search": "portal:search",
    "language": "portal:set_language",
    "notices": "notices:inbox",
    "profile": "accounts:profile",
    "sign_in": "account_login",
    "sign_out": "account_logout",
    "switch_post": "roles:switch_post",
}
SHELL_COUNTS: dict[str, str] = {}
CSRF_FAILURE_VIEW = "khuevan.web.errors.csrf_failure"
