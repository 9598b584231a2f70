"""Hits of the global search: what a provider named in a manifest (`SearchSource.provider`) returns."""

from dataclasses import dataclass

from khuevan.kernel.manifest import Text


@dataclass(frozen=True)
class Hit:
    """One thing found. `icon` is a Tabler name."""

    title: Text
    url: str
    subtitle: Text = ""
    icon: str = "file-text"
