"""Sending as a job: after the commit, tried again, step by step."""

from khuevan.core.jobs.api import job

from . import operations

job("notices.send", transactional=False)(operations.send)
