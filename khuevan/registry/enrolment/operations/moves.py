"""Moves between classes, changes of status, and taking them back."""
