"""Vietnamese first: message ids are Vietnamese, `locale/en` of each room is the translation."""

from .paths import BASE_DIR

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "khuevan" / "kernel" / "locale"]  # the other rooms are apps, theirs are found
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
