"""The job queue lives in the same PostgreSQL, in the same transaction as the data."""

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
