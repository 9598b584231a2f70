"""Static files are built by Vite into `khuevan/web/static/dist` and served by WhiteNoise with hashed names."""

from .paths import BASE_DIR, VAR_DIR

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
MEDIA_ROOT = VAR_DIR / "files"
VITE_MANIFEST = BASE_DIR / "khuevan/web/static/dist/manifest.json"
