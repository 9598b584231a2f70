"""After every migration the database holds the plans of this release."""

from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate

from . import operations


def _load(**kwargs: Any) -> None:
    """Not when this room's tables have just been taken away. Django's `flush` tells no state: everything is there."""
    if "plan" in kwargs.get("apps", apps).all_models["plans"]:
        operations.load_files()


post_migrate.connect(_load, dispatch_uid="plans.load", sender=apps.get_app_config("plans"))
