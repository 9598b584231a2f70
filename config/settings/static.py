"""Static files: Vite gives what it builds hashed names, so that browsers may keep it for ever; WhiteNoise serves it.

`collectstatic` compresses them into `STATIC_ROOT`; a tree where nobody ran it serves them from the modules' folders.
"""

from .paths import BASE_DIR, VAR_DIR

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "khuevan.core.files.operations.store.ContentStore"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 86_400
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.*/dist/assets/.+$"
MEDIA_ROOT = VAR_DIR / "files"
VITE_MANIFEST = BASE_DIR / "khuevan/web/static/dist/manifest.json"
