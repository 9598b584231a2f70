"""One part of the bench, in a process of its own: what another part leaves in memory would slow it down."""

from importlib import import_module

from .figures import Figure


def measured(name: str) -> list[Figure]:
    """The figures of `bench.<name>`, from a database brought up to date."""
    import django

    django.setup()
    from khuevan.portal.command import migrate

    migrate.bring_up_to_date()
    return import_module(f"bench.{name}").measure()
