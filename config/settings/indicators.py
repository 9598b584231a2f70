"""Measured figures: for how many days every day is kept; of older ones the ends of months and years are (see docs/admin)."""

import os

INDICATORS_KEEP_DAYS = int(os.environ.get("KHUEVAN_INDICATOR_DAYS", "62"))
