"""Secrets, cookies, headers. `KHUEVAN_HTTPS=1` behind TLS; the demo runs on plain http at 127.0.0.1."""

import os

from csp.constants import NONE, SELF

from config.secrets import load_or_create

from .paths import VAR_DIR

_secrets = load_or_create(VAR_DIR / "secrets.json")

SECRET_KEY = _secrets["secret_key"]
VAULT_KEYS = {name: bytes.fromhex(_secrets[f"vault_{name}"]) for name in ("seal", "index")}

DEBUG = os.environ.get("KHUEVAN_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("KHUEVAN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("KHUEVAN_ORIGINS", "").split(",") if origin]

HTTPS = os.environ.get("KHUEVAN_HTTPS") == "1"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
