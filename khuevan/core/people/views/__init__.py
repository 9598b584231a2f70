"""Screens of people: for those who keep profiles, and for those whom the profiles are about."""
