"""Moves between classes, changes of status, transfers between schools."""
