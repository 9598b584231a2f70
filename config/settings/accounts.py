"""Sign-in (django-allauth): user name, e-mail or phone with a password, then a one-time code where the role demands it."""

import os

from config.signing_key import load_or_create as load_or_create_signing_key

from .paths import VAR_DIR

# The address that people type, for links in e-mails and for printed slips.
SITE_URL = os.environ.get("KHUEVAN_URL", "http://127.0.0.1:8000/")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/dang-nhap/"

# Argon2id with the least memory that OWASP recommends: a school's 1,200 accounts are opened within a minute.
PASSWORD_HASHERS = ["config.hashers.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"khuevan.core.accounts.queries.validators.{name}"}
    for name in ("LongEnough", "NotCommon", "NotLikeOwner", "NotUsedBefore")
]
PASSWORD_RESET_TIMEOUT = 60 * 60
# After how many days a password must be changed; 0 is never.
PASSWORD_DAYS = int(os.environ.get("KHUEVAN_PASSWORD_DAYS", "0"))

# (failures in a row, seconds to wait at first, at most); each further failure doubles the wait.
PATIENCE_WITH_ACCOUNT = (5, 60, 60 * 60)
PATIENCE_WITH_ADDRESS = (100, 60, 15 * 60)
# In how many places one account is signed in at once; beyond it the oldest sessions end.
MOST_SESSIONS = int(os.environ.get("KHUEVAN_MOST_SESSIONS", "5"))

# Whether posts that open personal data of others demand a second factor.
REQUIRE_SECOND_FACTOR = os.environ.get("KHUEVAN_REQUIRE_TOTP") == "1"
SECOND_FACTOR_PERMISSIONS = ("people.view", "people.view_sensitive", "accounts.manage", "audit.view")

# Questions that only `core.roles`, above accounts, can answer.
OUTRANKS = "khuevan.core.roles.queries.outranks"
SECTOR_CLAIMS = "khuevan.core.roles.queries.sector_claims"

# How many proxies of ours stand in front, each adding to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("KHUEVAN_PROXIES", "0"))
ACCOUNT_ADAPTER = "khuevan.core.accounts.views.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_RATE_LIMITS = False  # failures are counted in PostgreSQL, see `accounts.operations.guard`
USERSESSIONS_TRACK_ACTIVITY = False

MFA_ADAPTER = "khuevan.core.accounts.queries.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1

IDP_OIDC_ADAPTER = "khuevan.core.accounts.views.oidc.Adapter"
IDP_OIDC_PRIVATE_KEY = load_or_create_signing_key(VAR_DIR / "oidc-signing-key.pem")
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 60 * 60 * 12

# Tokens of clients that call the API in their own name.
CLIENT_TOKEN_SECONDS = 60 * 60
