"""After every migration the calendar holds what the reference data know."""

from django.db.models.signals import post_migrate

from . import operations


def _fill(**kwargs) -> None:
    operations.fill_from_reference()


post_migrate.connect(_fill, dispatch_uid="calendar.fill", sender=None)
