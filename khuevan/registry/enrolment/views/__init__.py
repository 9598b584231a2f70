"""Screens of learners and classes."""
