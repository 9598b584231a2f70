"""The door of `access`."""

from .queries import can, get, require, scope, within
from .types import EVERYWHERE, Place

__all__ = ["EVERYWHERE", "Place", "can", "get", "require", "scope", "within"]
