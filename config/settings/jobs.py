"""The job queue lives in the same PostgreSQL, in the same transaction as the data."""

import os

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # every room's `tasks.py` is loaded by its AppConfig

JOBS_HEARTBEAT_SECONDS = float(os.environ.get("KHUEVAN_JOBS_HEARTBEAT", "10"))
JOBS_STALLED_SECONDS = JOBS_HEARTBEAT_SECONDS * 3
JOBS_STOP_SECONDS = float(os.environ.get("KHUEVAN_JOBS_STOP", "60"))  # how long a stopping worker lets jobs go on
JOBS_BACK_OFF_SECONDS = (10, 60, 300, 1800, 7200)
JOBS_MISSED_SCHEDULE_HOURS = 24  # a schedule missed while everything was off is caught up within this time
JOBS_KEEP_DAYS = 30
