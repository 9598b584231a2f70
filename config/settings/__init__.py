"""Settings, one file per concern. Everything that differs between installations comes from the environment."""

from .paths import *  # noqa: F403  isort: skip
from .accounts import *  # noqa: F403
from .apps import *  # noqa: F403
from .database import *  # noqa: F403
from .files import *  # noqa: F403
from .i18n import *  # noqa: F403
from .indicators import *  # noqa: F403
from .jobs import *  # noqa: F403
from .logs import *  # noqa: F403
from .mail import *  # noqa: F403
from .security import *  # noqa: F403
from .static import *  # noqa: F403
from .templates import *  # noqa: F403
from .web import *  # noqa: F403
