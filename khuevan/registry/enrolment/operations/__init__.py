"""Every write of classes and enrolments."""

from .classes import create_classes

__all__ = ["create_classes"]
